// `test` blocks: the relation under test, the rows given in place of what it reads, and what is expected. A test
// reads nothing that is not given, so whatever the relation reaches has to stand here.

import type { Expression, Range, RelationNode, TestDeclaration, TestItem } from "../grammar/tree.ts";
import { bindConnector } from "./bind-connector.ts";
import { type BindContext, namesInWords, newColumn } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { bindRelation } from "./bind-relation.ts";
import { bindRowsFor } from "./bind-rows.ts";
import { catalogueColumns, reportFailure } from "./bind-source.ts";
import { bindCondition } from "./bind-step.ts";
import { bindConstant } from "./bind-step-rows.ts";
import type { BoundTest, GivenRelation, TestData, TestExpectation } from "./bound.ts";
import type { Catalogue, DataLocation } from "./catalogue.ts";
import { evaluate } from "./evaluate.ts";
import { constantScope, freshFlow } from "./flow.ts";
import { isRelation } from "./names-used.ts";
import type { Column, PlanStep, RelationPlan } from "./plan.ts";
import type { RelationSymbol } from "./symbols.ts";

/** What binding a test needs beside the context. */
export interface TestSurroundings {
  readonly catalogue: Catalogue;
  /** Sources and stores that a relation reaches without going through the names in `given`, with who reads them. */
  readonly reached: (of: RelationNode, given: ReadonlySet<string>) => readonly ReachedData[];
}

export interface ReachedData {
  readonly name: string;
  readonly kind: "source" | "store";
  /** The pipeline that reads it; undefined where the test itself names it. */
  readonly readBy: string | undefined;
}

type ItemOf<K extends TestItem["kind"]> = TestItem & { readonly kind: K };

/** Binds a test; also gives the fixtures whose schemas it wants to know. */
export function bindTest(
  node: TestDeclaration,
  context: BindContext,
  surroundings: TestSurroundings,
): { readonly test: BoundTest; readonly fixtures: readonly DataLocation[] } {
  const fixtures: DataLocation[] = [];
  const dataOf = (
    value: Expression | RelationNode,
    columns: readonly Column[],
    complete: boolean,
    owner: string,
  ) => bindData(value, columns, complete, owner, fixtures, context, surroundings);
  const plan = bindUnderTest(node, context);
  const given: GivenRelation[] = [];
  const givenNames = new Set<string>();
  const expectations: TestExpectation[] = [];
  let now: bigint | undefined;
  for (const item of node.items) {
    if (item.kind === "given" && item.name.text === "now") now = bindNow(item, now, context);
    else if (item.kind === "given" && item.name.text !== "") {
      if (givenNames.has(item.name.text)) {
        context.reporter.report("WR158", item.name, `\`${item.name.text}\` is given twice; give it once`);
      }
      givenNames.add(item.name.text);
      const symbol = findGiven(item, context);
      if (symbol === undefined) continue;
      const { columns, complete } = columnsOf(symbol, context);
      given.push({
        kind: symbol.kind,
        name: symbol.name,
        declaredIn: declaringFile(symbol),
        data: dataOf(item.value, columns, complete, `\`${symbol.name}\``),
      });
    } else if (item.kind === "expectRows") {
      const shape = plan?.shape;
      const data = dataOf(item.rows, shape?.columns ?? [], shape?.complete ?? false, "The result");
      expectations.push({
        kind: "rows",
        start: item.start,
        end: item.end,
        ordered: (shape?.order.length ?? 0) > 0,
        data,
        compared: comparedNames(item.rows, data),
      });
    } else if (item.kind === "expectCondition") {
      expectations.push(bindExpectedCondition(item, plan, context));
    }
  }
  if (node.items.every((item) => item.kind === "given") && !context.faulty(node)) {
    context.reporter.report(
      "WR157",
      node.title ?? node.of,
      "This test expects nothing; write `expect rows [{…}]`",
    );
  }
  reportMissing(node.of, givenNames, context, surroundings);
  return {
    test: {
      title: node.title?.value ?? "",
      file: context.file,
      declaration: context.declaration,
      plan,
      given,
      now,
      expectations,
    },
    fixtures,
  };
}

function bindUnderTest(node: TestDeclaration, context: BindContext): RelationPlan | undefined {
  const relation = bindRelation(node.of, context);
  if (relation.input === undefined) return undefined;
  const step: PlanStep = {
    kind: "from",
    input: relation.input,
    alias: relation.alias,
    origin: {
      start: node.of.start,
      end: node.of.end,
      file: context.file,
      declaration: context.declaration,
      lineInDeclaration: context.line(node.of.start),
    },
    output: relation.shape,
  };
  return { steps: [step], shape: relation.shape };
}

function bindNow(
  item: ItemOf<"given">,
  before: bigint | undefined,
  context: BindContext,
): bigint | undefined {
  if (before !== undefined) context.reporter.report("WR158", item.name, "`now` is given twice; give it once");
  if (isRelation(item.value)) return before;
  const bound = bindConstant(item.value, context);
  const value = evaluate(bound);
  if (value?.kind === "instant" || value?.kind === "timestamp") return value.micros;
  if (value?.kind === "date") return BigInt(value.days) * 86_400_000_000n;
  if (item.value.kind !== "missing" && bound.type.kind !== "unknown") {
    context.reporter.report("WR158", item.value, "`now` is an instant, as in `@2026-03-01T00:00:00Z`");
  }
  return before;
}

function findGiven(item: ItemOf<"given">, context: BindContext): RelationSymbol | undefined {
  const relation = bindRelation(
    {
      kind: "namedRelation",
      name: item.name,
      arguments: undefined,
      start: item.name.start,
      end: item.name.end,
    },
    context,
    { arguments: "optional" },
  );
  const symbol = relation.input === undefined ? undefined : context.lookup.relation(item.name.text);
  return symbol === "cyclic" || symbol === "faulty" ? undefined : symbol;
}

function columnsOf(
  symbol: RelationSymbol,
  context: BindContext,
): { readonly columns: readonly Column[]; readonly complete: boolean } {
  const from =
    symbol.kind === "pipeline" ? symbol.face : symbol.kind === "store" ? symbol.relation() : symbol;
  return {
    columns: from.columns.map((column) => newColumn(context, column.name, column, column.doc)),
    complete: from.complete,
  };
}

function declaringFile(symbol: RelationSymbol): string {
  if (symbol.kind === "pipeline") return symbol.plan.file;
  return symbol.kind === "source" ? symbol.location.declaredIn : symbol.target.location.declaredIn;
}

function bindData(
  value: Expression | RelationNode,
  columns: readonly Column[],
  complete: boolean,
  owner: string,
  fixtures: DataLocation[],
  context: BindContext,
  surroundings: TestSurroundings,
): TestData {
  if (!isRelation(value)) return { kind: "rows", ...bindRowsFor(columns, complete, owner, value, context) };
  if (value.kind === "rowsRelation") {
    return { kind: "rows", ...bindRowsFor(columns, complete, owner, value.rows, context) };
  }
  const connector =
    value.kind === "connectorRelation" ? bindConnector(value.connector, "source", context) : undefined;
  if (connector === undefined || connector.entry.name === "onnx") {
    if (value.kind !== "connectorRelation") {
      context.reporter.report(
        "WR158",
        value,
        'Rows are a list, `[{id: 1}]`, or a file, `csv("fixtures/x.csv")`',
      );
    }
    return { kind: "rows", columns, rows: [] };
  }
  const location: DataLocation = {
    role: "source",
    format: connector.entry.name,
    path: connector.path,
    declaredIn: context.file,
    options: connector.options,
  };
  fixtures.push(location);
  const answer = surroundings.catalogue.schemaOf(location);
  if (answer.status === "failed") {
    reportFailure(
      answer.reason,
      answer.detail,
      { location, pathRange: connector.pathRange, schema: undefined },
      context,
    );
  }
  const held = catalogueColumns(answer);
  const strange = (held ?? []).filter((column) => !columns.some((other) => other.name === column.name));
  if (strange.length > 0 && complete) {
    const names = namesInWords(
      strange.map((column) => column.name),
      "and",
    );
    context.reporter.report(
      "WR158",
      connector.pathRange,
      `\`${location.path}\` has ${names}, which ${owner} lacks`,
    );
  }
  return { kind: "file", location, columns, held };
}

/** The columns that the expected rows mention: others are not compared. */
function comparedNames(node: Expression | RelationNode, data: TestData): readonly string[] {
  if (data.kind === "file") return (data.held ?? data.columns).map((column) => column.name);
  const list = isRelation(node) ? (node.kind === "rowsRelation" ? node.rows : undefined) : node;
  const names = new Set<string>();
  if (list?.kind === "list") {
    for (const item of list.items) {
      if (item.kind === "struct") for (const field of item.fields) names.add(field.name.text);
    }
  }
  return data.columns.map((column) => column.name).filter((name) => names.size === 0 || names.has(name));
}

function bindExpectedCondition(
  item: ItemOf<"expectCondition">,
  plan: RelationPlan | undefined,
  context: BindContext,
): TestExpectation {
  const { start, end } = item;
  const text = context.text(item.condition);
  if (plan === undefined) {
    const condition = bindExpression(
      item.condition,
      { ...constantScope(context.outer), complete: false },
      context.reporter,
    );
    return { kind: "condition", start, end, condition, text };
  }
  const condition = bindCondition(item.condition, freshFlow(plan.shape), context);
  return { kind: "condition", start, end, condition, text };
}

function reportMissing(
  of: RelationNode,
  given: ReadonlySet<string>,
  context: BindContext,
  surroundings: TestSurroundings,
): void {
  const missing = surroundings.reached(of, given);
  if (missing.length === 0) return;
  const range: Range = of;
  const list = missing.map(({ name, readBy }) =>
    readBy === undefined ? `\`${name}\`` : `\`${name}\` (read by \`${readBy}\`)`,
  );
  const first = missing[0]!;
  context.reporter.report(
    "WR157",
    range,
    `A test reads only what is given; ${list.join(" and ")} ${missing.length === 1 ? "is" : "are"} not: write \`given ${first.name} = [{…}]\``,
  );
}
