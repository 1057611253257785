// What a run of a pipeline needs before it can start: its parameters, what is wrong with the values typed so far, and
// where the result would be stored. A pure function of a view and a line.

import type { PipelineDeclaration } from "../../grammar/index.ts";
import {
  type Parameter,
  parameterValues,
  printValue,
  specialise,
  typeName,
  type Value,
} from "../../language/index.ts";
import type { ParameterInfo, ParametersResult, StoreInfo } from "../protocol.ts";
import type { View } from "../view.ts";
import { type PipelineAt, pipelineAt } from "./pipeline-at.ts";

/** Undefined where no pipeline stands on the line (from 0). `texts` are values as a person types them. */
export function parametersAt(
  view: View,
  line: number,
  texts: Readonly<Record<string, string>> = {},
): ParametersResult | undefined {
  const found = pipelineAt(view, line);
  if (found === undefined) return undefined;
  const { plan } = found;
  const { values, problems } = parameterValues(plan.parameters, texts);
  const misread = new Set(problems.map(({ parameter }) => parameter));
  const unfit = specialise(plan, values).problems.filter(({ parameter }) => !misread.has(parameter));
  return {
    pipeline: found.title,
    parameters: plan.parameters.map((parameter) => infoOf(parameter, found)),
    problems: [...problems, ...unfit].map(({ parameter, message }) => ({ parameter, message })),
    store: storeOf(found),
  };
}

function infoOf(parameter: Parameter, { bound, text }: PipelineAt): ParameterInfo {
  const { name, doc, check } = parameter;
  const declared = bound.declaration.kind === "pipeline" ? defaultOf(bound.declaration, name) : undefined;
  return {
    name,
    type: typeName(parameter),
    doc,
    default: declared === undefined ? undefined : text.slice(declared.start, declared.end),
    check:
      check?.kind === "between"
        ? `between ${printValue(check.low)} and ${printValue(check.high)}`
        : check?.kind === "in"
          ? `in [${check.values.map(printValue).join(", ")}]`
          : undefined,
    choices: check?.kind === "in" ? check.values.map(typed) : undefined,
  };
}

function defaultOf(declaration: PipelineDeclaration, name: string) {
  return declaration.parameters.find((parameter) => parameter.name.text === name)?.default;
}

/** A value as it is typed into a form: texts without their quotes. */
function typed(value: Value): string {
  return value.kind === "text" || value.kind === "uuid" ? value.value : printValue(value);
}

function storeOf({ plan }: PipelineAt): StoreInfo | undefined {
  const last = plan.body.steps.at(-1);
  if (last?.kind !== "into") return undefined;
  const { name, location } = last.store;
  return { name, path: location.path, mode: last.mode.kind };
}
