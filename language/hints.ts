// Remarks that are no faults: equal sort keys that leave the order open, a bare name that could have meant the
// other side of a join, a `sort` that was meant to be inside the step before it. Each carries its repair.

import { quoteName } from "../grammar/index.ts";
import type { Expression, SortKey, Step } from "../grammar/tree.ts";
import type { BindContext } from "./bind-context.ts";
import { columnWithId, type Flow } from "./flow.ts";
import { isUnique, plainColumns } from "./keys.ts";
import type { Column, PlanExpression, PlanSortKey } from "./plan.ts";
import { eachExpression, eachOperand, eachStepExpression } from "./walk.ts";

export interface Ordering {
  /** The keys as written; at least one. */
  readonly node: readonly SortKey[];
  readonly keys: readonly PlanSortKey[];
  readonly partition: readonly PlanExpression[];
  /** Whose answer depends on the order, for the message. */
  readonly what: string;
}

/** Says so when rows with equal keys may come in any order and the answer depends on it. */
export function reportTies(ordering: Ordering, input: Flow, context: BindContext): void {
  const { shape } = input;
  const used = plainColumns([...ordering.partition, ...ordering.keys.map((key) => key.value)]);
  if (!shape.complete || used === undefined) return;
  const known = new Set(used);
  if (isUnique(shape.uniqueKeys, known)) return;
  // Where nothing is known, a key that is called an identifier is taken for one.
  const keyColumns = plainColumns(ordering.keys.map((key) => key.value)) ?? [];
  const names = keyColumns.flatMap((id) => columnWithId(shape, id) ?? []);
  if (shape.uniqueKeys.length === 0 && names.some(looksLikeIdentifier)) return;
  const column = breaksTies(shape.columns, known, shape.uniqueKeys, input);
  if (column === undefined) return;
  const last = ordering.node[ordering.node.length - 1]!;
  const name = quoteName(column.name);
  const written = used.map((id) => quoteName(columnWithId(shape, id)?.name ?? ""));
  const isGuess = shape.uniqueKeys.length === 0 && !looksLikeIdentifier(column);
  const otherwise = isGuess ? `, or state that they do: \`expect unique(${written.join(", ")})\`` : "";
  context.reporter.report(
    "WR190",
    { start: ordering.node[0]!.start, end: last.end },
    `Rows with equal keys come in no particular order, and ${ordering.what} depends on it; add a key that tells them apart, such as \`${column.name}\`${otherwise}`,
    {
      fixes: [
        {
          title: `Sort by \`${column.name}\` too`,
          edits: [{ start: last.end, end: last.end, newText: `, ${name}` }],
        },
      ],
    },
  );
}

/** A column that completes a known key, else one that looks like an identifier, else the first that has an order. */
function breaksTies(
  columns: readonly Column[],
  used: ReadonlySet<number>,
  keys: readonly (readonly number[])[],
  input: Flow,
): Column | undefined {
  const missing = keys
    .map((key) => key.filter((id) => !used.has(id)))
    .sort((a, b) => a.length - b.length)[0]?.[0];
  const completing = missing === undefined ? undefined : columnWithId(input.shape, missing);
  if (completing !== undefined) return completing;
  const free = columns.filter((column) => !used.has(column.id) && hasOrder(column));
  return free.find((column) => /^id$/i.test(column.name)) ?? free.find(looksLikeIdentifier) ?? free[0];
}

function looksLikeIdentifier(column: Column): boolean {
  return column.type.kind === "uuid" || /^id$|_id$|Id$|_key$/i.test(column.name);
}

function hasOrder(column: Column): boolean {
  const kind = column.type.kind;
  return kind !== "json" && kind !== "list" && kind !== "struct" && kind !== "unknown";
}

/**
 * Says so when a step uses a bare name that both sides of an earlier join (or of this one) have, and does not
 * use the qualified one too.
 */
export function reportNamesakes(step: Step, flow: Flow, context: BindContext): void {
  if (flow.namesakes.size === 0) return;
  const open = new Map(
    flow.shape.hidden
      .filter((column) => flow.namesakes.has(column.id))
      .map((column) => [column.name, column]),
  );
  const bare = new Map<string, Expression>();
  const visit = (expression: Expression, bound: ReadonlySet<string>): void => {
    if (expression.kind === "columnName") {
      const name = expression.name.text;
      if (!bound.has(name) && open.has(name) && !bare.has(name)) bare.set(name, expression);
      return;
    }
    if (expression.kind === "member" && expression.object.kind === "columnName") {
      if (flow.aliases.has(expression.object.name.text)) {
        open.delete(expression.name.text);
        return;
      }
    }
    const inner =
      expression.kind === "lambda"
        ? new Set([...bound, ...expression.parameters.map((parameter) => parameter.text)])
        : bound;
    eachOperand(expression, (operand) => visit(operand, inner));
  };
  eachStepExpression(step, (expression) => {
    const isMergedKey = step.kind === "join" && expression.kind === "columnName";
    if (!isMergedKey) visit(expression, new Set());
  });
  for (const [name, node] of bare) {
    const other = open.get(name);
    if (other === undefined) continue;
    const qualified = `${quoteName(other.qualifier)}.${quoteName(name)}`;
    context.reporter.report(
      "WR178",
      node,
      `Both sides of the join have \`${name}\`; the bare name is the left one, the right one is \`${qualified}\``,
      {
        fixes: [
          {
            title: `Write \`${qualified}\``,
            edits: [{ start: node.start, end: node.end, newText: qualified }],
          },
        ],
      },
    );
  }
}

/** Says so when `take … by` or `window` has no order and a `sort` step follows that looks meant for it. */
export function reportSortAfter(step: Step, next: Step | undefined, context: BindContext): void {
  if (next?.kind !== "sort" || next.keys.length === 0) return;
  const wantsOrder =
    (step.kind === "take" && step.by.length > 0 && step.sorted.length === 0) ||
    (step.kind === "window" && step.sorted.length === 0 && callsOrdered(step));
  if (!wantsOrder) return;
  const keys = context.text({ start: next.keys[0]!.start, end: next.keys[next.keys.length - 1]!.end });
  const end = step.kind === "window" && step.frame !== undefined ? step.frame.start : step.end;
  context.reporter.report(
    "WR191",
    next,
    `This sorts after the step before it has chosen its rows; the order inside \`${step.kind}\` is written \`sorted ${keys}\``,
    {
      fixes: [
        {
          title: `Move the keys into \`${step.kind}\``,
          edits: [
            { start: end, end, newText: ` sorted ${keys}` },
            { start: step.end, end: next.end, newText: "" },
          ],
        },
      ],
    },
  );
}

/** Whether a window computes something that an order would change. */
function callsOrdered(step: Step & { readonly kind: "window" }): boolean {
  let ordered = false;
  for (const item of step.items) {
    eachExpression(item.value, (expression) => {
      if (expression.kind === "call") ordered ||= orderedFunctions.has(expression.name.text);
    });
  }
  return ordered;
}

const orderedFunctions: ReadonlySet<string> = new Set(
  "row_number rank dense_rank ntile lag lead percent_rank cume_dist first last nth_value".split(" "),
);
