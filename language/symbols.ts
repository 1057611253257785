// Declared names after binding: what a source, store, model, constant, function or pipeline means to those who
// name it. A symbol keeps its object as long as its meaning stays, so that those who use it need no new look.

import type { DataLocation } from "./catalogue.ts";
import type {
  Column,
  ColumnId,
  Parameter,
  PipelinePlan,
  PlanExpression,
  PlanSortKey,
  StoreTarget,
} from "./plan.ts";
import type { StoreSymbol, UserFunction } from "./scope.ts";
import type { ColumnType } from "./types.ts";

export type BoundSymbol = RelationSymbol | ModelSymbol | ConstantSymbol | FunctionSymbol;

/** What may stand after `from`. */
export type RelationSymbol = SourceSymbol | StoreRelationSymbol | PipelineSymbol;

export interface SourceSymbol {
  readonly kind: "source";
  readonly name: string;
  readonly doc: string;
  readonly location: DataLocation;
  /** Columns with ids of their own, from 0, by position. */
  readonly columns: readonly Column[];
  /** False while the columns are not known. */
  readonly complete: boolean;
}

export interface StoreRelationSymbol {
  readonly kind: "store";
  readonly name: string;
  readonly doc: string;
  readonly target: StoreTarget;
  /** What `from STORE` and `high_water` see, found when first asked for: it may hang on pipelines. */
  readonly relation: () => StoreSymbol;
  /** Columns that stand in the store now; undefined where it is absent or not known. */
  readonly held: readonly Column[] | undefined;
}

export interface PipelineSymbol {
  readonly kind: "pipeline";
  readonly name: string;
  readonly face: PipelineFace;
  readonly plan: PipelinePlan;
}

/**
 * What a caller of a pipeline depends on. Columns are named by position, so that an edit inside the pipeline
 * which only renumbers its ids leaves the face as it was.
 */
export interface PipelineFace {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly columns: readonly FaceColumn[];
  /** Column ids in the values are positions in `columns`, then in `carried`. */
  readonly order: readonly PlanSortKey[];
  /** Columns that the order needs and the output lacks, with their ids inside the pipeline. */
  readonly carried: readonly { readonly inner: ColumnId; readonly column: FaceColumn }[];
  readonly uniqueKeys: readonly (readonly number[])[];
  readonly complete: boolean;
}

export interface FaceColumn extends ColumnType {
  readonly name: string;
  readonly doc: string;
}

export interface ModelSymbol {
  readonly kind: "model";
  readonly name: string;
  readonly doc: string;
  readonly path: string;
  readonly declaredIn: string;
  /** Inputs in order; undefined without a schema block: then anything goes. */
  readonly inputs: readonly (ColumnType & { readonly name: string })[] | undefined;
  readonly output: ColumnType;
}

export interface ConstantSymbol {
  readonly kind: "constant";
  readonly name: string;
  readonly doc: string;
  readonly value: PlanExpression;
}

export interface FunctionSymbol {
  readonly kind: "function";
  readonly name: string;
  readonly doc: string;
  readonly function: UserFunction;
}
