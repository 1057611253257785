// The columns of a pipeline and of each of its steps, for people and for programs.

import { type Column, type PipelinePlan, type Program, typeName } from "../../language/index.ts";
import { columnsText } from "./columns.ts";
import { type Colours, printable } from "./terminal.ts";

/** What `weir schema --json` prints. */
export interface SchemaRecord {
  readonly columns: readonly ColumnRecord[];
  readonly steps: readonly {
    readonly line: number;
    readonly kind: string;
    readonly columns: readonly ColumnRecord[];
  }[];
}

export interface ColumnRecord {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly doc: string;
}

export function schemaRecord(plan: PipelinePlan, program: Program): SchemaRecord {
  return {
    columns: plan.body.shape.columns.map(columnRecord),
    steps: plan.body.steps.map((step) => ({
      line: program.lineOf(step.origin),
      kind: step.kind,
      columns: step.output.columns.map(columnRecord),
    })),
  };
}

/** The columns as a table, then a line a step that says what it changed. */
export function schemaText(record: SchemaRecord, colours: Colours): string {
  const rows = record.columns.map((column) => [
    column.name,
    column.nullable ? `${column.type}?` : column.type,
    column.doc.split("\n")[0] ?? "",
  ]);
  const steps = record.steps.map((step, index) => {
    const before = record.steps[index - 1]?.columns ?? [];
    return [String(step.line), step.kind, changeText(before, step.columns)];
  });
  return [
    columnsText(["column", "type", ""], rows, colours),
    "",
    columnsText(["line", "step", "columns"], steps, colours),
    "",
  ].join("\n");
}

// ------------------------------------------------------------------------------------------------ helpers

function columnRecord(column: Column): ColumnRecord {
  // `typeName` of the type alone: whether it may be null stands apart.
  return { name: column.name, type: typeName(column.type), nullable: column.nullable, doc: column.doc };
}

function changeText(before: readonly ColumnRecord[], after: readonly ColumnRecord[]): string {
  const typed = (column: ColumnRecord) => `${column.name} ${column.type}${column.nullable ? "?" : ""}`;
  const known = new Map(before.map((column) => [column.name, typed(column)]));
  const added = after.filter((column) => known.get(column.name) !== typed(column)).map(typed);
  const left = new Set(after.map((column) => column.name));
  const gone = before.filter((column) => !left.has(column.name)).map((column) => column.name);
  const parts = [
    ...(added.length > 0 ? [`+ ${added.join(", ")}`] : []),
    ...(gone.length > 0 ? [`− ${gone.join(", ")}`] : []),
  ];
  return printable(parts.length === 0 ? "the same" : parts.join("  "));
}
