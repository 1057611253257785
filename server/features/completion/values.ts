// Values of a column inside `== "…"`, `in ["…"]` and rows of tests: those that the program itself compares the column with,
// and those that somebody who has seen the data knows.

import { CompletionItemKind } from "vscode-languageserver-types";
import { type AnyNode, type Expression, walk } from "../../../grammar/index.ts";
import { lineageOf, type Program, type SourceColumn } from "../../../language/index.ts";
import { type Probe, placeholder } from "./probe.ts";
import type { KnownValues, Proposal } from "./types.ts";

const most = 100;

/** Texts for a column of this name. */
export function valueProposals(
  column: string,
  found: Probe,
  known: KnownValues | undefined,
  taken: ReadonlySet<string>,
): readonly Proposal[] {
  const scores = new Map<string, number>();
  sourcesOf(column, found).forEach((source) => {
    known?.valuesOf(source).forEach((value, index) => {
      scores.set(value, Math.max(scores.get(value) ?? 0, 200 - index));
    });
  });
  for (const [value, count] of valuesIn(found.program, column)) {
    scores.set(value, (scores.get(value) ?? 0) + 50 + Math.min(count, 40));
  }
  return [...scores]
    .filter(([value]) => !taken.has(value) && !value.includes(placeholder))
    .slice(0, most)
    .map(([value, score]) => ({
      label: value,
      kind: CompletionItemKind.Value,
      insert: escapeText(value),
      description: column,
      score,
    }));
}

/** A text between quotes. */
export function escapeText(text: string): string {
  return text
    .replace(/[\\"]/g, (character) => `\\${character}`)
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
}

/** Texts that the program's own text says of columns of this name, with how often it does. */
function valuesIn(program: Program, column: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (node: Expression) => {
    const items = node.kind === "list" ? node.items : [node];
    for (const item of items) {
      if (item.kind !== "literal" || item.value.kind !== "text") continue;
      counts.set(item.value.value, (counts.get(item.value.value) ?? 0) + 1);
    }
  };
  for (const { tree } of program.files.values()) {
    for (const { declaration } of tree.parts) {
      walk(declaration, (node) => collect(node, column, add));
    }
  }
  return counts;
}

function collect(node: AnyNode, column: string, add: (node: Expression) => void): void {
  const expression = node as unknown as Expression;
  if (expression.kind === "binary") {
    const { operator, left, right } = expression;
    if (operator !== "==" && operator !== "!=" && operator !== "in") return;
    if (columnOf(left) === column) add(right);
    else if (columnOf(right) === column) add(left);
  } else if (expression.kind === "struct") {
    for (const { name, value } of expression.fields) if (name.text === column) add(value);
  } else if (node.kind === "parameter") {
    const { name, check } = node as unknown as {
      name: { text: string };
      check?: { kind: string; values?: Expression };
    };
    if (name.text === column && check?.kind === "in" && check.values !== undefined) add(check.values);
  }
}

/** The column that an expression is, through functions that keep its values. */
export function columnOf(node: Expression): string | undefined {
  if (node.kind === "columnName" || node.kind === "member" || node.kind === "parameterName")
    return node.name.text;
  return node.kind === "group" ? columnOf(node.inner) : undefined;
}

/** The source columns behind a column of this name in the declaration at hand. */
function sourcesOf(column: string, { bound }: Probe): readonly SourceColumn[] {
  const plan = bound?.pipeline;
  if (plan === undefined) return [];
  const step = bound?.steps.find(({ output }) => output.shape.columns.some(({ name }) => name === column));
  if (step === undefined) return [];
  const at = plan.body.steps.indexOf(step.plan);
  if (at < 0) return [];
  const body = { steps: plan.body.steps.slice(0, at + 1), shape: step.output.shape };
  return lineageOf({ ...plan, body }).find((each) => each.column === column)?.value ?? [];
}
