// What a case says about its program: problems, schemas, SQL and rows, each as text. Every SQL is executed on
// DuckDB, over the case's own data files.

import type { DuckDBConnection } from "@duckdb/node-api";
import { type EmitOptions, emitChecks, emitDuckdb, emitPromises } from "../../emit/emit.ts";
import { duckdbType, quoteText } from "../../emit/duckdb.ts";
import type { Scan, ScanSpelling } from "../../emit/scan.ts";
import { lineIndex, positionAt } from "../../grammar/index.ts";
import {
  type BoundFile,
  type Catalogue,
  type DataLocation,
  emptyCatalogue,
  parameterValues,
  type PipelinePlan,
  type Program,
  type RelationInput,
  specialise,
  typeName,
} from "../../language/index.ts";
import { loadProgram, memoryFileSystem } from "../../project/index.ts";
import type { CaseFile, CaseSection } from "./case-file.ts";

const folder = "file:///case/";

/** The case with its goldens as they are now. Data files lie in `dataFolder`. */
export async function runCase(
  file: CaseFile,
  dataFolder: string,
  connection: DuckDBConnection,
): Promise<CaseFile> {
  const program = bind(file);
  const main = program.file(`${folder}main.weir`);
  if (main === undefined) throw new Error("A case has a section `--- file main.weir`");
  const sections: CaseSection[] = [];
  for (const section of file.sections) {
    sections.push({ ...section, text: await goldenOf(section, main, dataFolder, connection) });
  }
  return { remark: file.remark, sections };
}

function bind(file: CaseFile): Program {
  const texts = new Map<string, string>();
  const data = new Set<string>();
  for (const section of file.sections) {
    if (section.kind === "file") texts.set(folder + section.subject, `${section.text}\n`);
    if (section.kind === "data") data.add(section.subject);
  }
  return loadProgram({
    files: memoryFileSystem(texts),
    uris: [`${folder}main.weir`],
    catalogue: catalogueOf(data),
    style: "posix",
  }).program;
}

/** Knows which data files there are, and nothing of what is in them: cases pin their columns. */
function catalogueOf(data: ReadonlySet<string>): Catalogue {
  return {
    schemaOf(location) {
      if (location.role === "store" && !data.has(location.path)) return { status: "absent" };
      if (data.has(location.path)) return emptyCatalogue.schemaOf(location);
      return { status: "failed", reason: "missing-file", detail: "" };
    },
  };
}

async function goldenOf(
  section: CaseSection,
  main: BoundFile,
  dataFolder: string,
  connection: DuckDBConnection,
): Promise<string> {
  switch (section.kind) {
    case "file":
    case "data":
      return section.text;
    case "problems":
      return problemsOf(main);
    case "schema":
      return planOf(section.subject, main)
        .body.shape.columns.map((column) => `${column.name}: ${typeName(column)}`)
        .join("\n");
    case "sql": {
      const sql = sqlOf(section.subject, main);
      await connection.run(`SET file_search_path = ${quoteText(dataFolder)}`);
      await connection.run(sql);
      return sql;
    }
    case "rows":
      await connection.run(`SET file_search_path = ${quoteText(dataFolder)}`);
      return rowsOf(section.subject, main, connection);
    case "checks":
      await connection.run(`SET file_search_path = ${quoteText(dataFolder)}`);
      return checksOf(section.subject, main, connection);
    case "fails":
      await connection.run(`SET file_search_path = ${quoteText(dataFolder)}`);
      return failureOf(section.subject, main, connection);
  }
}

function problemsOf(main: BoundFile): string {
  const lines = lineIndex(main.tree.text);
  return main.problems
    .map((problem) => {
      const start = positionAt(lines, problem.start);
      const end = positionAt(lines, problem.end);
      const last = end.line === start.line ? `${end.column + 1}` : `${end.line + 1}:${end.column + 1}`;
      return `${start.line + 1}:${start.column + 1}-${last} ${problem.severity} ${problem.code} ${problem.message}`;
    })
    .join("\n");
}

/** The plan that a section's subject names, with its parameters bound. */
function planOf(subject: string, main: BoundFile): PipelinePlan {
  const [name = "", ...texts] = subject.split(" ").filter((word) => word !== "");
  const bare = main.pipelines.filter((candidate) => candidate.name === undefined);
  const plan = name.startsWith("#")
    ? bare[Number(name.slice(1)) - 1]
    : main.pipelines.find((candidate) => candidate.name === name);
  if (plan === undefined) throw new Error(`There is no pipeline \`${name}\``);
  if (texts.length === 0 && plan.parameters.every((parameter) => parameter.default !== undefined)) {
    return specialised(plan, {});
  }
  const given = Object.fromEntries(
    texts.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]),
  );
  return texts.length === 0 ? plan : specialised(plan, given);
}

function specialised(plan: PipelinePlan, texts: Readonly<Record<string, string>>): PipelinePlan {
  const parsed = parameterValues(plan.parameters, texts);
  const bound = specialise(plan, parsed.values, { now: startOfRun });
  const problems = [...parsed.problems, ...bound.problems];
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("\n"));
  return bound.plan;
}

/** `now()` of every case: 2026-03-01T12:00:00Z. */
const startOfRun = BigInt(Date.UTC(2026, 2, 1, 12)) * 1000n;

function sqlOf(subject: string, main: BoundFile): string {
  return emitDuckdb(planOf(subject, main), emitOptions()).sql.trimEnd();
}

function emitOptions(): EmitOptions {
  return { scans, literals: true, startedAtMicros: startOfRun };
}

/** What the expectations and promises find, in the order of the steps. */
async function checksOf(subject: string, main: BoundFile, connection: DuckDBConnection): Promise<string> {
  const plan = planOf(subject, main);
  const lines: string[] = [];
  for (const { step, counts, examples } of emitChecks(plan, emitOptions())) {
    const count = (await connection.runAndReadAll(counts.sql)).getRowObjectsJson()[0]!;
    const { tolerance } = step;
    const allowed = tolerance.kind === "atMost" ? `at most ${tolerance.fraction}` : tolerance.kind;
    lines.push(`${count.violations} of ${count.rows} (${allowed}): ${step.text}`);
    lines.push(...(await rowLines(examples.sql, connection)));
  }
  for (const { step, broken } of emitPromises(plan, emitOptions())) {
    const rows = await rowLines(broken.sql, connection);
    lines.push(`${rows.length === 0 ? "kept" : "broken"}: one ${step.alias}`, ...rows);
  }
  return lines.join("\n");
}

async function rowLines(sql: string, connection: DuckDBConnection): Promise<string[]> {
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  return rows.map((row) => `  ${JSON.stringify(row)}`).sort();
}

/** The first line of DuckDB's message; a run that succeeds is an error of the case. */
async function failureOf(subject: string, main: BoundFile, connection: DuckDBConnection): Promise<string> {
  const sql = sqlOf(subject, main);
  try {
    await connection.runAndReadAll(sql);
  } catch (error) {
    return String((error as Error).message).split("\n", 1)[0]!;
  }
  throw new Error(`\`${subject}\` does not fail`);
}

async function rowsOf(subject: string, main: BoundFile, connection: DuckDBConnection): Promise<string> {
  const plan = planOf(subject, main);
  const result = await connection.runAndReadAll(sqlOf(subject, main));
  const names = result.columnNames();
  const wanted = plan.body.shape.columns.map((column) => column.name);
  if (names.join("\n") !== wanted.join("\n")) throw new Error(`The SQL gives ${names.join(", ")}, not ${wanted.join(", ")}`);
  const types = plan.body.shape.columns.map((column) => duckdbType(column.type).replace(/, /g, ","));
  result.columnTypes().forEach((type, position) => {
    const found = type.toString().replace(/, /g, ",").replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ");
    if (normalType(found) !== normalType(types[position]!)) {
      throw new Error(`The SQL gives \`${names[position]}\` as ${found}, not ${types[position]}`);
    }
  });
  const rows = result.getRowObjectsJson().map((row) => {
    const cells = plan.body.shape.columns.map((column) => {
      const cell = row[column.name] ?? null;
      if (!column.nullable && cell === null) throw new Error(`\`${column.name}\` is null and may not be`);
      return [column.name, column.type.kind === "int" && cell !== null ? Number(cell) : cell] as const;
    });
    return JSON.stringify(Object.fromEntries(cells));
  });
  return (plan.body.shape.order.length > 0 ? rows : rows.sort()).join("\n");
}

/** Struct fields are printed with quotes here and without there. */
function normalType(type: string): string {
  return type.replaceAll('"', "").toUpperCase();
}

/** Data files are read with the columns that the case pins. */
const scans: ScanSpelling = {
  scan: (input) => scanOf(input.location, input),
  storeScan: (_store, location) => scanOf(location, undefined),
};

function scanOf(
  location: DataLocation,
  input: (RelationInput & { readonly kind: "source" | "store" }) | undefined,
): Scan {
  const path = quoteText(location.path);
  if (location.format === "parquet") return { sql: `read_parquet(${path})` };
  if (input === undefined) return { sql: location.format === "csv" ? `read_csv(${path})` : `read_json(${path})` };
  const types = new Map(input.columns.map((column) => [column.name, duckdbType(column.type)]));
  const columns = [...types].map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`).join(", ");
  const reader = location.format === "csv" ? "read_csv" : "read_json";
  const header = location.format === "csv" ? ", header = true" : "";
  return { sql: `${reader}(${path}${header}, columns = {${columns}})`, types };
}
