// Arguments of a relation, an endpoint's example or a job's run, matched with the parameters they are for:
// by position, then by name, each of the parameter's type and within its check. Defaults are filled in.

import type { Argument, Range } from "../grammar/tree.ts";
import { type BindContext, namesInWords, suggestion } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { compareValues } from "./compare-values.ts";
import { convert } from "./convert.ts";
import { evaluate } from "./evaluate.ts";
import { constantScope } from "./flow.ts";
import type { Parameter, PlanExpression } from "./plan.ts";
import { printValue, typeName } from "./type-operations.ts";
import type { Value } from "./types.ts";
import { argumentValue } from "./walk.ts";

export interface BoundArguments {
  /** A value for each parameter that has one, defaults included. */
  readonly values: Readonly<Record<string, PlanExpression>>;
  /** Names that the arguments give, without defaults. */
  readonly given: ReadonlySet<string>;
}

export interface ArgumentsOptions {
  /** Who takes the parameters, in words for messages: "`top_products`". */
  readonly callee: string;
  /** Where to say that something is missing. */
  readonly range: Range;
  /** Parameters that may be left out although they have no default (an endpoint's come with the request). */
  readonly optional: boolean;
}

/** Binds `nodes` against `parameters`; problems are reported and the rest is kept. */
export function bindArguments(
  nodes: readonly Argument[],
  parameters: readonly Parameter[],
  context: BindContext,
  options: ArgumentsOptions,
): BoundArguments {
  const values: Record<string, PlanExpression> = {};
  const given = new Set<string>();
  nodes.forEach((node, position) => {
    const parameter =
      node.name === undefined
        ? parameters[position]
        : parameters.find((candidate) => candidate.name === node.name?.text);
    const value = bindExpression(argumentValue(node), constantScope(context.outer), context.reporter);
    if (parameter === undefined) reportUnknown(node, parameters, context, options);
    else if (given.has(parameter.name)) {
      context.reporter.report("WR155", node, `\`${parameter.name}\` is given twice; give it once`);
    } else {
      given.add(parameter.name);
      values[parameter.name] = fitted(value, parameter, node, context);
    }
  });
  for (const parameter of parameters) {
    if (given.has(parameter.name)) continue;
    if (parameter.default !== undefined) values[parameter.name] = parameter.default;
    else if (!options.optional) {
      context.reporter.report(
        "WR155",
        options.range,
        `${options.callee} needs \`${parameter.name}\` (\`${typeName(parameter)}\`): write \`${parameter.name}: …\``,
      );
    }
  }
  return { values, given };
}

/** Says why `value` breaks the parameter's check; undefined where it keeps it. */
export function brokenCheck(parameter: Parameter, value: Value): string | undefined {
  const check = parameter.check;
  if (check === undefined || value.kind === "null") return undefined;
  if (check.kind === "between") {
    const tooLow = compareValues(value, check.low) < 0;
    const tooHigh = compareValues(value, check.high) > 0;
    if (!tooLow && !tooHigh) return undefined;
    return `\`${parameter.name}\` is ${printValue(value)}; it must be between ${printValue(check.low)} and ${printValue(check.high)}`;
  }
  if (check.values.some((allowed) => compareValues(value, allowed) === 0)) return undefined;
  return `\`${parameter.name}\` is ${printValue(value)}; it must be one of ${check.values.map(printValue).join(", ")}`;
}

function fitted(
  value: PlanExpression,
  parameter: Parameter,
  node: Argument,
  context: BindContext,
): PlanExpression {
  const fitting = convert(value, parameter);
  if (fitting === undefined) {
    context.reporter.report(
      "WR155",
      node,
      `\`${parameter.name}\` takes \`${typeName(parameter)}\`, not \`${typeName(value)}\``,
    );
    return { kind: "unbound", type: parameter.type, nullable: parameter.nullable };
  }
  if (
    fitting.nullable &&
    !parameter.nullable &&
    fitting.kind !== "unbound" &&
    fitting.type.kind !== "unknown"
  ) {
    context.reporter.report(
      "WR155",
      node,
      `\`${parameter.name}\` may not be null, and this value can be; \`?? …\` says what else to take`,
    );
  }
  const constant = evaluate(fitting);
  const fault = constant === undefined ? undefined : brokenCheck(parameter, constant);
  if (fault !== undefined) context.reporter.report("WR155", node, fault);
  return fitting;
}

function reportUnknown(
  node: Argument,
  parameters: readonly Parameter[],
  context: BindContext,
  options: ArgumentsOptions,
): void {
  const names = parameters.map((parameter) => parameter.name);
  if (node.name === undefined) {
    const count = parameters.length === 0 ? "no parameters" : `${parameters.length} parameters`;
    context.reporter.report("WR155", node, `${options.callee} has ${count}; this argument is one too many`);
    return;
  }
  const near = suggestion(node.name, names);
  const has = names.length === 0 ? "it has none" : `it has ${namesInWords(names, "and")}`;
  context.reporter.report(
    "WR155",
    node.name,
    `${options.callee} has no parameter \`${node.name.text}\`${near.text === "" ? `; ${has}` : near.text}`,
    near.options,
  );
}
