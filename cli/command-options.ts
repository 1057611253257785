// What the options of each command are once they are read: commands fill them in, actions go by them.

import type { ParameterTexts } from "./commands/options.ts";

export const lineageFormats = ["text", "json", "mermaid", "dot"] as const;

export const runFormats = ["table", "json", "ndjson", "csv", "arrow", "parquet"] as const;

export const testFormats = ["pretty", "tap", "junit"] as const;

export interface CheckOptions {
  readonly json: boolean;
}

export interface FormatOptions {
  readonly check: boolean;
  readonly stdin: boolean;
}

export type LineageFormat = (typeof lineageFormats)[number];

export interface LineageOptions {
  readonly format: LineageFormat;
  readonly json: boolean;
}

export type RunFormat = (typeof runFormats)[number];

export interface RunOptions {
  readonly param: ParameterTexts;
  readonly limit: number | undefined;
  readonly format: RunFormat | undefined;
  readonly output: string | undefined;
  /** False with `--no-store`. */
  readonly store: boolean;
  readonly measureSteps: boolean;
  readonly allowWrite: readonly string[];
  readonly report: string | undefined;
}

export interface SchemaOptions {
  readonly json: boolean;
}

export interface SqlOptions {
  readonly dialect: "duckdb";
  readonly param: ParameterTexts;
}

export type TestFormat = (typeof testFormats)[number];

export interface TestOptions {
  readonly format: TestFormat | undefined;
  readonly tap: boolean;
  readonly junit: boolean;
  readonly output: string | undefined;
  readonly filter: string | undefined;
}
