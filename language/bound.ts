// What comes out of binding, beside plans: tests, services and jobs as data, and a declaration's whole result.
// The editor, the runner and deployments read these; nobody but the binder makes them.

import type { Declaration, Range } from "../grammar/tree.ts";
import type { BoundStep } from "./bind-context.ts";
import type { DataLocation } from "./catalogue.ts";
import type { Column, Parameter, PipelinePlan, PlanExpression, RelationInput, RelationPlan } from "./plan.ts";
import type { Problem } from "./problems/entry.ts";
import type { OpenPlace, Reference } from "./reporter.ts";
import type { BoundSymbol } from "./symbols.ts";

/** Everything that binding one declaration gave. The same object as long as nothing it depends on changes. */
export interface BoundDeclaration {
  readonly declaration: Declaration;
  /** The declaration's name, or `#2` for the third part of its file when it has none. */
  readonly key: string;
  readonly symbol: BoundSymbol | undefined;
  readonly pipeline: PipelinePlan | undefined;
  readonly test: BoundTest | undefined;
  readonly service: BoundService | undefined;
  readonly job: BoundJob | undefined;
  /** Semantic problems, relative to the declaration's start. */
  readonly problems: readonly Problem[];
  readonly references: readonly Reference[];
  /** Where names are missing or stand for nothing, with what could stand there. */
  readonly openPlaces: readonly OpenPlace[];
  /** Every bound step with what flows in and out, inner relations included, in the order of binding. */
  readonly steps: readonly BoundStep[];
  /** Places outside sources and stores whose schema the binder wants to know (fixtures of tests). */
  readonly locations: readonly DataLocation[];
}

// ------------------------------------------------------------------------------------------------------ tests

export interface BoundTest {
  readonly title: string;
  readonly file: string;
  readonly declaration: string;
  /** The relation under test as a chain of one `from` step. Undefined while it cannot be bound. */
  readonly plan: RelationPlan | undefined;
  readonly given: readonly GivenRelation[];
  /** What `now()` is, as an instant in microseconds; undefined for the real time. */
  readonly now: bigint | undefined;
  readonly expectations: readonly TestExpectation[];
}

/** Rows that stand in for a source, store or pipeline. */
export interface GivenRelation {
  readonly kind: "source" | "store" | "pipeline";
  readonly name: string;
  /** URI of the file that declares what is replaced. */
  readonly declaredIn: string;
  readonly data: TestData;
}

/** Rows written out, or a file beside the test with the columns that it has. */
export type TestData =
  | {
      readonly kind: "rows";
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly PlanExpression[])[];
    }
  | {
      readonly kind: "file";
      readonly location: DataLocation;
      /** Columns as the test wants them. */
      readonly columns: readonly Column[];
      /** Names that the file has; undefined while that is not known. */
      readonly held: readonly Column[] | undefined;
    };

export type TestExpectation =
  | (Range & {
      readonly kind: "rows";
      /** True where the relation promises an order, so that rows are compared in order. */
      readonly ordered: boolean;
      readonly data: TestData;
      /** Names of the columns to compare: those that some row mentions. */
      readonly compared: readonly string[];
    })
  /** A condition over the result's columns that has to be true for every row. */
  | (Range & { readonly kind: "condition"; readonly condition: PlanExpression; readonly text: string });

// --------------------------------------------------------------------------------------------- services, jobs

export interface BoundService {
  readonly name: string;
  readonly doc: string;
  readonly endpoints: readonly BoundEndpoint[];
  readonly auth: "token" | "none";
  readonly limit: { readonly requests: number; readonly perMicros: bigint } | undefined;
  readonly cacheMicros: bigint | undefined;
}

export interface BoundEndpoint extends Range {
  readonly path: string;
  readonly doc: string;
  readonly relation: RelationInput;
  /** Parameters that a request gives: in the path, then in the query. */
  readonly parameters: readonly (Parameter & { readonly place: "path" | "query" })[];
  /** The example request's values, defaults filled in. */
  readonly example: Readonly<Record<string, PlanExpression>>;
}

export interface BoundJob {
  readonly name: string;
  readonly doc: string;
  readonly runs: readonly (Range & {
    readonly pipeline: PipelinePlan;
    readonly arguments: Readonly<Record<string, PlanExpression>>;
  })[];
  readonly schedules: readonly BoundSchedule[];
  /** A target of weir.json; undefined for the default one. */
  readonly target: string | undefined;
  readonly retries: number;
}

export type BoundSchedule =
  | { readonly kind: "cron"; readonly expression: string; readonly zone: string }
  | { readonly kind: "interval"; readonly micros: bigint }
  | {
      readonly kind: "daily";
      readonly weekday: number | undefined;
      readonly time: string;
      readonly zone: string;
    };
