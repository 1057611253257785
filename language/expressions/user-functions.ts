// Calls of functions that the file declares. A call is inlined: the arguments, converted to the declared types,
// take the place of the parameters. A parameter without `?` makes the result null when its argument is null,
// as in most library functions.

import type { Argument, CallNode } from "../../grammar/tree.ts";
import { namesInWords, suggestion } from "../bind-context.ts";
import { convert } from "../convert.ts";
import type { Parameter, PlanExpression } from "../plan.ts";
import type { UserFunction } from "../scope.ts";
import { substituteVariables, variablesPassingNull } from "../substitute.ts";
import { typeName } from "../type-operations.ts";
import { argumentValue } from "../walk.ts";
import { type Binding, constant, isUnknown, unboundOf } from "./binding.ts";

/** Binds a call of `callee`. */
export function bindUserCall(node: CallNode, callee: UserFunction, binding: Binding): PlanExpression {
  binding.reporter.refer(node.name, { kind: "symbol", name: callee.name });
  const given = matchArguments(node.arguments, callee, binding);
  const values = new Map<string, PlanExpression>();
  let faulty = given === undefined;
  for (const parameter of callee.parameters) {
    const argument = given?.get(parameter.name);
    const value =
      argument === undefined ? parameter.default : bindArgument(argument, parameter, callee, binding);
    if (value === undefined) {
      if (argument === undefined && given !== undefined) reportMissing(node, parameter, callee, binding);
      faulty = true;
    } else if (isUnknown(value)) faulty = true;
    else values.set(parameter.name, value);
  }
  const body = callee.body;
  if (faulty || body.kind === "unbound") return unboundOf(callee.returns.type, callee.returns.nullable);
  return inline(callee, values);
}

/** The body with the arguments in it, null where an argument is that must not be. */
function inline(callee: UserFunction, values: ReadonlyMap<string, PlanExpression>): PlanExpression {
  const result = substituteVariables(callee.body, values);
  const passing = variablesPassingNull(callee.body);
  const guarded = callee.parameters.flatMap((parameter) => {
    const value = values.get(parameter.name);
    const needsGuard = value?.nullable === true && !parameter.nullable && !passing.has(parameter.name);
    return needsGuard ? [value] : [];
  });
  const mayBeNull = callee.parameters.some(
    (parameter) => !parameter.nullable && values.get(parameter.name)?.nullable === true,
  );
  const nullable = result.nullable || mayBeNull;
  if (guarded.length === 0) return result.nullable === nullable ? result : { ...result, nullable };
  const isNull = guarded.map(
    (value): PlanExpression => ({
      kind: "compare",
      operator: "==",
      nullSafe: true,
      left: value,
      right: { kind: "value", value: { kind: "null" }, type: value.type, nullable: true },
      type: { kind: "bool" },
      nullable: false,
    }),
  );
  const condition: PlanExpression =
    isNull.length === 1
      ? isNull[0]!
      : { kind: "or", operands: isNull, type: { kind: "bool" }, nullable: false };
  const nothing = { ...constant({ kind: "null" }, result.type), nullable: true };
  return {
    kind: "case",
    arms: [{ condition, value: nothing }],
    otherwise: result,
    type: result.type,
    nullable: true,
  };
}

/** Arguments by parameter name; undefined where they could not be told apart. */
function matchArguments(
  nodes: readonly Argument[],
  callee: UserFunction,
  binding: Binding,
): ReadonlyMap<string, Argument> | undefined {
  const given = new Map<string, Argument>();
  let faulty = false;
  nodes.forEach((node, position) => {
    const parameter =
      node.name === undefined
        ? callee.parameters[position]
        : callee.parameters.find((candidate) => candidate.name === node.name?.text);
    if (parameter === undefined) {
      faulty = true;
      reportExtra(node, callee, binding);
    } else if (given.has(parameter.name)) {
      faulty = true;
      binding.reporter.report("WR121", node, `\`${parameter.name}\` is given twice; give it once`);
    } else given.set(parameter.name, node);
  });
  return faulty ? undefined : given;
}

function bindArgument(
  node: Argument,
  parameter: Parameter,
  callee: UserFunction,
  binding: Binding,
): PlanExpression | undefined {
  const value = binding.bind(argumentValue(node), binding);
  if (isUnknown(value)) return value;
  const fitting = convert(value, parameter);
  if (fitting !== undefined) return fitting;
  binding.reporter.report(
    "WR120",
    node.value,
    `\`${parameter.name}\` of \`${callee.name}\` takes \`${typeName(parameter)}\`, not \`${typeName(value.type)}\``,
  );
  return undefined;
}

function reportMissing(node: CallNode, parameter: Parameter, callee: UserFunction, binding: Binding): void {
  if (node.arguments.some((argument) => argument.value.kind === "missing")) return;
  binding.reporter.report(
    "WR120",
    node,
    `\`${callee.name}\` needs \`${parameter.name}\` (\`${typeName(parameter)}\`)`,
  );
}

function reportExtra(node: Argument, callee: UserFunction, binding: Binding): void {
  const names = callee.parameters.map((parameter) => parameter.name);
  if (node.name === undefined) {
    if (node.value.kind === "missing") return;
    const takes =
      names.length === 0 ? "no arguments" : names.length === 1 ? "one argument" : `${names.length} arguments`;
    binding.reporter.report("WR120", node, `\`${callee.name}\` takes ${takes}; this one is too many`);
    return;
  }
  const near = suggestion(node.name, names);
  const has = names.length === 0 ? "; it has none" : `; it has ${namesInWords(names, "and")}`;
  const message = `\`${callee.name}\` has no parameter \`${node.name.text}\`${near.text === "" ? has : near.text}`;
  binding.reporter.report("WR121", node.name, message, near.options);
}
