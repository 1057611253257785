// What a name may mean at one place: the columns a step sees, the parameters and constants, a lambda's own.
// Scopes are values made by the step binder and read by the expression binder; neither changes them.

import type { FunctionDeclaration } from "../grammar/tree.ts";
import type { DataLocation } from "./catalogue.ts";
import type { Column, ColumnId, HiddenColumn, Parameter, PlanExpression } from "./plan.ts";
import type { ColumnType } from "./types.ts";

export interface Scope {
  /** Columns a bare name finds, in order. */
  readonly columns: readonly Column[];
  /** Columns that only `qualifier.name` finds. */
  readonly hidden: readonly HiddenColumn[];
  /** For each alias in scope, the ids that `alias.name` and `alias.*` reach, by column name. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, ColumnId>>;
  /** False while some source's columns are not known: an unknown name is then of unknown type, without a problem. */
  readonly complete: boolean;
  /** Pipeline parameters and file constants by name, written `$name`. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly constants: ReadonlyMap<string, PlanExpression>;
  /** The file's and imported functions. */
  readonly functions: ReadonlyMap<string, UserFunction>;
  /** Stores that `high_water(store.column)` may name. */
  readonly stores: ReadonlyMap<string, StoreSymbol>;
  /** Lambda parameters and, in a function's body, its parameters: found before columns. */
  readonly variables: ReadonlyMap<string, VariableSymbol>;
  /** Whether a name that is not found may come from an import that failed: then nothing is said about it. */
  readonly mayBeImported?: (name: string) => boolean;
  /** Whether aggregates and window functions may stand here, and the step that would take them otherwise. */
  readonly context: ExpressionContext;
  /** True where every group of an aggregate holds at least one row (`by` keys, whole-group windows): `sum` of a
   *  column that is never null is then never null itself. */
  readonly groupsHaveRows?: boolean;
}

/** `scalar`: neither; `aggregate` and `pivot`: aggregates; `window`: both; `constant`: no columns at all. */
export type ExpressionContext = "scalar" | "aggregate" | "pivot" | "window" | "constant" | "function";

export interface UserFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: ColumnType;
  /** The bound body; parameters are `variable` expressions by name. A call is inlined: arguments replace them. */
  readonly body: PlanExpression;
  readonly declaration: FunctionDeclaration;
  readonly doc: string;
}

export interface StoreSymbol {
  readonly name: string;
  readonly location: DataLocation;
  readonly columns: readonly Column[];
  readonly complete: boolean;
}

export interface VariableSymbol extends ColumnType {
  readonly name: string;
}
