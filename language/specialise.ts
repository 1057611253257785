// Gives a plan its parameters' values. What comes out has no parameters left, in itself or in the pipelines it
// reads; what they make constant is computed, conditions that always hold are gone. Values that do not fit are
// problems of the caller's data, never exceptions.

import { brokenCheck } from "./bind-arguments.ts";
import { namesInWords } from "./bind-context.ts";
import type { Environment } from "./evaluate.ts";
import { evaluate } from "./evaluate.ts";
import { problemWithArgument } from "./functions/checks.ts";
import type { ArgumentCheck } from "./functions/entry.ts";
import { parseSignature } from "./functions/signature.ts";
import { functionNamed } from "./functions/table.ts";
import { nearestName } from "./nearest-name.ts";
import type {
  Parameter,
  PipelinePlan,
  PlanExpression,
  PlanSortKey,
  PlanStep,
  RelationInput,
  RelationPlan,
  RowShape,
} from "./plan.ts";
import { rewriteStep } from "./plan-steps.ts";
import { eachPlanExpression } from "./plan-walk.ts";
import { constantBool, type ParameterExpressions, simplify, simplifyCondition } from "./simplify.ts";
import { typeName } from "./type-operations.ts";
import type { Value } from "./types.ts";

export interface Specialised {
  readonly plan: PipelinePlan;
  readonly problems: readonly ParameterProblem[];
}

/** What is wrong with the value of a parameter. */
export interface ParameterProblem {
  /** `WR601` missing, `WR602` unknown, `WR603` not of the type, `WR604` outside what is allowed. */
  readonly code: "WR601" | "WR602" | "WR603" | "WR604";
  readonly parameter: string;
  readonly message: string;
}

/**
 * Binds the parameters of `plan` to `given`, defaults where nothing is given. With `now` (microseconds since 1970)
 * the start of the run is a constant too. Where there are problems, the plan is not to be run.
 */
export function specialise(
  plan: PipelinePlan,
  given: Readonly<Record<string, Value>>,
  environment: Pick<Environment, "now"> = {},
): Specialised {
  const problems: ParameterProblem[] = [];
  const values = new Map<string, PlanExpression>();
  for (const name of Object.keys(given)) {
    if (!plan.parameters.some((parameter) => parameter.name === name)) {
      problems.push(unknownParameter(name, plan));
    }
  }
  for (const parameter of plan.parameters) {
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined;
    if (value !== undefined) {
      const fault = valueProblem(parameter, value);
      if (fault !== undefined) problems.push(fault);
      values.set(parameter.name, constant(value, parameter));
    } else if (parameter.default !== undefined) {
      values.set(parameter.name, simplify(parameter.default, values, environment));
    } else {
      const message = `\`${parameter.name}\` (\`${typeName(parameter)}\`) has no default: give it a value`;
      problems.push({ code: "WR601", parameter: parameter.name, message });
    }
  }
  return { plan: withValues(plan, values, environment, problems), problems };
}

/** Why `value` cannot be the parameter's; undefined where it can. */
export function valueProblem(parameter: Parameter, value: Value): ParameterProblem | undefined {
  const { name } = parameter;
  if (value.kind === "null" && !parameter.nullable) {
    return {
      code: "WR603",
      parameter: name,
      message: `\`${name}\` is \`${typeName(parameter)}\` and may not be null`,
    };
  }
  const fault = brokenCheck(parameter, value);
  return fault === undefined ? undefined : { code: "WR604", parameter: name, message: fault };
}

function withValues(
  plan: PipelinePlan,
  values: ParameterExpressions,
  environment: Environment,
  problems: ParameterProblem[],
): PipelinePlan {
  const relation = (inner: RelationPlan): RelationPlan => ({
    steps: inner.steps.flatMap((step) => specialiseStep(step)),
    shape: shape(inner.shape),
  });
  const shape = (inner: RowShape): RowShape =>
    inner.order.length === 0 ? inner : { ...inner, order: withoutConstants(inner.order, value) };
  const value = (expression: PlanExpression) => {
    const simple = simplify(expression, values, environment);
    problems.push(...callProblems(expression, simple));
    return simple;
  };
  const condition = (expression: PlanExpression) => {
    const simple = simplifyCondition(expression, values, environment);
    problems.push(...callProblems(expression, simple));
    return simple;
  };
  const input = (inner: RelationInput): RelationInput => {
    switch (inner.kind) {
      case "pipeline":
        return specialiseCall(inner);
      case "steps":
        return { ...inner, relation: relation(inner.relation) };
      case "series":
        return { ...inner, from: value(inner.from), to: value(inner.to), step: value(inner.step) };
      case "rows":
        return { ...inner, rows: inner.rows.map((row) => row.map(value)) };
      default:
        return inner;
    }
  };
  const specialiseStep = (step: PlanStep): readonly PlanStep[] => {
    const output = shape(step.output);
    const rewritten = rewriteStep(step, { value, condition, input });
    if (rewritten.kind === "where" && constantBool(rewritten.condition) === true) return [];
    if (rewritten.kind !== "sort") return [{ ...rewritten, output }];
    const keys = withoutConstants(rewritten.keys);
    return keys.length === 0 ? [] : [{ ...rewritten, keys, output }];
  };
  const specialiseCall = (inner: RelationInput & { readonly kind: "pipeline" }): RelationInput => {
    const callee = inner.pipeline;
    const passed = new Map<string, PlanExpression>();
    for (const parameter of callee.parameters) {
      const argument = inner.arguments[parameter.name] ?? parameter.default;
      if (argument === undefined) continue;
      const simple = value(argument);
      const known = evaluate(simple, environment);
      const fault = known === undefined ? undefined : valueProblem(parameter, known);
      if (fault !== undefined)
        problems.push({ ...fault, message: `In \`${callee.name ?? "the pipeline"}\`: ${fault.message}` });
      passed.set(parameter.name, known === undefined ? simple : constant(known, parameter));
    }
    return { ...inner, pipeline: withValues(callee, passed, environment, problems), arguments: {} };
  };
  return { ...plan, parameters: [], body: relation(plan.body) };
}

/** Sort keys without those that are the same for every row. */
function withoutConstants(
  keys: readonly PlanSortKey[],
  change: (expression: PlanExpression) => PlanExpression = (expression) => expression,
): readonly PlanSortKey[] {
  return keys
    .map((key) => ({ ...key, value: change(key.value) }))
    .filter((key) => key.value.kind !== "value");
}

/** Library calls that a parameter has given an argument that they cannot work with. */
function callProblems(before: PlanExpression, after: PlanExpression): readonly ParameterProblem[] {
  if (before === after) return [];
  const problems: ParameterProblem[] = [];
  eachPlanExpression(after, (inner) => {
    if (inner.kind === "matches") report("pattern", "regular expression", inner.pattern);
    if (inner.kind !== "call" && inner.kind !== "aggregate" && inner.kind !== "windowCall") return;
    const signature = functionNamed(inner.function)?.signatures[inner.signature];
    if (signature?.checks === undefined) return;
    parseSignature(signature.type).parameters.forEach((parameter, position) => {
      const check = signature.checks?.[parameter.name];
      const argument = inner.arguments[position];
      if (check !== undefined && argument !== undefined)
        report(parameter.name, check, argument, inner.function);
    });
  });
  return problems;

  function report(parameter: string, check: ArgumentCheck, argument: PlanExpression, owner?: string): void {
    const fault = argument.kind === "value" ? problemWithArgument(check, argument.value) : undefined;
    if (fault === undefined) return;
    const what = owner === undefined ? "`matches`" : `\`${parameter}\` of \`${owner}\``;
    problems.push({ code: "WR604", parameter, message: `${what}: ${fault}` });
  }
}

function unknownParameter(name: string, plan: PipelinePlan): ParameterProblem {
  const names = plan.parameters.map((parameter) => parameter.name);
  const nearest = nearestName(name, names);
  const who = plan.name === undefined ? "The pipeline" : `\`${plan.name}\``;
  const has = names.length === 0 ? "it has none" : `it has ${namesInWords(names, "and")}`;
  const hint = nearest === undefined ? has : `did you mean \`${nearest}\`?`;
  return { code: "WR602", parameter: name, message: `${who} has no parameter \`${name}\`; ${hint}` };
}

function constant(value: Value, parameter: Parameter): PlanExpression {
  return { kind: "value", value, type: parameter.type, nullable: value.kind === "null" };
}
