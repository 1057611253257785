// The statement while it is being printed: its expressions so far, the names that are taken, where each column can be
// read. Names are chosen anew in each expression, from the columns' own, so that no two collide.

import type { ColumnId, PlanStep, RelationPlan, RowShape } from "../language/plan.ts";
import type { Type, Value } from "../language/types.ts";
import type { PrintContext } from "./context.ts";
import type { SqlDialect } from "./dialect.ts";
import type { ScanSpelling } from "./scan.ts";

/** A step and the expression that holds its rows: steps that change no row share one with the step before. */
export interface StepExpression {
  readonly step: PlanStep;
  readonly cte: string;
  /** Names of the called pipelines around it, outermost first; empty for the pipeline's own steps. */
  readonly within: readonly string[];
}

/** Collects the expressions of one statement. */
export interface Builder {
  readonly dialect: SqlDialect;
  readonly scans: ScanSpelling;
  readonly constant: (value: Value, type: Type) => string;
  readonly now: string;
  readonly ctes: { readonly name: string; readonly sql: string; readonly verbatim: boolean }[];
  readonly steps: StepExpression[];
  /** Names taken, in lower case. */
  readonly taken: Set<string>;
  /** Chains already printed, by what they mean: a pipeline that is read twice is written once. */
  readonly printed: Map<string, Rows>;
  /** Prints a chain of steps; it stands here so that inputs can be chains and chains have inputs. */
  readonly chain: (
    relation: RelationPlan,
    wanted: ReadonlySet<ColumnId>,
    builder: Builder,
    within: readonly string[],
  ) => Rows;
  /** What is read of each such chain anywhere in the statement. Whoever prints it first may not know all of it: then
   *  this grows after the printing, and the statement is printed anew. */
  readonly read: SharedReads;
}

/** The columns that are read of chains, by what the chains mean. */
export interface SharedReads {
  readonly columns: Map<string, Set<ColumnId>>;
  /** Whether a chain was asked for columns that it had been printed without. */
  grown: boolean;
}

/** Rows that can be read from `cte`; `names` gives each column's name there. */
export interface Rows {
  readonly cte: string;
  readonly names: ReadonlyMap<ColumnId, string>;
}

/** What an expression over `rows` is printed in; `alias` qualifies the names where two relations meet. */
export function contextOf(rows: Rows, builder: Builder, alias?: string): PrintContext {
  const { dialect } = builder;
  const prefix = alias === undefined ? "" : `${dialect.quoteName(alias)}.`;
  const columns = new Map<ColumnId, string>();
  for (const [id, name] of rows.names) columns.set(id, prefix + dialect.quoteName(name));
  return contextWith(columns, builder);
}

/** The select list of a step: visible columns first, then what is carried for later. */
export function selectList(
  shape: RowShape,
  needed: ReadonlySet<ColumnId>,
  values: ReadonlyMap<ColumnId, string>,
  rows: Rows,
  builder: Builder,
): { readonly list: string; readonly names: ReadonlyMap<ColumnId, string> } {
  const { dialect } = builder;
  const names = new Map<ColumnId, string>();
  const taken = new Set<string>();
  const claim = (id: ColumnId, wanted: string) => {
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} ${n}`;
    taken.add(name.toLowerCase());
    names.set(id, name);
  };
  for (const column of shape.columns) if (needed.has(column.id)) claim(column.id, column.name);
  for (const column of shape.hidden) {
    if (needed.has(column.id) && !names.has(column.id))
      claim(column.id, `${column.qualifier}.${column.name}`);
  }
  for (const id of needed)
    if (!names.has(id) && (rows.names.has(id) || values.has(id))) claim(id, rows.names.get(id) ?? "carried");
  const items = [...names].map(([id, name]) => {
    const quoted = dialect.quoteName(name);
    const value = values.get(id) ?? dialect.quoteName(rows.names.get(id) ?? missing(id, name));
    return value === quoted || value.endsWith(`.${quoted}`) ? value : `${value} AS ${quoted}`;
  });
  return { list: items.length === 0 ? `1 AS ${dialect.quoteName("row")}` : items.join(", "), names };
}

function missing(id: ColumnId, name: string): never {
  throw new Error(`column ${name} (${id}) is not carried to where it is selected`);
}

export function contextWith(columns: ReadonlyMap<ColumnId, string>, builder: Builder): PrintContext {
  return {
    dialect: builder.dialect,
    columns,
    constant: builder.constant,
    now: builder.now,
    highWater(expression) {
      const { dialect } = builder;
      const type = dialect.typeName(expression.type);
      const scan = builder.scans.storeScan(expression.store, expression.location, expression.column);
      if (scan === undefined) return `CAST(NULL AS ${type})`;
      return `(SELECT CAST(max(${dialect.quoteName(expression.column)}) AS ${type}) FROM ${scan.sql})`;
    },
  };
}

export function addExpression(
  builder: Builder,
  within: readonly string[],
  wanted: string,
  names: ReadonlyMap<ColumnId, string>,
  sql: string,
  /** Holds a text of somebody else, whose lines must stay as they are. */
  verbatim = false,
): Rows {
  const name = freeName(builder, [...within, wanted].join("_"));
  builder.ctes.push({ name, sql, verbatim });
  return { cte: name, names };
}

/** `orders`, `orders_2`, … for relations; `where_1`, `where_2`, … for steps, whose words SQL itself uses. */
export function freeName(builder: Builder, wanted: string): string {
  const isStep = stepWords.has(wanted);
  let name = isStep ? `${wanted}_1` : wanted;
  for (let n = 2; builder.taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
  builder.taken.add(name.toLowerCase());
  return name;
}

const stepWords: ReadonlySet<string> = new Set(
  "where derive select drop rename join aggregate window take distinct union except intersect unnest pivot unpivot sample sql".split(
    " ",
  ),
);
