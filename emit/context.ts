// What an expression is printed in: the dialect, and how columns, constants and the world outside are spelled.

import type { ColumnId, PlanExpression } from "../language/plan.ts";
import type { Type, Value } from "../language/types.ts";
import type { SqlDialect } from "./dialect.ts";

export interface PrintContext {
  readonly dialect: SqlDialect;
  /** SQL of each column that can be named here. */
  readonly columns: ReadonlyMap<ColumnId, string>;
  /** SQL of a text or list constant: a parameter mark or an escaped literal. */
  readonly constant: (value: Value, type: Type) => string;
  /** What lambda parameters are called here, where that is not their own name. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Start of the run as SQL of an instant. */
  readonly now: string;
  /** SQL of the largest value of a store's column before the run. */
  readonly highWater: (expression: PlanExpression & { readonly kind: "highWater" }) => string;
  /** What follows an aggregate or window call: ` OVER (…)`, per call since frames differ. */
  readonly over?: (call: PlanExpression & { readonly kind: "aggregate" | "windowCall" }) => string;
  /** A condition that every aggregate here has besides its own (the cell of a pivot). */
  readonly cell?: PlanExpression;
}
