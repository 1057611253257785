// What a call takes, while it is being written: functions of the library, a person's own, pipelines with parameters. The tree of
// a half-typed call is enough.

import type { ParameterInformation, SignatureHelp, SignatureInformation } from "vscode-languageserver-types";
import { type Argument, nodesAt, type Range } from "../../grammar/index.ts";
import { functionNamed, type Parameter, typeName } from "../../language/index.ts";
import { declarationAt, type View } from "../view.ts";
import { plainText } from "./markdown.ts";
import { resolverOf } from "./navigation/things.ts";

interface CallLike extends Range {
  readonly name: { readonly text: string } & Range;
  readonly arguments: readonly Argument[] | undefined;
}

/** Undefined where the offset stands in the parentheses of no call that is known. */
export function signatureHelp(view: View, offset: number): SignatureHelp | undefined {
  // A call that is still open ends with its last word.
  const written = view.text.slice(0, offset).trimEnd().length;
  const at = declarationAt(view, offset) ?? declarationAt(view, written);
  if (at === undefined) return undefined;
  const inside = offset - at.start;
  const path = nodesAt(at.bound.declaration, Math.min(inside, Math.max(0, written - at.start)));
  const call = path.findLast((node) => {
    const { kind } = node;
    if (kind !== "call" && kind !== "namedRelation") return false;
    const { name } = node as CallLike;
    return view.text[at.start + name.end] === "(" && inside > name.end;
  }) as CallLike | undefined;
  if (call === undefined) return undefined;
  // Behind the closing parenthesis the call is over.
  const isClosed = view.text[at.start + call.end - 1] === ")";
  if (isClosed && inside >= call.end) return undefined;
  const signatures = signaturesOf(view, call.name.text);
  if (signatures.length === 0) return undefined;
  const given = call.arguments ?? [];
  const before = view.text.slice(at.start + call.name.end + 1, offset);
  const position = commasIn(before);
  const named = given.find(({ start, end }) => start <= inside && inside <= end)?.name?.text;
  const active = Math.max(
    0,
    signatures.findIndex(({ names, repeats }) => repeats || position < Math.max(1, names.length)),
  );
  return {
    signatures: signatures.map(({ information }) => information),
    activeSignature: active,
    activeParameter: activeParameter(signatures[active]!, position, named),
  };
}

interface Shape {
  readonly information: SignatureInformation;
  readonly names: readonly string[];
  /** The last parameter may be given any number of times. */
  readonly repeats: boolean;
}

function signaturesOf(view: View, name: string): readonly Shape[] {
  const target = resolverOf(view.file, view.program)(name);
  const symbol = target === undefined ? undefined : view.program.file(target.uri)?.symbols.get(name);
  if (symbol?.kind === "function") {
    const { parameters, returns } = symbol.function;
    return [ownShape(name, parameters, ` -> ${typeName(returns)}`, symbol.doc)];
  }
  if (symbol?.kind === "pipeline") return [ownShape(name, symbol.face.parameters, "", symbol.plan.doc)];
  const entry = functionNamed(name);
  if (entry === undefined) return [];
  return entry.signatures.map(({ type }) => libraryShape(name, type, entry.doc));
}

function ownShape(name: string, parameters: readonly Parameter[], rest: string, doc: string): Shape {
  const labels = parameters.map((parameter) => {
    const optional = parameter.default === undefined ? "" : "?";
    return `${parameter.name}${optional}: ${typeName(parameter)}`;
  });
  const informations = parameters.map(
    (parameter, index): ParameterInformation => ({
      label: labels[index]!,
      ...(parameter.doc === ""
        ? {}
        : { documentation: { kind: "markdown" as const, value: plainText(parameter.doc) } }),
    }),
  );
  return {
    information: {
      label: `${name}(${labels.join(", ")})${rest}`,
      documentation: { kind: "markdown", value: plainText(doc) },
      parameters: informations,
    },
    names: parameters.map((parameter) => parameter.name),
    repeats: false,
  };
}

function libraryShape(name: string, type: string, doc: string): Shape {
  const close = closingOf(type);
  const labels = splitTop(type.slice(1, close));
  return {
    information: {
      label: `${name}${type}`,
      documentation: { kind: "markdown", value: doc },
      parameters: labels.map((label) => ({ label })),
    },
    names: labels.map((label) => label.split(":", 1)[0]!.trim()),
    repeats: labels.at(-1)?.endsWith("...") === true,
  };
}

function activeParameter({ names, repeats }: Shape, position: number, named: string | undefined): number {
  const byName = named === undefined ? -1 : names.indexOf(named);
  if (byName >= 0) return byName;
  return repeats ? Math.min(position, names.length - 1) : position;
}

/** Where the parenthesis that a signature begins with is closed. */
function closingOf(type: string): number {
  let depth = 0;
  for (let at = 0; at < type.length; at++) {
    if (type[at] === "(") depth++;
    if (type[at] === ")" && --depth === 0) return at;
  }
  return type.length;
}

/** Parts between commas that stand in no bracket. */
function splitTop(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === "(" || character === "{" || character === "[") depth++;
    if (character === ")" || character === "}" || character === "]") depth--;
    if (at < text.length && (character !== "," || depth > 0)) continue;
    const part = text.slice(from, at).trim();
    if (part !== "") parts.push(part);
    from = at + 1;
  }
  return parts;
}

/** Commas of the call itself: those in brackets and texts are others'. */
function commasIn(text: string): number {
  let [depth, commas] = [0, 0];
  let quote = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\" && quote) at++;
    else if (character === '"') quote = !quote;
    else if (quote) continue;
    else if (character === "(" || character === "[" || character === "{") depth++;
    else if (character === ")" || character === "]" || character === "}") depth--;
    else if (character === "," && depth === 0) commas++;
  }
  return commas;
}
