// What flows from step to step while a pipeline is bound: the shape of the rows and the names that reach its
// columns. Flows are values; a step makes the next one from the one before and changes none.

import type { Column, ColumnId, HiddenColumn, PlanExpression, PlanSortKey, RowShape } from "./plan.ts";
import type { ExpressionContext, Scope } from "./scope.ts";

export interface Flow {
  readonly shape: RowShape;
  /** For each alias in scope, the columns that `alias.name` reaches. */
  readonly aliases: Aliases;
  /** Ids of hidden columns whose bare namesake could have been meant instead. */
  readonly namesakes: ReadonlySet<ColumnId>;
}

export type Aliases = ReadonlyMap<string, ReadonlyMap<string, ColumnId>>;

/** The part of a scope that stays the same in a whole declaration. */
export type OuterScope = Pick<
  Scope,
  "parameters" | "constants" | "functions" | "stores" | "variables" | "mayBeImported"
>;

const noAliases: Aliases = new Map();
const noNamesakes: ReadonlySet<ColumnId> = new Set();

/** A shape of visible columns without promises. */
export function plainShape(columns: readonly Column[], complete: boolean): RowShape {
  return { columns, hidden: [], order: [], uniqueKeys: [], complete };
}

/** The flow of no columns that may yet exist: what follows it is silent about names. */
export const unknownFlow: Flow = {
  shape: plainShape([], false),
  aliases: noAliases,
  namesakes: noNamesakes,
};

/** A flow whose earlier aliases have ended, but for `alias`, which reaches every column by its name. */
export function freshFlow(shape: RowShape, alias = ""): Flow {
  if (alias === "") return { shape, aliases: noAliases, namesakes: noNamesakes };
  return { shape, aliases: new Map([[alias, namesOf(shape.columns)]]), namesakes: noNamesakes };
}

/** The scope in which an expression of a step is bound. */
export function scopeOf(flow: Flow, outer: OuterScope, context: ExpressionContext): Scope {
  return {
    columns: flow.shape.columns,
    hidden: flow.shape.hidden,
    aliases: flow.aliases,
    complete: flow.shape.complete,
    parameters: outer.parameters,
    constants: outer.constants,
    functions: outer.functions,
    stores: outer.stores,
    variables: outer.variables,
    ...(outer.mayBeImported === undefined ? {} : { mayBeImported: outer.mayBeImported }),
    context,
  };
}

/** The scope of an expression that sees no columns at all. */
export function constantScope(outer: OuterScope): Scope {
  return { ...scopeOf(unknownFlow, outer, "constant"), complete: true };
}

/**
 * The flow after a step that passes columns on, drops some, renames some or replaces some: aliases follow what is
 * left. `changes.replaced` maps the id of a replaced column to its successor, `changes.renamed` ids to new names.
 */
export function passOn(
  flow: Flow,
  shape: RowShape,
  changes: {
    readonly replaced?: ReadonlyMap<ColumnId, ColumnId>;
    readonly renamed?: ReadonlyMap<ColumnId, string>;
  } = {},
): Flow {
  const kept = new Set<ColumnId>();
  for (const column of shape.columns) kept.add(column.id);
  for (const column of shape.hidden) kept.add(column.id);
  const aliases = new Map<string, ReadonlyMap<string, ColumnId>>();
  for (const [alias, names] of flow.aliases) {
    const left = new Map<string, ColumnId>();
    for (const [name, id] of names) {
      const now = changes.replaced?.get(id) ?? id;
      if (kept.has(now)) left.set(changes.renamed?.get(id) ?? name, now);
    }
    if (left.size > 0) aliases.set(alias, left);
  }
  const namesakes =
    flow.namesakes.size === 0
      ? flow.namesakes
      : new Set([...flow.namesakes].filter((id) => shape.hidden.some((column) => column.id === id)));
  return { shape: { ...shape, uniqueKeys: keysWithin(shape.uniqueKeys, kept) }, aliases, namesakes };
}

/** The same flow with another promise or completeness. */
export function withShape(flow: Flow, changes: Partial<RowShape>): Flow {
  return { ...flow, shape: { ...flow.shape, ...changes } };
}

/** Columns by name. */
export function namesOf(columns: readonly Column[]): ReadonlyMap<string, ColumnId> {
  return new Map(columns.map((column) => [column.name, column.id]));
}

/** The column with this id, visible or hidden. */
export function columnWithId(shape: RowShape, id: ColumnId): Column | undefined {
  return shape.columns.find((column) => column.id === id) ?? shape.hidden.find((column) => column.id === id);
}

/** A visible column as a hidden one, reached by `qualifier.name` only. */
export function hide(column: Column, qualifier: string): HiddenColumn {
  return {
    id: column.id,
    name: column.name,
    doc: column.doc,
    type: column.type,
    nullable: column.nullable,
    qualifier,
  };
}

/** The expression that reads a column. */
export function readColumn(column: Column): PlanExpression {
  return { kind: "column", column: column.id, type: column.type, nullable: column.nullable };
}

/** The column that an expression reads if it is nothing but a column, possibly converted without being written. */
export function readsColumn(expression: PlanExpression): ColumnId | undefined {
  if (expression.kind === "column") return expression.column;
  if (expression.kind === "cast" && expression.implicit) return readsColumn(expression.value);
  return undefined;
}

/** The ids of the columns that sort keys read, where each key is a plain column. */
export function sortColumns(keys: readonly PlanSortKey[]): readonly ColumnId[] {
  return keys.flatMap((key) => readsColumn(key.value) ?? []);
}

/** The keys that consist of `kept` columns only. */
export function keysWithin(
  keys: readonly (readonly ColumnId[])[],
  kept: ReadonlySet<ColumnId>,
): readonly (readonly ColumnId[])[] {
  return keys.every((key) => key.every((id) => kept.has(id)))
    ? keys
    : keys.filter((key) => key.every((id) => kept.has(id)));
}
