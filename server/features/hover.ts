// What stands under the pointer: a step with the columns that it leaves and what it changes, a column with its type and where
// it comes from, a declaration, a function with its example, a value in plain words.

import { type Hover, MarkupKind } from "vscode-languageserver-types";
import { nodesAt, type Range, type Step } from "../../grammar/index.ts";
import {
  type BoundDeclaration,
  type BoundStep,
  type BoundSymbol,
  type Column,
  type ColumnId,
  functionNamed,
  lineageOf,
  type Parameter,
  planUpTo,
  printValue,
  type SourceColumn,
  typeName,
} from "../../language/index.ts";
import { declarationAt, toRange, type View } from "../view.ts";
import { functionText } from "./function-text.ts";
import { literalText } from "./literal-text.ts";
import { codeBlock, inlineCode, plainText } from "./markdown.ts";
import { resolverOf } from "./navigation/things.ts";

/** Columns that are listed at most; the rest are counted. */
const mostColumns = 24;
/** Source columns that are named at most. */
const mostSources = 6;

/** Undefined where nothing stands that could be told about. */
export function hover(view: View, offset: number): Hover | undefined {
  const at = declarationAt(view, offset);
  if (at === undefined) return undefined;
  const { bound, start } = at;
  const inside = offset - start;
  const found =
    ofReference(view, bound, inside) ??
    ofStep(bound, inside) ??
    ofDeclaredName(view, bound, inside) ??
    ofLiteral(bound, inside);
  if (found === undefined) return undefined;
  const { range, text } = found;
  return {
    contents: { kind: MarkupKind.Markdown, value: text },
    range: toRange(view.lines, start + range.start, start + range.end),
  };
}

interface Found {
  readonly range: Range;
  readonly text: string;
}

// ------------------------------------------------------------------------------------------------ names

function ofReference(view: View, bound: BoundDeclaration, offset: number): Found | undefined {
  const reference = bound.references.find(({ start, end }) => start <= offset && offset < end);
  if (reference === undefined) return undefined;
  const { start, end, target } = reference;
  const range = { start, end };
  const tell = (text: string | undefined): Found | undefined =>
    text === undefined ? undefined : { range, text };
  switch (target.kind) {
    case "column":
      return tell(columnText(bound, target.column, offset));
    case "parameter":
      return tell(parameterText(bound, target.name));
    case "symbol":
      return tell(symbolText(view, target.name));
    case "libraryFunction": {
      const entry = functionNamed(target.name);
      return tell(entry === undefined ? undefined : functionText(entry));
    }
    case "alias":
      return tell(aliasText(bound, target.name, offset));
    case "variable":
      return undefined;
  }
}

function columnText(bound: BoundDeclaration, id: ColumnId, offset: number): string | undefined {
  const found = columnAt(bound, id, offset);
  if (found === undefined) return undefined;
  const { column, step } = found;
  const lines = [codeBlock(`${column.name}: ${typeName(column)}`)];
  if (column.doc !== "") lines.push(plainText(column.doc));
  const origin = originText(bound, column, step);
  if (origin !== undefined) lines.push(origin);
  return lines.join("\n\n");
}

/** A column where it is read or made: in what flows into the step at the offset, else out of it. */
function columnAt(
  bound: BoundDeclaration,
  id: ColumnId,
  offset: number,
): { readonly column: Column; readonly step: BoundStep } | undefined {
  const steps = bound.steps.filter(({ node }) => node.start <= offset && offset <= node.end);
  // The innermost step is the shortest.
  steps.sort((a, b) => a.node.end - a.node.start - (b.node.end - b.node.start));
  for (const step of [...steps, ...bound.steps]) {
    // What is read flows in; what is made flows out, and may be known better there.
    for (const { shape } of [step.input, step.output]) {
      const column = [...shape.columns, ...shape.hidden].find((candidate) => candidate.id === id);
      if (column !== undefined) return { column, step };
    }
  }
  return undefined;
}

/** The columns of sources whose values end up in a column. */
function originText(bound: BoundDeclaration, column: Column, step: BoundStep): string | undefined {
  if (bound.pipeline === undefined) return undefined;
  const cut = planUpTo(bound.pipeline, step.node.start);
  if (cut === undefined) return undefined;
  const lineage = lineageOf(cut.plan).find((candidate) => candidate.column === column.name);
  if (lineage === undefined || lineage.value.length === 0) return undefined;
  return `From ${listed(lineage.value.map(sourceText), mostSources)}.`;
}

function sourceText({ name, column }: SourceColumn): string {
  return inlineCode(`${name}.${column}`);
}

function aliasText(bound: BoundDeclaration, name: string, offset: number): string | undefined {
  const step = bound.steps.findLast(
    ({ node, output }) => node.start <= offset && (output.aliases.has(name) || false),
  );
  const names =
    step?.output.aliases.get(name) ??
    bound.steps.find(({ input }) => input.aliases.has(name))?.input.aliases.get(name);
  if (names === undefined) return undefined;
  return `${inlineCode(name)} reaches ${listed([...names.keys()].map(inlineCode), mostColumns)}.`;
}

function parameterText(bound: BoundDeclaration, name: string): string | undefined {
  const parameter = bound.pipeline?.parameters.find((candidate) => candidate.name === name);
  return parameter === undefined
    ? undefined
    : withDoc(codeBlock(`$${parameterHead(parameter)}`), parameter.doc);
}

function parameterHead({ name, type, nullable, check, default: value }: Parameter): string {
  const checked =
    check === undefined
      ? ""
      : check.kind === "between"
        ? ` between ${printValue(check.low)} and ${printValue(check.high)}`
        : ` in [${check.values.map(printValue).join(", ")}]`;
  const given = value?.kind === "value" ? ` = ${printValue(value.value)}` : "";
  return `${name}: ${typeName({ type, nullable })}${checked}${given}`;
}

function symbolText(view: View, name: string): string | undefined {
  const target = resolverOf(view.file, view.program)(name);
  const symbol = target === undefined ? undefined : view.program.file(target.uri)?.symbols.get(name);
  return symbol === undefined ? undefined : declarationText(symbol);
}

function declarationText(symbol: BoundSymbol): string {
  switch (symbol.kind) {
    case "source":
    case "store": {
      const { location } = symbol.kind === "source" ? symbol : symbol.target;
      const columns =
        symbol.kind === "source"
          ? symbol.columns
          : (symbol.held ?? symbol.target.schema?.map(({ name, column }) => ({ name, ...column })) ?? []);
      const head = codeBlock(
        `${symbol.kind} ${symbol.name} = ${location.format}(${JSON.stringify(location.path)})`,
      );
      const isUnknown = symbol.kind === "source" && !symbol.complete && columns.length === 0;
      return withDoc(head, symbol.doc, isUnknown ? "Its columns are not known yet." : columnTable(columns));
    }
    case "pipeline": {
      const { name, parameters, columns } = symbol.face;
      const list = parameters.length === 0 ? "" : `(${parameters.map(parameterHead).join(", ")})`;
      return withDoc(codeBlock(`pipeline ${name}${list}`), symbol.plan.doc, columnTable(columns));
    }
    case "constant": {
      const { value, name, doc } = symbol;
      const shown = value.kind === "value" ? ` = ${printValue(value.value)}` : "";
      return withDoc(codeBlock(`let ${name}: ${typeName(value)}${shown}`), doc);
    }
    case "function": {
      const { function: callee, name, doc } = symbol;
      const parameters = callee.parameters
        .map((parameter) => `${parameter.name}: ${typeName(parameter)}`)
        .join(", ");
      return withDoc(codeBlock(`function ${name}(${parameters}) -> ${typeName(callee.returns)}`), doc);
    }
    case "model":
      return withDoc(codeBlock(`model ${symbol.name} = onnx(${JSON.stringify(symbol.path)})`), symbol.doc);
  }
}

function ofDeclaredName(view: View, bound: BoundDeclaration, offset: number): Found | undefined {
  const { declaration, symbol } = bound;
  if (!("name" in declaration)) return undefined;
  const { start, end } = declaration.name;
  if (offset < start || offset >= end || end <= start) return undefined;
  const known = symbol ?? view.file.symbols.get(declaration.name.text);
  return known === undefined ? undefined : { range: { start, end }, text: declarationText(known) };
}

// ------------------------------------------------------------------------------------------------ steps

function ofStep(bound: BoundDeclaration, offset: number): Found | undefined {
  const step = bound.steps.find(({ node }) => node.keyword.start <= offset && offset < node.keyword.end);
  return step === undefined ? undefined : { range: step.node.keyword, text: stepText(step) };
}

function stepText({ node, input, output }: BoundStep): string {
  const before = new Map(input.shape.columns.map((column) => [column.name, column]));
  const after = new Map(output.shape.columns.map((column) => [column.name, column]));
  const added = [...after.values()].filter(({ name }) => !before.has(name));
  const dropped = [...before.values()].filter(({ name }) => !after.has(name));
  const changed = [...after.values()].filter((column) => {
    const old = before.get(column.name);
    return old !== undefined && typeName(old) !== typeName(column);
  });
  const parts = [`**${wordOf(node)}**`];
  if (node.kind !== "from") {
    const said = [
      changeText(
        "adds",
        added.map((column) => inlineCode(`${column.name}: ${typeName(column)}`)),
      ),
      changeText(
        "drops",
        dropped.map(({ name }) => inlineCode(name)),
      ),
      changeText(
        "changes",
        changed.map((column) =>
          inlineCode(`${column.name}: ${typeName(before.get(column.name)!)} → ${typeName(column)}`),
        ),
      ),
    ].filter((text) => text !== "");
    parts.push(said.length === 0 ? "leaves the columns as they are" : said.join("; "));
  }
  const rest = output.shape.complete ? "" : "\n\nMore columns may be there: a source is not known yet.";
  return `${parts.join(" ")}\n\n${columnTable(output.shape.columns)}${rest}`;
}

function wordOf(node: Step): string {
  if (node.kind === "join") return node.join === "inner" ? "join" : `${node.join} join`;
  return node.kind === "faultyStep" ? node.word.text : node.kind;
}

function changeText(verb: string, columns: readonly string[]): string {
  return columns.length === 0 ? "" : `${verb} ${listed(columns, 8)}`;
}

function columnTable(
  columns: readonly (Pick<Column, "name" | "type" | "nullable"> & { readonly doc?: string })[],
): string {
  if (columns.length === 0) return "";
  const shown = columns.slice(0, mostColumns);
  const hasDocs = shown.some(({ doc }) => (doc ?? "") !== "");
  const head = hasDocs ? "| column | type | |\n| --- | --- | --- |" : "| column | type |\n| --- | --- |";
  const rows = shown.map((column) => {
    const cells = [inlineCode(column.name), inlineCode(typeName(column))].map((cell) =>
      cell.replaceAll("|", "\\|"),
    );
    return `| ${cells.join(" | ")} |${hasDocs ? ` ${plainText(column.doc ?? "")} |` : ""}`;
  });
  const more = columns.length - shown.length;
  return `${head}\n${rows.join("\n")}${more > 0 ? `\n\n… and ${more} more` : ""}`;
}

// ------------------------------------------------------------------------------------------------ the rest

function ofLiteral(bound: BoundDeclaration, offset: number): Found | undefined {
  const literal = nodesAt(bound.declaration, offset).findLast(({ kind }) => kind === "literal");
  if (literal === undefined || offset >= literal.end) return undefined;
  const text = literalText(literal);
  return text === undefined ? undefined : { range: literal, text };
}

function withDoc(head: string, doc: string, more = ""): string {
  return [head, plainText(doc), more].filter((text) => text !== "").join("\n\n");
}

function listed(items: readonly string[], most: number): string {
  const shown = items.slice(0, most);
  const more = items.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
