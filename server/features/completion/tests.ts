// Names in tests: relations that the tested one reads, and the fields of their rows.

import { CompletionItemKind } from "vscode-languageserver-types";
import { type AnyNode, type Expression, quoteName, type TestDeclaration } from "../../../grammar/index.ts";
import { type FaceColumn, type RelationInput, type RelationPlan, typeName } from "../../../language/index.ts";
import { type Probe, placeholder } from "./probe.ts";
import { relationProposal } from "./relations.ts";
import { columnsOf, isRelation, visibleSymbols } from "./symbols.ts";
import type { Proposal } from "./types.ts";

/** What may stand where the name of a given relation, or of a field of its rows, is missing. */
export function testNameProposals(found: Probe, path: readonly AnyNode[], uri: string): readonly Proposal[] {
  const declaration = path[0];
  if (declaration?.kind !== "test") return [];
  const test = declaration as unknown as TestDeclaration;
  const given = new Set(test.items.flatMap((item) => (item.kind === "given" ? [item.name.text] : [])));
  const symbols = visibleSymbols(found.program, uri);
  if (path.at(-2)?.kind === "given") {
    const read = relationsRead(found);
    return [...symbols].flatMap(([name, symbol]) => {
      if (!isRelation(symbol) || given.has(name) || name.includes("#")) return [];
      return [relationProposal(name, symbol, true, read.has(name) ? 120 : 20)];
    });
  }
  const columns = columnsAt(found, path, uri);
  const struct = path.at(-2) as unknown as Expression & { readonly kind: "struct" };
  const behind = found.text.slice(found.declarationStart + found.hole + placeholder.length);
  const colon = /^\s*:/.test(behind) ? "" : ": ";
  const taken = new Set(struct.fields.map(({ name }) => name.text));
  return columns
    .filter(({ name }) => !taken.has(name))
    .map((column, index) => ({
      label: column.name,
      kind: CompletionItemKind.Field,
      detail: `: ${typeName(column)}`,
      insert: `${quoteName(column.name)}${colon}`,
      documentation: column.doc === "" ? undefined : column.doc,
      score: 100 - index / 10,
    }));
}

function columnsAt({ bound, program }: Probe, path: readonly AnyNode[], uri: string): readonly FaceColumn[] {
  const item = path.find(({ kind }) => kind === "given" || kind === "expectRows");
  if (item?.kind === "expectRows") return bound?.test?.plan?.shape.columns ?? [];
  const name = (item as unknown as { name: { text: string } } | undefined)?.name.text ?? "";
  const symbol = visibleSymbols(program, uri).get(name);
  return symbol !== undefined && isRelation(symbol) ? columnsOf(symbol) : [];
}

/** Names of the sources, stores and pipelines that the relation under test reads, through all of them. */
function relationsRead({ bound }: Probe): ReadonlySet<string> {
  const read = new Set<string>();
  const visitPlan = ({ steps }: RelationPlan) => {
    for (const step of steps) {
      if (step.kind === "from") visit(step.input);
      else if (step.kind === "join") visit(step.right);
      else if (step.kind === "union" || step.kind === "except" || step.kind === "intersect")
        step.others.forEach(visit);
    }
  };
  const visit = (input: RelationInput) => {
    if (input.kind === "source" || input.kind === "store") read.add(input.name);
    else if (input.kind === "steps") visitPlan(input.relation);
    else if (input.kind === "pipeline") {
      const { name, body } = input.pipeline;
      if (name !== undefined && read.has(name)) return;
      if (name !== undefined) read.add(name);
      visitPlan(body);
    }
  };
  const plan = bound?.test?.plan;
  if (plan !== undefined) visitPlan(plan);
  return read;
}
