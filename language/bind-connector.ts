// The right side of `source`, `store` and `model`: which connector it is, where its data is, and its options as
// constants. What the data looks like is not asked here.

import type { Argument, ConnectorCall, Expression, Range } from "../grammar/tree.ts";
import { type BindContext, namesInWords, suggestion } from "./bind-context.ts";
import { bindConstant } from "./bind-step-rows.ts";
import {
  type ConnectorEntry,
  type ConnectorOption,
  type ConnectorRole,
  connectorNamed,
  connectors,
} from "./connectors.ts";
import { evaluate } from "./evaluate.ts";
import { nearestName } from "./nearest-name.ts";
import type { Value } from "./types.ts";
import { argumentValue } from "./walk.ts";

export interface BoundConnector {
  readonly entry: ConnectorEntry;
  /** The first argument: a path or a connection's name. */
  readonly path: string;
  /** Where to say what is wrong with the data. */
  readonly pathRange: Range;
  readonly options: Readonly<Record<string, Value>>;
}

/** Binds a connector for `role`; undefined where there is nothing to work with. */
export function bindConnector(
  node: ConnectorCall | undefined,
  role: ConnectorRole,
  context: BindContext,
): BoundConnector | undefined {
  if (node === undefined || node.name.text === "") return undefined;
  const entry = connectorNamed(node.name.text);
  if (entry === undefined || !entry.roles.includes(role)) {
    reportConnector(node, entry, role, context);
    return undefined;
  }
  const [first, ...rest] = node.arguments;
  const path = first === undefined || first.name !== undefined ? undefined : pathOf(first, context);
  if (path === undefined) {
    if (!context.faulty(node) && argumentIsWrong(first)) {
      const what =
        entry.first === "path"
          ? `a path: \`${entry.name}("data/…")\``
          : `a connection of weir.json: \`${entry.name}("…")\``;
      context.reporter.report("WR152", first ?? node.name, `\`${entry.name}\` needs ${what}`);
    }
  } else checkPath(path, entry, first!, context);
  const isConnected = path === undefined || checkConnection(path, entry, first!, context);
  const options = bindOptions(first?.name === undefined ? rest : node.arguments, entry, role, context);
  let isWhole = path !== undefined && isConnected;
  for (const option of entry.options) {
    const given =
      options.has(option.name) || node.arguments.some((argument) => argument.name?.text === option.name);
    if (option.required === undefined || !option.roles.includes(role) || given || context.faulty(node))
      continue;
    context.reporter.report("WR152", node.name, `\`${entry.name}\` needs \`${option.name}\`: ${option.doc}`);
    isWhole = false;
  }
  if (path === undefined || !isWhole) return undefined;
  return { entry, path, pathRange: first!, options: Object.fromEntries(options) };
}

function argumentIsWrong(first: Argument | undefined): boolean {
  return first === undefined || first.value.kind !== "missing";
}

function pathOf(argument: Argument, context: BindContext): string | undefined {
  const node = argumentValue(argument);
  if (node.kind === "literal" && node.value.kind === "text") return node.value.value;
  if (node.kind === "columnName" || node.kind === "missing") return undefined;
  const value = evaluate(bindConstant(node, context));
  return value?.kind === "text" ? value.value : undefined;
}

/** Whether weir.json has the connection, of this connector's kind; says so where it has not. */
function checkConnection(name: string, entry: ConnectorEntry, node: Argument, context: BindContext): boolean {
  if (entry.first !== "connection" || context.manifest === undefined) return true;
  const { connections } = context.manifest;
  const type = Object.hasOwn(connections, name) ? connections[name] : undefined;
  if (type === entry.name) return true;
  if (type !== undefined) {
    context.reporter.report(
      "WR163",
      node,
      `The connection \`${name}\` is of type \`${type}\`, not \`${entry.name}\``,
    );
    return false;
  }
  const fitting = Object.keys(connections).filter((each) => connections[each] === entry.name);
  const near = nearestName(name, fitting);
  const has =
    near !== undefined
      ? `; did you mean \`${near}\`?`
      : fitting.length === 0
        ? `; weir.json has none of type \`${entry.name}\``
        : `; weir.json has ${namesInWords(fitting, "and")}`;
  context.reporter.report("WR163", node, `There is no connection \`${name}\`${has}`);
  return false;
}

function checkPath(path: string, entry: ConnectorEntry, range: Range, context: BindContext): void {
  if (path.trim() === "") {
    context.reporter.report("WR152", range, `This ${entry.first} is empty`);
  } else if (/[\u0000-\u001f]/.test(path)) {
    context.reporter.report("WR152", range, `A ${entry.first} holds no control characters`);
  }
}

function bindOptions(
  nodes: readonly Argument[],
  entry: ConnectorEntry,
  role: ConnectorRole,
  context: BindContext,
): ReadonlyMap<string, Value> {
  const options = new Map<string, Value>();
  const known = entry.options.filter((option) => option.roles.includes(role));
  for (const node of nodes) {
    if (node.name === undefined) {
      if (node.value.kind !== "missing") reportNamelessOption(node, entry, known, context);
      continue;
    }
    const name = node.name.text;
    const option = known.find((candidate) => candidate.name === name);
    if (option === undefined) {
      const near = suggestion(
        node.name,
        known.map((candidate) => candidate.name),
      );
      const has =
        known.length === 0
          ? "it has none"
          : `it has ${namesInWords(
              known.map((candidate) => candidate.name),
              "and",
              10,
            )}`;
      context.reporter.report(
        "WR151",
        node.name,
        `A ${entry.name} ${role} has no option \`${name}\`${near.text === "" ? `; ${has}` : near.text}`,
        near.options,
      );
      continue;
    }
    if (options.has(name)) {
      context.reporter.report("WR151", node, `\`${name}\` is given twice; give it once`);
      continue;
    }
    const value = optionValue(option, argumentValue(node), context);
    if (value !== undefined) options.set(name, value);
  }
  return options;
}

function reportNamelessOption(
  node: Argument,
  entry: ConnectorEntry,
  known: readonly ConnectorOption[],
  context: BindContext,
): void {
  const options = namesInWords(
    known.map((option) => option.name),
    "or",
    10,
  );
  context.reporter.report(
    "WR151",
    node,
    known.length === 0
      ? `\`${entry.name}\` takes nothing after its ${entry.first}`
      : `What follows the ${entry.first} has a name: ${options}`,
  );
}

const kindInWords: Readonly<Record<ConnectorOption["kind"], string>> = {
  text: "a text",
  texts: "a text or a list of texts",
  bool: "`true` or `false`",
  int: "a whole number",
  size: "a size, as in `2 GB`",
  duration: "a duration, as in `7 days`",
  columns: "a column, or a list of columns: `[a, b]`",
  character: "a text of one character",
};

function optionValue(option: ConnectorOption, node: Expression, context: BindContext): Value | undefined {
  if (node.kind === "missing") return undefined;
  const value = option.kind === "columns" ? columnNamesIn(node) : evaluate(bindConstant(node, context));
  if (value !== undefined && fits(option.kind, value)) return value;
  context.reporter.report("WR151", node, `\`${option.name}\` takes ${kindInWords[option.kind]}`);
  return undefined;
}

function fits(kind: ConnectorOption["kind"], value: Value): boolean {
  switch (kind) {
    case "text":
      return value.kind === "text";
    case "character":
      return value.kind === "text" && [...value.value].length === 1;
    case "texts":
    case "columns":
      return (
        value.kind === "text" || (value.kind === "list" && value.items.every((item) => item.kind === "text"))
      );
    case "bool":
      return value.kind === "bool";
    case "int":
      return value.kind === "int" && value.value >= 0n;
    case "size":
      return value.kind === "size";
    case "duration":
      return value.kind === "duration" && value.micros > 0n;
  }
}

function columnNamesIn(node: Expression): Value | undefined {
  if (node.kind === "columnName") return { kind: "text", value: node.name.text };
  if (node.kind === "literal" && node.value.kind === "text") return { kind: "text", value: node.value.value };
  if (node.kind !== "list") return undefined;
  const items = node.items.map((item) => (item.kind === "sortKey" ? undefined : columnNamesIn(item)));
  return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
}

function reportConnector(
  node: ConnectorCall,
  entry: ConnectorEntry | undefined,
  role: ConnectorRole,
  context: BindContext,
): void {
  const fitting = connectors.filter((candidate) => candidate.roles.includes(role)).map(({ name }) => name);
  if (entry !== undefined) {
    context.reporter.report(
      "WR150",
      node.name,
      `\`${entry.name}\` is no ${role}; a ${role} is ${namesInWords(fitting, "or", 10)}`,
    );
    return;
  }
  const near = suggestion(node.name, fitting);
  context.reporter.report(
    "WR150",
    node.name,
    `There is no connector \`${node.name.text}\`${near.text === "" ? `; a ${role} is ${namesInWords(fitting, "or", 10)}` : near.text}`,
    near.options,
  );
}
