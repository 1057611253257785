// The typed plan: what a pipeline means, with every name resolved and every type known. Estimates, SQL,
// releases and lineage are made from it, and nothing downstream looks at the tree again but for ranges.
//
// Columns have identity: a step that passes a column on keeps its id, a step that computes one gives it a new
// id (unique within the pipeline). So lineage, pruning and renames follow ids, never names.

import type { BinaryOperator, JoinKind, Range } from "../grammar/tree.ts";
import type { DataLocation } from "./catalogue.ts";
import type { ColumnType, Value } from "./types.ts";

export type ColumnId = number;

export interface Column extends ColumnType {
  readonly id: ColumnId;
  readonly name: string;
  readonly doc: string;
}

/** A column that can be reached only as `qualifier.name` (a namesake after a join, or one side of a merged key). */
export interface HiddenColumn extends Column {
  readonly qualifier: string;
}

/** What a relation gives after a step. */
export interface RowShape {
  readonly columns: readonly Column[];
  readonly hidden: readonly HiddenColumn[];
  /** The order that is promised here, outermost key first; empty without one. Its expressions may name columns
   *  of earlier steps that are gone from `columns`: the order holds all the same. */
  readonly order: readonly PlanSortKey[];
  /** Sets of columns known to be unique together; an empty set means at most one row. */
  readonly uniqueKeys: readonly (readonly ColumnId[])[];
  /** False while a source's columns are not known yet: then columns may exist that are not listed. */
  readonly complete: boolean;
}

/** A parameter after binding. `default` is undefined for a required one. */
export interface Parameter extends ColumnType {
  readonly name: string;
  readonly doc: string;
  readonly default: PlanExpression | undefined;
  readonly check:
    | { readonly kind: "between"; readonly low: Value; readonly high: Value }
    | { readonly kind: "in"; readonly values: readonly Value[] }
    | undefined;
}

/** A bound pipeline: its parameters are still symbols (`parameter` expressions) until `specialise`. */
export interface PipelinePlan {
  readonly name: string | undefined;
  /** URI of its file. */
  readonly file: string;
  readonly doc: string;
  readonly parameters: readonly Parameter[];
  readonly budget: Budget;
  readonly body: RelationPlan;
}

/** Limits as declared; undefined where none is. */
export interface Budget {
  readonly timeMicros: bigint | undefined;
  readonly memoryBytes: bigint | undefined;
  readonly scanBytes: bigint | undefined;
  readonly costDollars: string | undefined;
}

/** A chain of steps; the first is always `from`. */
export interface RelationPlan {
  readonly steps: readonly PlanStep[];
  readonly shape: RowShape;
}

/** Where rows come from. */
export type RelationInput =
  | {
      readonly kind: "source";
      readonly name: string;
      readonly location: DataLocation;
      readonly columns: readonly Column[];
    }
  | {
      readonly kind: "store";
      readonly name: string;
      readonly location: DataLocation;
      readonly columns: readonly Column[];
    }
  /** The named pipeline with arguments for its parameters (defaults filled in, in the callee's terms resolved).
   *  `columns[i]` is the callee's output column i under this pipeline's own id. */
  | {
      readonly kind: "pipeline";
      readonly pipeline: PipelinePlan;
      readonly arguments: Readonly<Record<string, PlanExpression>>;
      readonly columns: readonly Column[];
      readonly carried: readonly CarriedColumn[];
    }
  | {
      readonly kind: "rows";
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly PlanExpression[])[];
    }
  | {
      readonly kind: "series";
      readonly from: PlanExpression;
      readonly to: PlanExpression;
      readonly step: PlanExpression;
      readonly columns: readonly Column[];
    }
  | {
      readonly kind: "steps";
      readonly relation: RelationPlan;
      readonly columns: readonly Column[];
      readonly carried: readonly CarriedColumn[];
    };

/**
 * A column that the inner relation's promised order needs although its output lacks it (`sort a | select b`):
 * `inner` is its id inside, `column` the same column outside, where no name finds it.
 */
export interface CarriedColumn {
  readonly inner: ColumnId;
  readonly column: Column;
}

interface PlanStepBase {
  /** Range of the step in its declaration, and the declaration's place in its file, for messages and hints. */
  readonly origin: StepOrigin;
  readonly output: RowShape;
}

export interface StepOrigin extends Range {
  readonly file: string;
  /** Key of the declaration: its name, or `#2` for the third part of the file when it has none. */
  readonly declaration: string;
  /** Line of the step's keyword counted from its declaration's first line, from 0, so that an edit above
   *  changes no plan. `program.lineOf(origin)` gives the line in the file. Only for reports. */
  readonly lineInDeclaration: number;
}

export type PlanStep =
  | (PlanStepBase & { readonly kind: "from"; readonly input: RelationInput; readonly alias: string })
  | (PlanStepBase & { readonly kind: "where"; readonly condition: PlanExpression })
  /** Items see the input and the items before them; a replaced column has a new id. */
  | (PlanStepBase & { readonly kind: "derive"; readonly items: readonly PlanItem[] })
  /** The output's columns in order: an item is either a passed-on column (`column` expression, same id) or new. */
  | (PlanStepBase & { readonly kind: "select"; readonly items: readonly PlanItem[] })
  | (PlanStepBase & { readonly kind: "drop" })
  /** Same ids, other names. */
  | (PlanStepBase & { readonly kind: "rename" })
  | (PlanStepBase & {
      readonly kind: "join";
      readonly join: JoinKind;
      readonly right: RelationInput;
      readonly alias: string;
      readonly cardinality: "one" | "many";
      /** Key pairs (`left == right`, null matches nothing). */
      readonly keys: readonly JoinKey[];
      /** Further conditions, joined by `and`; for `asof` exactly one inequality `asof`. */
      readonly conditions: readonly PlanExpression[];
      readonly asof:
        | {
            readonly operator: ">=" | ">" | "<=" | "<";
            readonly left: PlanExpression;
            readonly right: PlanExpression;
          }
        | undefined;
      /** Columns that a bare `on name` yields once: `merged` is the output's id (equal to the left's id but
       *  under `full` and `right`, where it is new). */
      readonly merged: readonly {
        readonly left: ColumnId;
        readonly right: ColumnId;
        readonly merged: ColumnId;
      }[];
    })
  | (PlanStepBase & {
      readonly kind: "aggregate";
      readonly keys: readonly PlanItem[];
      readonly items: readonly PlanItem[];
    })
  | (PlanStepBase & {
      readonly kind: "window";
      readonly items: readonly PlanItem[];
      readonly partition: readonly PlanExpression[];
      readonly sorted: readonly PlanSortKey[];
      readonly frame: PlanFrame | undefined;
    })
  | (PlanStepBase & { readonly kind: "sort"; readonly keys: readonly PlanSortKey[] })
  | (PlanStepBase & {
      readonly kind: "take";
      readonly count: PlanExpression;
      readonly offset: PlanExpression | undefined;
      readonly partition: readonly PlanExpression[];
      readonly sorted: readonly PlanSortKey[];
    })
  | (PlanStepBase & { readonly kind: "distinct" })
  /** `inputs[0]` is what stands before the step. `columns[i][j]` is the id in input i that gives output column j
   *  (undefined: null). Output ids are new. */
  | (PlanStepBase & {
      readonly kind: "union" | "except" | "intersect";
      readonly others: readonly RelationInput[];
      readonly columns: readonly (readonly (ColumnId | undefined)[])[];
    })
  | (PlanStepBase & { readonly kind: "unnest"; readonly item: PlanItem; readonly keepEmpty: boolean })
  /** Keys, then for each value and item one output column; `cells` are in the order of the output. */
  | (PlanStepBase & {
      readonly kind: "pivot";
      readonly keys: readonly PlanItem[];
      readonly column: PlanExpression;
      readonly cells: readonly {
        readonly column: ColumnId;
        readonly when: PlanExpression;
        readonly aggregate: PlanExpression;
      }[];
    })
  | (PlanStepBase & {
      readonly kind: "unpivot";
      readonly label: ColumnId;
      readonly value: ColumnId;
      readonly arms: readonly { readonly label: string; readonly value: PlanExpression }[];
    })
  | (PlanStepBase & {
      readonly kind: "sample";
      readonly amount: PlanExpression;
      readonly unit: "percent" | "rows";
      readonly seed: PlanExpression | undefined;
    })
  | (PlanStepBase & {
      readonly kind: "expect";
      readonly condition: PlanExpression | undefined;
      readonly unique: readonly PlanExpression[];
      readonly message: string;
      /** The expectation as written, for reports. */
      readonly text: string;
      readonly tolerance:
        | { readonly kind: "fail" | "warn" }
        | { readonly kind: "atMost"; readonly fraction: number };
    })
  | (PlanStepBase & {
      readonly kind: "score";
      readonly column: ColumnId;
      readonly model: { readonly name: string; readonly path: string; readonly declaredIn: string };
      readonly arguments: readonly PlanExpression[];
    })
  | (PlanStepBase & { readonly kind: "sql"; readonly texts: Readonly<Record<string, string>> })
  | (PlanStepBase & { readonly kind: "into"; readonly store: StoreTarget; readonly mode: PlanStoreMode })
  /** Stands for a step that could not be bound; its output is what could be made of it. */
  | (PlanStepBase & { readonly kind: "faulty" });

export interface StoreTarget {
  readonly name: string;
  readonly location: DataLocation;
  /** Columns the store's schema block pins, if it has one. */
  readonly schema: readonly { readonly name: string; readonly column: ColumnType }[] | undefined;
  readonly partitionBy: readonly string[];
  readonly capacityBytes: bigint | undefined;
}

export type PlanStoreMode =
  | { readonly kind: "replace" | "append" }
  | { readonly kind: "merge" | "replaceBy"; readonly keys: readonly ColumnId[] };

/** `id` is the column that the expression gives. */
export interface PlanItem {
  readonly id: ColumnId;
  readonly value: PlanExpression;
}

export interface JoinKey {
  readonly left: PlanExpression;
  readonly right: PlanExpression;
}

export interface PlanSortKey {
  readonly value: PlanExpression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Bounds are constants: rows as ints, distances as the sort key asks; undefined is unbounded. */
export interface PlanFrame {
  readonly unit: "rows" | "range";
  readonly from: PlanExpression | undefined;
  readonly to: PlanExpression | undefined;
}

// -------------------------------------------------------------------------------------------- expressions

interface ExpressionBase extends ColumnType {}

/** Every expression carries its type; conversions are explicit `cast`s with `implicit: true`. */
export type PlanExpression =
  /** `exact` is what a number written with a point is beside a decimal; its `value` is then a float. */
  | (ExpressionBase & { readonly kind: "value"; readonly value: Value; readonly exact?: Value })
  | (ExpressionBase & { readonly kind: "column"; readonly column: ColumnId })
  | (ExpressionBase & { readonly kind: "parameter"; readonly name: string })
  /** The start of the run as an instant, and its date in a zone. */
  | (ExpressionBase & { readonly kind: "now" })
  | (ExpressionBase & { readonly kind: "today"; readonly zone: PlanExpression })
  | (ExpressionBase & {
      readonly kind: "highWater";
      readonly store: string;
      readonly location: DataLocation;
      readonly column: string;
    })
  | (ExpressionBase & { readonly kind: "not" | "negate"; readonly operand: PlanExpression })
  | (ExpressionBase & { readonly kind: "and" | "or"; readonly operands: readonly PlanExpression[] })
  /** `==` and `!=` are null-safe (`nullSafe`), but where SQL's own equality is wanted (top-level `where`
   *  conjuncts with a non-null side). Operands have one common type. */
  | (ExpressionBase & {
      readonly kind: "compare";
      readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
      readonly nullSafe: boolean;
      readonly left: PlanExpression;
      readonly right: PlanExpression;
    })
  | (ExpressionBase & {
      readonly kind: "between";
      readonly value: PlanExpression;
      readonly low: PlanExpression;
      readonly high: PlanExpression;
      readonly negated: boolean;
    })
  /** Null-safe membership; `list` may be a list literal, a parameter or any list expression. */
  | (ExpressionBase & {
      readonly kind: "in";
      readonly value: PlanExpression;
      readonly list: PlanExpression;
      readonly negated: boolean;
    })
  | (ExpressionBase & {
      readonly kind: "like" | "matches";
      readonly value: PlanExpression;
      readonly pattern: PlanExpression;
      readonly negated: boolean;
    })
  /** `+ - * / // %` over operands already of the operation's types; the type says which arithmetic it is. */
  | (ExpressionBase & {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*" | "/" | "//" | "%";
      readonly left: PlanExpression;
      readonly right: PlanExpression;
    })
  | (ExpressionBase & { readonly kind: "coalesce"; readonly operands: readonly PlanExpression[] })
  | (ExpressionBase & {
      readonly kind: "cast";
      readonly value: PlanExpression;
      readonly safe: boolean;
      readonly implicit: boolean;
    })
  | (ExpressionBase & {
      readonly kind: "case";
      readonly arms: readonly { readonly condition: PlanExpression; readonly value: PlanExpression }[];
      /** Null without an `else`. */
      readonly otherwise: PlanExpression;
    })
  | (ExpressionBase & { readonly kind: "list"; readonly items: readonly PlanExpression[] })
  | (ExpressionBase & {
      readonly kind: "struct";
      readonly fields: readonly { readonly name: string; readonly value: PlanExpression }[];
    })
  | (ExpressionBase & { readonly kind: "field"; readonly object: PlanExpression; readonly name: string })
  /** Element of a list, from 0, negative from the end. */
  | (ExpressionBase & {
      readonly kind: "element";
      readonly object: PlanExpression;
      readonly index: PlanExpression;
    })
  /** One step of a json path. */
  | (ExpressionBase & {
      readonly kind: "jsonPath";
      readonly object: PlanExpression;
      readonly key: PlanExpression;
    })
  /** A library function; `signature` indexes the entry's signatures. Arguments are in the signature's order, named
   *  ones included, defaults filled in. */
  | (ExpressionBase & {
      readonly kind: "call";
      readonly function: string;
      readonly signature: number;
      readonly arguments: readonly PlanExpression[];
    })
  | (ExpressionBase & {
      readonly kind: "lambda";
      readonly parameters: readonly string[];
      readonly body: PlanExpression;
    })
  /** A lambda's parameter, by unique name. */
  | (ExpressionBase & { readonly kind: "variable"; readonly name: string })
  /** Only inside `aggregate`, `window` and `pivot`. Null arguments are skipped. */
  | (ExpressionBase & {
      readonly kind: "aggregate";
      readonly function: string;
      readonly signature: number;
      readonly arguments: readonly PlanExpression[];
      readonly where: PlanExpression | undefined;
      readonly distinct: boolean;
      readonly sorted: readonly PlanSortKey[];
    })
  /** Only inside `window`. */
  | (ExpressionBase & {
      readonly kind: "windowCall";
      readonly function: string;
      readonly signature: number;
      readonly arguments: readonly PlanExpression[];
    })
  /** What could not be bound: its problem has been reported. */
  | (ExpressionBase & { readonly kind: "unbound" });

export type { BinaryOperator };
