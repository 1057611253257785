// Parameters of pipelines and functions: type, default and check, each a constant of its own.

import type { Name, ParameterDeclaration } from "../grammar/tree.ts";
import { brokenCheck } from "./bind-arguments.ts";
import type { BindContext } from "./bind-context.ts";
import { bindConstant } from "./bind-step-rows.ts";
import { convert } from "./convert.ts";
import { evaluate } from "./evaluate.ts";
import type { Parameter, PlanExpression } from "./plan.ts";
import { bindType } from "./type-node.ts";
import { typeName } from "./type-operations.ts";
import type { ColumnType, Value } from "./types.ts";

/** Binds parameters in order. One whose name is taken is reported and left out. */
export function bindParameters(
  nodes: readonly ParameterDeclaration[],
  context: BindContext,
): ReadonlyMap<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  for (const node of nodes) {
    const type = bindType(node.type, context.reporter);
    const check = bindCheck(node, type, context);
    const fallback = node.default === undefined ? undefined : bindDefault(node, type, context);
    const parameter: Parameter = {
      name: node.name.text,
      doc: node.doc,
      type: type.type,
      nullable: type.nullable,
      default: fallback,
      check,
    };
    checkDefault(node, parameter, context);
    if (node.name.text === "") continue;
    if (parameters.has(node.name.text)) {
      context.reporter.report(
        "WR153",
        node.name,
        `There are two parameters \`${node.name.text}\`; give one another name`,
      );
      continue;
    }
    parameters.set(node.name.text, parameter);
  }
  return parameters;
}

function bindDefault(node: ParameterDeclaration, type: ColumnType, context: BindContext): PlanExpression {
  const value = bindConstant(node.default!, context);
  const fitting = convert(value, type);
  if (fitting === undefined) {
    context.reporter.report(
      "WR154",
      node.default!,
      `\`${node.name.text}\` is \`${typeName(type)}\`, its default \`${typeName(value)}\``,
    );
    return { kind: "unbound", type: type.type, nullable: type.nullable };
  }
  if (fitting.nullable && !type.nullable && fitting.kind !== "unbound") {
    reportNullDefault(node.name, node, type, context);
  }
  return fitting;
}

function reportNullDefault(
  name: Name,
  node: ParameterDeclaration,
  type: ColumnType,
  context: BindContext,
): void {
  const end = node.type.end;
  context.reporter.report(
    "WR154",
    node.default!,
    `\`${name.text}\` may not be null, its default may; declare it \`${typeName(type.type)}?\``,
    { fixes: [{ title: "Allow null", edits: [{ start: end, end, newText: "?" }] }] },
  );
}

function bindCheck(node: ParameterDeclaration, type: ColumnType, context: BindContext): Parameter["check"] {
  const check = node.check;
  if (check === undefined) return undefined;
  const constant = (expression: typeof node.default): Value | undefined => {
    if (expression === undefined || expression.kind === "missing") return undefined;
    const bound = bindConstant(expression, context);
    const fitting = convert(bound, type);
    if (fitting === undefined) {
      context.reporter.report(
        "WR154",
        expression,
        `\`${node.name.text}\` is \`${typeName(type)}\`, this is \`${typeName(bound)}\``,
      );
      return undefined;
    }
    const value = evaluate(fitting);
    if (value === undefined && fitting.kind !== "unbound" && fitting.type.kind !== "unknown") {
      context.reporter.report(
        "WR154",
        expression,
        "A check compares with constants; this is known only in a run",
      );
    }
    return value;
  };
  if (check.kind === "between") {
    const low = constant(check.low);
    const high = constant(check.high);
    return low === undefined || high === undefined ? undefined : { kind: "between", low, high };
  }
  if (check.values.kind !== "list") {
    if (check.values.kind !== "missing") {
      context.reporter.report("WR154", check.values, 'The allowed values are a list: `in ["a", "b"]`');
    }
    return undefined;
  }
  const values = check.values.items.map((item) => constant(item.kind === "sortKey" ? item.value : item));
  return values.every((value) => value !== undefined) ? { kind: "in", values } : undefined;
}

function checkDefault(node: ParameterDeclaration, parameter: Parameter, context: BindContext): void {
  if (parameter.default === undefined) return;
  const value = evaluate(parameter.default);
  const fault = value === undefined ? undefined : brokenCheck(parameter, value);
  if (fault !== undefined) {
    context.reporter.report("WR154", node.default!, `The default breaks the parameter's own check: ${fault}`);
  }
}
