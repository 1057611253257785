// How relations and steps are laid out: a step on one line; else its clauses on a line below; else each item on a
// line of its own. What is on several lines in the source after its first word stays so.
import { below, choice, concat, type Doc, group, hardline, indent, line, softline } from "./layout.ts";
import { bracketed, comments, inOrder, type PrintNode } from "./print-expressions.ts";
import type { Gap, TokenPrinter } from "./print-tokens.ts";
import { is, Pipe, Reserved } from "./tokens.ts";
import type { RelationNode, Step } from "./tree.ts";
import type { AnyNode } from "./walk.ts";

/** Steps between brackets or at the top of a file; on one line only if they are so in the source. */
export function printSteps(
  printer: TokenPrinter,
  steps: readonly Step[],
  areOnOneLine: boolean,
  edge: Gap,
  print: PrintNode,
): Doc {
  const parts: Doc[] = [];
  for (const [index, step] of steps.entries()) {
    while (is(printer.peek(), Pipe)) printer.skip();
    let gap: Gap = edge;
    if (areOnOneLine) {
      if (index > 0) {
        parts.push(choice("", " |"));
        gap = line;
      }
    } else if (index > 0 || edge !== "") gap = index === 0 ? hardline : printer.statementBreak();
    parts.push(printer.lead(gap), printStep(printer, step, print));
  }
  while (is(printer.peek(), Pipe)) printer.skip();
  return concat(...parts);
}

/** `(from … | …)`. */
function stepsRelation(
  printer: TokenPrinter,
  node: Extract<RelationNode, { kind: "stepsRelation" }>,
  gap: Gap,
  print: PrintNode,
): Doc {
  const areOnOneLine = !printer.hasBreakBetween(node.start, node.end);
  const open = printer.next(gap);
  const inner = concat(printSteps(printer, node.steps, areOnOneLine, softline, print), comments(printer));
  return group(concat(open, indent(inner), printer.next(areOnOneLine ? softline : hardline)), !areOnOneLine);
}

export function printRelation(
  printer: TokenPrinter,
  node: AnyNode,
  gap: Gap,
  print: PrintNode,
): Doc | undefined {
  const relation = node as RelationNode;
  switch (relation.kind) {
    case "stepsRelation":
      return stepsRelation(printer, relation, gap, print);
    case "namedRelation":
      if (relation.arguments === undefined) return printer.upTo(relation.end, gap);
      return concat(printer.next(gap), bracketed(printer, relation.arguments, "", print));
    case "seriesRelation":
      return concat(printer.next(gap), bracketed(printer, relation.arguments, "", print));
    case "rowsRelation":
      return concat(printer.next(gap), bracketed(printer, [relation.rows], "", print));
    case "connectorRelation":
      return print(relation.connector, gap);
    default:
      return undefined;
  }
}

/** The items after a word: on its line, or each on a line below. */
function listed(
  printer: TokenPrinter,
  nodes: readonly AnyNode[],
  takesComma: boolean,
  print: PrintNode,
): Doc {
  const mustBreak = printer.hasBreakBeforeNext();
  const [only] = nodes;
  if (nodes.length === 1 && !mustBreak && only !== undefined) {
    const one = print(only, " ");
    printer.skipComma();
    return one;
  }
  const parts: Doc[] = [];
  for (const [index, node] of nodes.entries()) {
    parts.push(print(node, line));
    printer.skipComma();
    parts.push(index + 1 < nodes.length ? "," : takesComma ? choice(",", "") : "");
  }
  return group(indent(concat(...parts)), mustBreak);
}

/** A clause that is one word and a list. */
interface Clause {
  readonly nodes: readonly AnyNode[];
}

function printStep(printer: TokenPrinter, step: Step, print: PrintNode): Doc {
  const keyword = printer.upTo(step.keyword.end);
  switch (step.kind) {
    case "derive":
    case "select":
    case "rename":
      return withClauses(printer, keyword, step.items, [], step.end, print);
    case "drop":
      return withClauses(printer, keyword, step.columns, [], step.end, print);
    case "sort":
      return withClauses(printer, keyword, step.keys, [], step.end, print);
    case "union":
      return withClauses(printer, keyword, step.relations, [], step.end, print);
    case "aggregate":
      return withClauses(printer, keyword, step.items, [{ nodes: step.by }], step.end, print);
    case "window":
      return withClauses(
        printer,
        keyword,
        step.items,
        [{ nodes: step.by }, { nodes: step.sorted }],
        step.end,
        print,
        step.frame === undefined ? [] : [step.frame],
      );
    case "pivot":
      return withClauses(printer, keyword, step.items, [{ nodes: step.by }], step.end, print, [step.values]);
    case "unpivot":
      return withClauses(printer, keyword, step.items, [], step.end, print);
    case "take": {
      const count = print(step.count, " ");
      const offset =
        step.offset === undefined ? "" : concat(printer.upTo(step.offset.start), print(step.offset, "auto"));
      return group(
        concat(
          keyword,
          count,
          offset,
          clauses(printer, [{ nodes: step.by }, { nodes: step.sorted }], step.end, print, []),
        ),
      );
    }
    case "join": {
      const relation = print(step.relation, " ");
      const first = step.on[0];
      if (first === undefined) return concat(keyword, relation, printer.upTo(step.end));
      const head: Doc[] = [];
      while (!is(printer.peek(), Reserved.on)) head.push(printer.next());
      if (printer.hasComments()) {
        const on = concat(printer.next(line), listed(printer, step.on, true, print));
        return group(concat(keyword, relation, ...head, indent(on)));
      }
      // Items on lines of their own leave `on` behind the relation, as does a relation that ends a line itself.
      const word = printer.next("");
      const on = concat(word, listed(printer, step.on, true, print));
      const isBehind = step.relation.kind === "stepsRelation";
      const behind = concat(" ", on);
      return group(concat(keyword, relation, ...head, isBehind ? behind : below(on, behind)));
    }
    case "sql": {
      const [field] = step.returns;
      if (field === undefined) return concat(keyword, printer.upTo(step.end));
      const texts: Doc[] = [];
      while (printer.peek(1)!.startOffset < field.start) texts.push(printer.next());
      return concat(keyword, ...texts, bracketed(printer, step.returns, " ", print));
    }
    case "score":
      return concat(keyword, printer.upTo(step.model.end), bracketed(printer, step.arguments, "", print));
    case "expect": {
      if (step.unique === undefined) return concat(keyword, inOrder(printer, step, "auto", print));
      const unique = concat(printer.next(" "), bracketed(printer, step.unique, "", print));
      return concat(keyword, unique, printer.upTo(step.end));
    }
    case "into": {
      const { mode } = step;
      const store = printer.upTo(step.store.end, " ");
      if (mode === undefined || !("keys" in mode)) return concat(keyword, store, printer.upTo(step.end));
      const words = printer.upTo(mode.keys[0]?.start ?? mode.end);
      return concat(keyword, store, words, listed(printer, mode.keys, true, print));
    }
    default:
      return concat(keyword, inOrder(printer, step, "auto", print));
  }
}

function withClauses(
  printer: TokenPrinter,
  keyword: Doc,
  items: readonly AnyNode[],
  lists: readonly Clause[],
  end: number,
  print: PrintNode,
  tail: readonly AnyNode[] = [],
): Doc {
  const present = lists.filter(({ nodes }) => nodes.length > 0);
  // A comma may stand before `by` and at the end of a step, but before no other clause.
  const list = items.length === 0 ? "" : listedBefore(printer, items, present, end, print);
  return group(concat(keyword, list, clauses(printer, present, end, print, tail)));
}

function listedBefore(
  printer: TokenPrinter,
  items: readonly AnyNode[],
  present: readonly Clause[],
  end: number,
  print: PrintNode,
): Doc {
  const last = items.at(-1)!;
  const [first] = present;
  const isBefore =
    first === undefined ? !hasTokensBetween(printer, last.end, end) : isByNext(printer, last.end);
  return listed(printer, items, isBefore, print);
}

/** Whether `by` is the first word after an offset (a comma between is none). */
function isByNext(printer: TokenPrinter, from: number): boolean {
  for (let ahead = 0; ; ahead++) {
    const token = printer.peek(ahead);
    if (token === undefined) return false;
    if (token.startOffset >= from && token.image !== ",") return is(token, Reserved.by);
  }
}

function hasTokensBetween(printer: TokenPrinter, from: number, to: number): boolean {
  for (let ahead = 0; ; ahead++) {
    const token = printer.peek(ahead);
    if (token === undefined || token.startOffset >= to) return false;
    if (token.startOffset >= from && token.image !== ",") return true;
  }
}

/** `by …`, `sorted …` and what else follows, on one line below the items where they do not fit behind them. */
function clauses(
  printer: TokenPrinter,
  lists: readonly Clause[],
  end: number,
  print: PrintNode,
  tail: readonly AnyNode[],
): Doc {
  if (!hasTokensBetween(printer, 0, end)) return "";
  // The first word breaks with the step, the others only where the clauses do not fit on one line.
  const first = printer.next(line);
  const parts: Doc[] = [];
  for (const { nodes } of lists) {
    const [start] = nodes;
    const last = nodes.at(-1);
    if (start === undefined || last === undefined) continue;
    parts.push(printer.upTo(start.start, line));
    parts.push(listed(printer, nodes, !hasTokensBetween(printer, last.end, end), print));
  }
  for (const node of tail)
    parts.push(printer.upTo(node.start, parts.length === 0 ? "auto" : line), print(node, "auto"));
  if (hasTokensBetween(printer, 0, end)) parts.push(printer.upTo(end));
  return indent(concat(first, group(concat(...parts))));
}
