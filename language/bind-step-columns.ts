// Steps that choose and make columns row by row: derive, select, drop, rename.

import type { Expression, Item, Step } from "../grammar/tree.ts";
import { type BindContext, newColumn } from "./bind-context.ts";
import {
  bindColumn,
  bindIn,
  checkCase,
  columnSet,
  faultyStep,
  itemName,
  reportNameless,
  reportTaken,
  type StepResult,
  stepBase,
  withColumn,
} from "./bind-step.ts";
import { columnWithId, type Flow, passOn, readColumn, withShape } from "./flow.ts";
import { withNameInFront } from "./name-behind.ts";
import type { Column, ColumnId, PlanItem } from "./plan.ts";

/** `derive`: items see the input and the items before them; a namesake is replaced where it stands. */
export function bindDerive(
  node: Step & { readonly kind: "derive" },
  input: Flow,
  context: BindContext,
): StepResult {
  const items: PlanItem[] = [];
  const derived = new Set<string>();
  let flow = input;
  for (const written of node.items) {
    const item = withNameInFront(written, undefined, context);
    const value = bindIn(item.value, flow, context);
    if (item.name === undefined) {
      const name = itemName(item)?.text ?? "value";
      reportNameless(item, "derive", name, context);
      flow = withShape(flow, { complete: false });
      continue;
    }
    const name = item.name.text;
    if (name === "") continue;
    if (derived.has(name)) {
      reportTaken(name, name, item.name, context);
      continue;
    }
    derived.add(name);
    const column = newColumn(context, name, value);
    context.reporter.refer(item.name, { kind: "column", column: column.id });
    items.push({ id: column.id, value });
    flow = addColumn(flow, column, item, context);
  }
  return { plan: { kind: "derive", items, ...stepBase(node, flow, context) }, flow };
}

/**
 * The flow with `column` added, or put in the place of its namesake. What an alias reached stays what the relation
 * gave: after `derive bid = …` the bare `bid` is the new column and `q.bid` the one of `q`.
 */
export function addColumn(flow: Flow, column: Column, item: Item, context: BindContext): Flow {
  if (item.name !== undefined) checkCase(item.name, flow.shape.columns, context);
  const before = flow.shape.columns.find((candidate) => candidate.name === column.name);
  const columns = withColumn(flow.shape.columns, column);
  if (before === undefined) return withShape(flow, { columns });
  const hidden = [...flow.shape.hidden];
  for (const [qualifier, names] of flow.aliases) {
    for (const [name, id] of names) if (id === before.id) hidden.push({ ...before, name, qualifier });
  }
  return passOn(flow, { ...flow.shape, columns, hidden });
}

/** `select`: exactly the items, `*` and `c.*` standing for what they reach. */
export function bindSelect(
  node: Step & { readonly kind: "select" },
  input: Flow,
  context: BindContext,
): StepResult {
  const items: PlanItem[] = [];
  const output = columnSet(context);
  const renamed = new Map<ColumnId, string>();
  let complete = true;
  for (const written of node.items) {
    const item = withNameInFront(written, "select", context);
    if (item.value.kind === "star") {
      const columns = starColumns(item.value, input, context);
      for (const column of columns) {
        if (output.add(column, item)) items.push({ id: column.id, value: readColumn(column) });
      }
      complete &&= input.shape.complete;
      continue;
    }
    const value = bindIn(item.value, input, context);
    const name = itemName(item);
    if (name === undefined) {
      reportNameless(item, "select", "value", context);
      complete = false;
      continue;
    }
    if (name.text === "") continue;
    const passed = value.kind === "column" ? columnWithId(input.shape, value.column) : undefined;
    const isNew = passed === undefined || items.some((other) => other.id === passed.id);
    const column: Column = isNew
      ? newColumn(context, name.text, value, passed?.doc)
      : { id: passed.id, name: name.text, doc: passed.doc, type: passed.type, nullable: passed.nullable };
    if (!output.add(column, item.name ?? item.value)) continue;
    if (item.name !== undefined) context.reporter.refer(item.name, { kind: "column", column: column.id });
    if (!isNew && passed.name !== name.text) renamed.set(column.id, name.text);
    items.push({ id: column.id, value });
  }
  const shape = { ...input.shape, columns: output.columns, hidden: [], complete };
  const flow = passOn(input, shape, { renamed });
  return { plan: { kind: "select", items, ...stepBase(node, flow, context) }, flow };
}

/** `drop`: the rest. */
export function bindDrop(
  node: Step & { readonly kind: "drop" },
  input: Flow,
  context: BindContext,
): StepResult {
  const gone = new Set<ColumnId>();
  for (const expression of node.columns) {
    const column = bindColumn(expression, input, context, "`drop`");
    if (column === undefined) continue;
    if (gone.has(column.id)) reportTaken(column.name, column.name, expression, context);
    gone.add(column.id);
  }
  const columns = input.shape.columns.filter((column) => !gone.has(column.id));
  if (columns.length === 0 && gone.size > 0 && input.shape.complete) {
    context.reporter.report("WR172", node, "This drops every column; keep at least one");
    return faultyStep(node, { ...input, shape: { ...input.shape, complete: false } }, context);
  }
  const hidden = input.shape.hidden.filter((column) => !gone.has(column.id));
  const flow = passOn(input, { ...input.shape, columns, hidden });
  return { plan: { kind: "drop", ...stepBase(node, flow, context) }, flow };
}

/** `rename new = old`: all at once, so that two columns may swap their names. */
export function bindRename(
  node: Step & { readonly kind: "rename" },
  input: Flow,
  context: BindContext,
): StepResult {
  const names = new Map<ColumnId, { readonly name: string; readonly item: Item }>();
  for (const written of node.items) {
    const item = withNameInFront(written, undefined, context);
    const column = bindColumn(item.value, input, context, "`rename`");
    if (item.name === undefined) {
      reportNameless(item, "rename", "new_name", context);
      continue;
    }
    if (column === undefined || item.name.text === "") continue;
    if (!input.shape.columns.some((visible) => visible.id === column.id)) {
      reportHidden(item.value, column, item.name.text, context);
      continue;
    }
    if (names.has(column.id)) reportTaken(column.name, column.name, item.value, context);
    context.reporter.refer(item.name, { kind: "column", column: column.id });
    names.set(column.id, { name: item.name.text, item });
  }
  const untouched = input.shape.columns.filter((column) => !names.has(column.id));
  const taken = columnSet(context, untouched);
  const columns = input.shape.columns.map((column): Column => {
    const change = names.get(column.id);
    if (change === undefined) return column;
    const renamed = { ...column, name: change.name };
    return taken.add(renamed, change.item.name ?? change.item) ? renamed : column;
  });
  const renamed = new Map([...names].map(([id, { name }]) => [id, name]));
  const flow = passOn(input, { ...input.shape, columns }, { renamed });
  return { plan: { kind: "rename", ...stepBase(node, flow, context) }, flow };
}

function reportHidden(node: Expression, column: Column, name: string, context: BindContext): void {
  const written = context.text(node);
  context.reporter.report(
    "WR172",
    node,
    `\`${written}\` has no bare name to change: \`${column.name}\` is the left side's; write \`derive ${name} = ${written}\``,
  );
}

function starColumns(
  star: Expression & { readonly kind: "star" },
  input: Flow,
  context: BindContext,
): readonly Column[] {
  if (star.qualifier === undefined) return input.shape.columns;
  const names = input.aliases.get(star.qualifier.text);
  if (names === undefined) {
    if (input.shape.complete && star.qualifier.text !== "") {
      const known = [...input.aliases.keys()];
      const has = known.length === 0 ? "no alias is in scope here" : `in scope: ${known.join(", ")}`;
      context.reporter.report(
        "WR195",
        star.qualifier,
        `There is no alias \`${star.qualifier.text}\`; ${has}`,
      );
    }
    return [];
  }
  context.reporter.refer(star.qualifier, { kind: "alias", name: star.qualifier.text });
  return [...names].flatMap(([name, id]) => {
    const column = columnWithId(input.shape, id);
    return column === undefined
      ? []
      : [{ id, name, doc: column.doc, type: column.type, nullable: column.nullable }];
  });
}
