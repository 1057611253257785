// What a name stands for: a variable, a column, a parameter or constant, a column behind an alias. Unknown names
// get the nearest known one, and a name that only lacks or has too much of a `$` is told so.

import type { Expression, Name } from "../../grammar/tree.ts";
import { namesInWords, nameText, suggestion } from "../bind-context.ts";
import { calendarUnits } from "../functions/checks.ts";
import type { Column, PlanExpression } from "../plan.ts";
import type { VariableSymbol } from "../scope.ts";
import { type Binding, replacement, unbound } from "./binding.ts";
import { withFacts } from "./null-facts.ts";

/** How other languages write the values that have a name, by lower-case name. */
const literalsOfOthers: ReadonlyMap<string, string> = new Map([
  ["false", "false"],
  ["none", "null"],
  ["null", "null"],
  ["true", "true"],
]);

type ColumnNameNode = Expression & { readonly kind: "columnName" };

/** Binds a bare name. */
export function bindColumnName(node: ColumnNameNode, binding: Binding): PlanExpression {
  const { scope, reporter } = binding;
  const name = node.name.text;
  if (name === "") {
    reporter.miss(node.name, scope);
    return unbound;
  }
  const variable = scope.variables.get(name);
  if (variable !== undefined) {
    reporter.refer(node.name, { kind: "variable", name });
    return readVariable(variable, binding);
  }
  const column = scope.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) {
    reporter.refer(node.name, { kind: "column", column: column.id });
    return readColumn(column, binding);
  }
  reporter.miss(node.name, scope);
  if (scope.complete || scope.context === "function" || scope.context === "constant") {
    reportUnknownName(node.name, binding);
  }
  return unbound;
}

/** Binds `$name`. */
export function bindParameterName(
  node: Expression & { readonly kind: "parameterName" },
  binding: Binding,
): PlanExpression {
  const { scope, reporter } = binding;
  const name = node.name.text;
  if (name === "") {
    reporter.miss(node.name, scope);
    return unbound;
  }
  const parameter = scope.parameters.get(name);
  if (parameter !== undefined) {
    reporter.refer(node.name, { kind: "parameter", name });
    const { type, nullable } = parameter;
    return withFacts({ kind: "parameter", name, type, nullable }, binding.facts);
  }
  const value = scope.constants.get(name);
  if (value !== undefined) {
    reporter.refer(node.name, { kind: "symbol", name });
    return value;
  }
  reporter.miss(node.name, scope);
  const isVariable = scope.variables.has(name);
  if (isVariable || scope.columns.some((column) => column.name === name)) {
    const what = isVariable ? "a parameter of this function" : "a column";
    const written = nameText(name);
    reporter.report("WR101", node, `\`${name}\` is ${what} and is written without \`$\``, {
      fixes: [replacement(`Write \`${written}\``, node, written)],
    });
    return unbound;
  }
  if (scope.mayBeImported?.(name)) return unbound;
  const known = [...scope.parameters.keys(), ...scope.constants.keys()];
  const near = suggestion(node.name, known);
  const has =
    known.length === 0
      ? "; none is declared"
      : `; there are ${namesInWords(
          known.map((each) => `$${each}`),
          "and",
        )}`;
  const text = near.text === "" ? has : near.text.replace("`", "`$");
  reporter.report("WR101", node, `There is no parameter or constant \`$${name}\`${text}`, near.options);
  return unbound;
}

/** The column that `alias.name` reaches, undefined where `node.object` is no alias. */
export function bindAliased(
  node: Expression & { readonly kind: "member" },
  binding: Binding,
): PlanExpression | undefined {
  const { scope, reporter } = binding;
  if (node.object.kind !== "columnName") return undefined;
  const alias = node.object.name.text;
  if (scope.variables.has(alias)) return undefined;
  const names = scope.aliases.get(alias);
  if (names === undefined) return undefined;
  reporter.refer(node.object.name, { kind: "alias", name: alias });
  const id = names.get(node.name.text);
  const column =
    scope.columns.find((candidate) => candidate.id === id) ??
    scope.hidden.find((candidate) => candidate.id === id);
  if (column !== undefined) {
    reporter.refer(node.name, { kind: "column", column: column.id });
    return readColumn(column, binding);
  }
  reporter.miss(node.name, scope);
  if (node.name.text !== "" && scope.complete) {
    const near = suggestion(node.name, names.keys());
    const has = `; it has ${namesInWords([...names.keys()], "and")}`;
    reporter.report(
      "WR104",
      node.name,
      `\`${alias}\` has no column \`${node.name.text}\`${near.text === "" ? has : near.text}`,
      near.options,
    );
  }
  return unbound;
}

/** Whether a bare name means something, so that `name.x` looks into it. */
export function isKnownName(name: string, binding: Binding): boolean {
  return binding.scope.variables.has(name) || binding.scope.columns.some((column) => column.name === name);
}

/** Says what is wrong with a name in front of a dot. */
export function reportUnknownQualifier(name: Name, binding: Binding): void {
  const { scope, reporter } = binding;
  if (scope.context === "function" || scope.context === "constant") {
    reportUnknownName(name, binding);
    return;
  }
  const candidates = [...scope.aliases.keys(), ...scope.columns.map((column) => column.name)];
  const near = suggestion(name, candidates);
  const known = [...scope.aliases.keys()];
  const has = known.length === 0 ? "" : `; aliases here: ${namesInWords(known, "and")}`;
  const message = `There is no alias or column \`${name.text}\`${near.text === "" ? has : near.text}`;
  reporter.report("WR100", name, message, near.options);
}

function readColumn(column: Column, binding: Binding): PlanExpression {
  const { id, type, nullable } = column;
  return withFacts({ kind: "column", column: id, type, nullable }, binding.facts);
}

function readVariable(variable: VariableSymbol, binding: Binding): PlanExpression {
  const { name, type, nullable } = variable;
  return withFacts({ kind: "variable", name, type, nullable }, binding.facts);
}

function reportUnknownName(name: Name, binding: Binding): void {
  const { scope, reporter } = binding;
  const text = name.text;
  if (scope.parameters.has(text) || scope.constants.has(text)) {
    const what = scope.parameters.has(text) ? "a parameter" : "a constant";
    reporter.report("WR100", name, `\`${text}\` is ${what} and is written \`$${text}\``, {
      fixes: [replacement(`Write \`$${text}\``, name, `$${nameText(text)}`)],
    });
    return;
  }
  if (scope.context === "function") {
    const own = [...scope.variables.keys()];
    const near = suggestion(name, own);
    const has = own.length === 0 ? "" : `: ${namesInWords(own, "and")}`;
    const rest = near.text === "" ? `; a function sees its own parameters only${has}` : near.text;
    reporter.report("WR103", name, `There is no parameter \`${text}\`${rest}`, near.options);
    return;
  }
  if (scope.context === "constant") {
    const near = suggestion(name, [...scope.parameters.keys(), ...scope.constants.keys()]);
    const rest = near.text === "" ? "no column can be used" : "parameters and constants are written with `$`";
    reporter.report("WR103", name, `\`${text}\` would be a column; ${rest} here`);
    return;
  }
  const hidden = scope.hidden.filter((column) => column.name === text);
  if (hidden.length > 0) {
    const written = hidden.map((column) => `${nameText(column.qualifier)}.${nameText(column.name)}`);
    reporter.report(
      "WR100",
      name,
      `\`${text}\` is reached only as ${written.map((each) => `\`${each}\``).join(" or ")} here`,
      { fixes: written.map((each) => replacement(`Write \`${each}\``, name, each)) },
    );
    return;
  }
  const columns = scope.columns.map((column) => column.name);
  const near = suggestion(name, columns);
  if (near.text === "" && calendarUnits.includes(text)) {
    reporter.report("WR100", name, `There is no column \`${text}\`; a unit is a text: \`"${text}"\``, {
      fixes: [replacement(`Write \`"${text}"\``, name, `"${text}"`)],
    });
    return;
  }
  const literal = literalsOfOthers.get(text.toLowerCase());
  if (near.text === "" && literal !== undefined) {
    reporter.report("WR100", name, `There is no column \`${text}\`; write \`${literal}\``, {
      fixes: [replacement(`Write \`${literal}\``, name, literal)],
    });
    return;
  }
  if (near.text === "" && scope.aliases.has(text)) {
    const message = `\`${text}\` is an alias; write one of its columns, as in \`${text}.…\``;
    reporter.report("WR100", name, message);
    return;
  }
  const has = columns.length === 0 ? "; there are none here" : `; there are ${namesInWords(columns, "and")}`;
  const message = `There is no column \`${text}\`${near.text === "" ? has : near.text}`;
  reporter.report("WR100", name, message, near.options);
}
