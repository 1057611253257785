// The declared names that a file sees: its own and those that it imports.

import type {
  BoundSymbol,
  FaceColumn,
  PipelineSymbol,
  Program,
  RelationSymbol,
} from "../../../language/index.ts";

/** Declared names by name, the file's own first. */
export function visibleSymbols(program: Program, uri: string): ReadonlyMap<string, BoundSymbol> {
  const file = program.file(uri);
  if (file === undefined) return new Map();
  const visible = new Map(file.symbols);
  for (const { declaration } of file.tree.parts) {
    if (declaration.kind !== "import" || declaration.path === undefined) continue;
    const from = program.file(file.source.imports.get(declaration.path.value) ?? "");
    if (from === undefined) continue;
    const wanted = new Set(declaration.names.map(({ text }) => text));
    for (const [name, symbol] of from.symbols) {
      const isImported = wanted.size === 0 || wanted.has(name);
      if (isImported && !visible.has(name)) visible.set(name, symbol);
    }
  }
  return visible;
}

/** Sources, stores and pipelines. */
export function isRelation(symbol: BoundSymbol): symbol is RelationSymbol {
  return symbol.kind === "source" || symbol.kind === "store" || symbol.kind === "pipeline";
}

/** The columns that a relation gives. */
export function columnsOf(symbol: RelationSymbol): readonly FaceColumn[] {
  switch (symbol.kind) {
    case "source":
      return symbol.columns;
    case "store":
      return symbol.relation().columns;
    case "pipeline":
      return symbol.face.columns;
  }
}

/** What is said about a declared name. */
export function docOf(symbol: BoundSymbol): string {
  return symbol.kind === "pipeline" ? symbol.plan.doc : symbol.doc;
}

/** Whether a pipeline reads another one, itself or through others. */
export function readsPipeline(reader: PipelineSymbol, read: string, file: string): boolean {
  const seen = new Set<unknown>();
  const visit = (plan: PipelineSymbol["plan"]): boolean => {
    if (plan.name === read && plan.file === file) return true;
    if (seen.has(plan)) return false;
    seen.add(plan);
    return relationReads(plan.body, visit);
  };
  return visit(reader.plan);
}

type Plan = PipelineSymbol["plan"];

function relationReads(body: Plan["body"], visit: (plan: Plan) => boolean): boolean {
  return body.steps.some((step) => {
    const inputs =
      step.kind === "from"
        ? [step.input]
        : step.kind === "join"
          ? [step.right]
          : step.kind === "union" || step.kind === "except" || step.kind === "intersect"
            ? step.others
            : [];
    return inputs.some((input) => {
      if (input.kind === "pipeline") return visit(input.pipeline);
      return input.kind === "steps" && relationReads(input.relation, visit);
    });
  });
}
