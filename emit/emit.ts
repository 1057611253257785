// A specialised plan as one SQL statement of a dialect. The public face of this folder: the engine, the command line
// and later the editor's SQL view come through here.

import type { Column, PipelinePlan, RelationPlan } from "../language/plan.ts";
import { contextOf, type StepExpression } from "./builder.ts";
import { printSortKey } from "./expressions.ts";
import { orderColumns } from "./needed-columns.ts";
import { printRelation } from "./relation.ts";
import { type EmitOptions, printStatement, type Statement } from "./statement.ts";

export { type EmittedCheck, type EmittedPromise, emitChecks, emitPromises } from "./checks.ts";
export type { EmitOptions, Statement } from "./statement.ts";

export interface EmittedQuery extends Statement {
  /** The result's columns, in the statement's order. */
  readonly columns: readonly Column[];
  /** Which expression holds which step's rows, called pipelines' steps included. */
  readonly steps: readonly StepExpression[];
  /** The names of the expressions, in order. */
  readonly expressions: readonly string[];
}

/** The whole pipeline as one SELECT. The plan is specialised: it holds no parameters. */
export function emitDuckdb(plan: PipelinePlan, options: EmitOptions): EmittedQuery {
  return emitRelation(plan.body, options);
}

/** @see emitDuckdb */
export function emitRelation(relation: RelationPlan, options: EmitOptions): EmittedQuery {
  const { columns, order } = relation.shape;
  const wanted = new Set([...columns.map((column) => column.id), ...orderColumns(order)]);
  const { statement, builder } = printStatement(options, (builder) => {
    const rows = printRelation(relation, wanted, builder, []);
    const context = contextOf(rows, builder);
    const keys = order.map((key) => printSortKey(key, context));
    const { dialect } = builder;
    const items = columns.map((column) => {
      const name = dialect.quoteName(rows.names.get(column.id)!);
      const wantedName = dialect.quoteName(column.name);
      return name === wantedName ? name : `${name} AS ${wantedName}`;
    });
    const sorted = keys.length === 0 ? "" : `\nORDER BY ${keys.join(", ")}`;
    return `SELECT ${items.join(", ")}\nFROM ${dialect.quoteName(rows.cte)}${sorted}`;
  });
  return {
    ...statement,
    columns,
    steps: builder.steps,
    expressions: builder.ctes.map((cte) => cte.name),
  };
}

/** The statement that counts the rows after every step: one row, a column `step i` for `steps[i]` of the query. */
export function emitStepCounts(
  plan: PipelinePlan,
  options: EmitOptions,
): Statement & { readonly steps: readonly StepExpression[] } {
  const wanted = new Set(plan.body.shape.columns.map((column) => column.id));
  const { statement, builder } = printStatement(options, (builder) => {
    printRelation(plan.body, wanted, builder, []);
    const items = builder.steps.map(
      ({ cte }, index) => `(SELECT count(*) FROM ${builder.dialect.quoteName(cte)}) AS "step ${index}"`,
    );
    return `SELECT ${items.join(", ")}`;
  });
  return { ...statement, steps: builder.steps };
}
