// How declarations are laid out. See `print-steps.ts` for steps and `print-expressions.ts` for what they hold.

import type { Chunk } from "./chunk.ts";
import {
  choice,
  concat,
  type Doc,
  flatWidth,
  group,
  hardline,
  indent,
  isForced,
  line,
  lineWidth,
} from "./layout.ts";
import { bracketed, comments, inOrder, type PrintNode, printExpression } from "./print-expressions.ts";
import { printRelation, printSteps } from "./print-steps.ts";
import { type Gap, TokenPrinter } from "./print-tokens.ts";
import { is, LBrace } from "./tokens.ts";
import type {
  Argument,
  Declaration,
  Expression,
  FieldDeclaration,
  Item,
  JobItem,
  ParameterDeclaration,
  PipelineDeclaration,
  SchemaBlock,
  ServiceItem,
  TestItem,
  TypeNode,
} from "./tree.ts";
import type { AnyNode } from "./walk.ts";

/** The layout of a declaration without problems; `chunk` holds its tokens in the offsets of `source`. */
export function printDeclaration(source: string, chunk: Chunk, declaration: Declaration): Doc {
  const printer = new TokenPrinter(source, chunk);
  const print: PrintNode = (node, gap) => concat(printer.lead(gap), printNode(printer, node, "", print));
  const doc = printKind(printer, declaration, print);
  const rest = printer.upTo(Number.POSITIVE_INFINITY);
  return concat(doc, rest, comments(printer));
}

function printKind(printer: TokenPrinter, declaration: Declaration, print: PrintNode): Doc {
  switch (declaration.kind) {
    case "import": {
      const word = printer.next();
      const names: Doc[] = [];
      for (const name of declaration.names) {
        names.push(printer.upTo(name.end, line));
        if (printer.skipComma()) names.push(",");
      }
      const end = declaration.path === undefined ? "" : printer.upTo(declaration.path.end, line);
      return group(concat(word, indent(concat(...names, end))));
    }
    case "let":
      return concat(
        printer.upTo(declaration.type?.start ?? declaration.name.end),
        declaration.type === undefined ? "" : print(declaration.type, "auto"),
        assigned(printer, declaration.value, true, print),
      );
    case "function": {
      const head = concat(
        printer.upTo(declaration.name.end),
        bracketed(printer, declaration.parameters, "", print, true),
      );
      const { returns } = declaration;
      const type = returns === undefined ? "" : concat(printer.upTo(returns.start), print(returns, "auto"));
      return concat(head, type, assigned(printer, declaration.body, true, print));
    }
    case "pipeline":
      return pipeline(printer, declaration, print);
    case "bare": {
      const areOnOneLine = !printer.hasBreakBetween(firstStart(declaration.steps), declaration.end);
      return group(printSteps(printer, declaration.steps, areOnOneLine, "", print));
    }
    case "test":
    case "service":
    case "job": {
      const head: Doc[] = [];
      if (declaration.kind === "test")
        head.push(printer.upTo(declaration.of.start), print(declaration.of, "auto"));
      while (!is(printer.peek(), LBrace)) head.push(printer.next());
      return concat(...head, block(printer, declaration.items, print));
    }
    default:
      return inOrder(printer, declaration, "auto", print);
  }
}

function firstStart(nodes: readonly AnyNode[]): number {
  return nodes[0]?.start ?? 0;
}

function pipeline(printer: TokenPrinter, declaration: PipelineDeclaration, print: PrintNode): Doc {
  const { parameters, budget, body, steps } = declaration;
  const name = printer.upTo(declaration.name.end);
  const hasParameters = printer.peek()?.image === "(";
  const list = hasParameters ? bracketed(printer, parameters, "", print, true) : "";
  const limits: Doc[] = [];
  for (const [index, item] of budget.entries()) {
    limits.push(printer.upTo(item.start, index === 0 ? hardline : line), print(item, "auto"));
    if (printer.skipComma() && index + 1 < budget.length) limits.push(",");
  }
  const hasBudget = budget.length > 0;
  const areOnOneLine = !hasBudget && !printer.hasBreakBetween(body.start, body.end);
  const open = printer.next(hasBudget ? hardline : " ");
  if (steps.length === 0) return concat(name, list, open, comments(printer), printer.upTo(body.end, ""));
  const inner = concat(printSteps(printer, steps, areOnOneLine, line, print), comments(printer));
  const close = printer.next(areOnOneLine ? line : hardline);
  return concat(
    name,
    list,
    indent(group(concat(...limits))),
    group(concat(open, indent(inner), close), !areOnOneLine),
  );
}

/** Items in braces, each on its line. */
function block(
  printer: TokenPrinter,
  items: readonly (TestItem | ServiceItem | JobItem)[],
  print: PrintNode,
): Doc {
  const open = printer.next(" ");
  const inner: Doc[] = items.map((item) => inOrder(printer, item, printer.statementBreak(), print));
  const rest = comments(printer);
  return concat(
    open,
    indent(concat(...inner, rest)),
    printer.next(items.length === 0 && rest === "" ? "" : hardline),
  );
}

function printNode(printer: TokenPrinter, node: AnyNode, gap: Gap, print: PrintNode): Doc {
  const laidOut = printExpression(printer, node, gap, print) ?? printRelation(printer, node, gap, print);
  if (laidOut !== undefined) return laidOut;
  switch (node.kind) {
    case "item":
    case "parameter":
      return named(printer, node as Item | ParameterDeclaration, gap, print);
    case "connector": {
      const { name, arguments: list } = node as unknown as {
        readonly name: AnyNode;
        readonly arguments: readonly Argument[];
      };
      return concat(printer.upTo(name.end, gap), bracketed(printer, list, "", print));
    }
    case "schema":
      return schema(printer, node as SchemaBlock, print);
    case "type": {
      const { fields, name } = node as TypeNode;
      if (fields.length === 0) return inOrder(printer, node, gap, print);
      return concat(
        printer.upTo(name.end, gap),
        bracketed(printer, fields, "", print, true),
        printer.upTo(node.end),
      );
    }
    case "given": {
      const { value } = node as unknown as { readonly value: Expression };
      return concat(printer.upTo(value.start, gap), print(value, "auto"));
    }
    case "endpoint": {
      const { relation, example } = node as Extract<ServiceItem, { kind: "endpoint" }>;
      const start = concat(printer.upTo(relation.start, gap), print(relation, "auto"));
      if (example === undefined) return start;
      return concat(start, printer.next(), bracketed(printer, example, " ", print));
    }
    default:
      return inOrder(printer, node, gap, print);
  }
}

/** `name = value`, or a parameter with its default. */
function named(printer: TokenPrinter, node: Item | ParameterDeclaration, gap: Gap, print: PrintNode): Doc {
  if (node.kind === "item") {
    if (node.name === undefined) return print(node.value, gap);
    return concat(printer.upTo(node.name.end, gap), assigned(printer, node.value, false, print));
  }
  const head = concat(printer.upTo(node.type.start, gap), print(node.type, "auto"));
  const check: Doc[] = [];
  if (node.check?.kind === "in")
    check.push(printer.upTo(node.check.values.start), print(node.check.values, "auto"));
  else if (node.check !== undefined) check.push(printer.upTo(node.check.end));
  return concat(
    head,
    ...check,
    node.default === undefined ? "" : assigned(printer, node.default, false, print),
  );
}

/** `= value`: behind the sign, or below it where only that helps. */
function assigned(printer: TokenPrinter, value: Expression, isWhole: boolean, print: PrintNode): Doc {
  const sign = printer.upTo(value.start);
  if (printer.hasComments()) return concat(sign, indent(print(value, hardline)));
  const doc = print(value, "");
  const fitsBelow = !isForced(doc) && flatWidth(doc) <= lineWidth - 2;
  const staysBehind = isWhole
    ? isBracketed(value) || (value.kind === "call" && !fitsBelow)
    : hasOwnBreaks(value);
  return concat(sign, staysBehind ? concat(" ", doc) : group(indent(concat(line, doc))));
}

function isBracketed(value: Expression): boolean {
  return value.kind === "list" || value.kind === "struct" || value.kind === "case";
}

/** Whether a value can break inside better than before it. */
function hasOwnBreaks(value: Expression): boolean {
  switch (value.kind) {
    case "list":
    case "struct":
    case "case":
    case "if":
    case "binary":
    case "between":
    case "group":
      return true;
    case "call":
      return value.arguments.length > 0;
    default:
      return false;
  }
}

/** `{ name: type … }`: each on its line without commas, or on one line with them. */
function schema(printer: TokenPrinter, node: SchemaBlock, print: PrintNode): Doc {
  const mustBreak = printer.hasBreakAfterNext();
  const open = printer.next(" ");
  if (node.fields.length === 0) return concat(open, comments(printer), printer.next(""));
  const fields: Doc[] = [];
  for (const [index, field] of node.fields.entries()) {
    fields.push(print(field as FieldDeclaration, mustBreak ? printer.statementBreak() : line));
    printer.skipComma();
    if (index + 1 < node.fields.length) fields.push(choice("", ","));
  }
  fields.push(comments(printer));
  return group(concat(open, indent(concat(...fields)), printer.next(line)), mustBreak);
}
