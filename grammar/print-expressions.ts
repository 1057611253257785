// How expressions, arguments and types are laid out. Only what may break is handled here; all other tokens go
// through with the usual blanks. Prints the tokens of the source in their order and never one of its own, but for
// commas at the end of broken lists.
import { choice, concat, type Doc, group, hardline, indent, line, softline } from "./layout.ts";
import type { Gap, TokenPrinter } from "./print-tokens.ts";
import { is, LBrace } from "./tokens.ts";
import type { Expression } from "./tree.ts";
import { type AnyNode, childrenOf } from "./walk.ts";

type NodeOf<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** Prints a node whose first token stands behind `gap`. */
export type PrintNode = (node: AnyNode, gap: Gap) => Doc;

/** Printers of the kinds that are laid out; all others print their tokens and children in order. */
export function printExpression(
  printer: TokenPrinter,
  node: AnyNode,
  gap: Gap,
  print: PrintNode,
): Doc | undefined {
  const one = node as Expression;
  switch (one.kind) {
    case "interpolation":
      return printer.next(gap);
    case "unary":
      return concat(printer.next(gap), print(one.operand, one.operator === "-" ? "" : " "));
    case "binary":
      return chain(printer, one, gap, print);
    case "between": {
      const value = print(one.value, gap);
      const low = concat(printer.upTo(one.low.start, line), print(one.low, "auto"));
      const high = concat(printer.upTo(one.high.start, line), print(one.high, "auto"));
      return group(concat(value, indent(concat(low, high))));
    }
    case "cast":
      return concat(
        print(one.value, gap),
        group(indent(concat(printer.upTo(one.type.start, line), print(one.type, "auto")))),
        printer.upTo(one.end),
      );
    case "if":
      return conditional(printer, one, gap, print);
    case "case":
      return caseBranches(printer, one, gap, print);
    case "group":
      return group(
        concat(
          printer.next(gap),
          indent(concat(print(one.inner, softline), comments(printer))),
          printer.next(softline),
        ),
      );
    case "index":
      return concat(print(one.object, gap), printer.next(""), print(one.index, ""), printer.next(""));
    case "call":
      return concat(printer.upTo(one.name.end, gap), bracketed(printer, one.arguments, "", print));
    case "list":
      return bracketed(printer, one.items, gap, print, true);
    case "struct":
      return bracketed(
        printer,
        one.fields.map(({ name, value }) => ({ start: name.start, end: value.end, name, value })),
        gap,
        print,
        true,
      );
    default:
      return undefined;
  }
}

/** Tokens and children of a node in order, with the usual blanks. */
export function inOrder(printer: TokenPrinter, node: AnyNode, gap: Gap, print: PrintNode): Doc {
  const parts: Doc[] = [];
  let first = gap;
  for (const child of childrenOf(node)) {
    if (startsBefore(printer, child.start)) {
      parts.push(printer.upTo(child.start, first));
      first = "auto";
    }
    // The name in `$name` is a node, but no token of its own.
    if (!startsBefore(printer, child.end)) continue;
    parts.push(print(child, first));
    first = "auto";
  }
  if (startsBefore(printer, node.end)) parts.push(printer.upTo(node.end, first));
  return concat(...parts);
}

function startsBefore(printer: TokenPrinter, offset: number): boolean {
  const token = printer.peek();
  return token !== undefined && token.startOffset < offset;
}

/** Entries in brackets: on one line, or each on its own with a comma behind the last. */
export function bracketed(
  printer: TokenPrinter,
  entries: readonly AnyNode[],
  gap: Gap,
  print: PrintNode,
  keepsBreak = false,
  edge: Doc = softline,
): Doc {
  const mustBreak = keepsBreak && entries.length > 0 && printer.hasBreakAfterNext();
  const open = printer.next(gap);
  if (entries.length === 0) {
    const inner = comments(printer);
    if (inner === "") return concat(open, printer.next(""));
    return group(concat(open, indent(inner), printer.next(edge)));
  }
  const [only] = entries;
  if (entries.length === 1 && !mustBreak && !printer.hasComments() && only !== undefined && hugs(only)) {
    const inner = print(only, "");
    printer.skipComma();
    const rest = comments(printer);
    return concat(open, inner, rest, printer.next(rest !== "" ? hardline : edge === softline ? "" : " "));
  }
  const inner: Doc[] = [];
  for (const [index, entry] of entries.entries()) {
    inner.push(print(entry, index === 0 ? edge : line));
    printer.skipComma();
    inner.push(index + 1 < entries.length ? "," : choice(",", ""));
  }
  inner.push(comments(printer));
  return group(concat(open, indent(concat(...inner)), printer.next(edge)), mustBreak);
}

/** Comments before a closing bracket: they belong to what is inside. */
export function comments(printer: TokenPrinter): Doc {
  return printer.drainComments() ?? "";
}

/** Whether an only argument brings brackets of its own, so that the outer ones need no lines. */
function hugs(entry: AnyNode): boolean {
  const inner = entry.kind === "argument" ? (entry as unknown as { readonly value: AnyNode }).value : entry;
  return inner.kind === "list" || inner.kind === "struct" || inner.kind === "case";
}

/** Operands at one level: breaks before each operator, or nowhere. */
function chain(printer: TokenPrinter, node: NodeOf<"binary">, gap: Gap, print: PrintNode): Doc {
  const level = levelOf(node.operator);
  const links: NodeOf<"binary">[] = [];
  let first: Expression = node;
  while (first.kind === "binary" && levelOf(first.operator) === level) {
    links.push(first);
    first = first.left;
  }
  const start = print(first, gap);
  const rest: Doc[] = [];
  for (const link of links.reverse())
    rest.push(printer.upTo(link.right.start, line), print(link.right, "auto"));
  return group(concat(start, indent(concat(...rest))));
}

const levels: readonly (readonly string[])[] = [["or"], ["and"], ["??"], ["+", "-"], ["*", "/", "//", "%"]];

function levelOf(operator: string): number {
  return levels.findIndex((operators) => operators.includes(operator));
}

function conditional(printer: TokenPrinter, node: NodeOf<"if">, gap: Gap, print: PrintNode): Doc {
  const branch = (one: NodeOf<"if">, before: Gap): Doc =>
    concat(
      printer.next(before),
      print(one.condition, "auto"),
      group(indent(concat(printer.upTo(one.then.start, line), print(one.then, "auto")))),
    );
  const first = branch(node, gap);
  const rest: Doc[] = [];
  let current = node;
  while (current.else.kind === "if") {
    const next: NodeOf<"if"> = current.else;
    rest.push(printer.upTo(next.start, line), branch(next, " "));
    current = next;
  }
  rest.push(printer.upTo(current.else.start, line), print(current.else, "auto"));
  return group(concat(first, indent(concat(...rest))));
}

function caseBranches(printer: TokenPrinter, node: NodeOf<"case">, gap: Gap, print: PrintNode): Doc {
  const word = printer.next(gap);
  if (!is(printer.peek(), LBrace)) return concat(word, inOrder(printer, node, "auto", print));
  const arms: { start: number; end: number; arm: AnyNode | undefined }[] = node.arms.map((arm) => ({
    ...arm,
    arm,
  }));
  if (node.else !== undefined) arms.push({ start: node.else.start, end: node.else.end, arm: undefined });
  arms.sort((a, b) => a.start - b.start);
  const print1: PrintNode = (entry, before) => {
    const { arm } = entry as (typeof arms)[number];
    if (arm === undefined) return concat(printer.upTo(entry.start, before), print(node.else!, "auto"));
    return inOrder(printer, arm, before, print);
  };
  return concat(word, bracketed(printer, arms, " ", print1, true, line));
}
