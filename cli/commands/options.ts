// Options and arguments that several commands share, and how their values are read. What a value means for a pipeline
// is decided later, when the pipeline is known.

import { InvalidArgumentError, Option } from "commander";

/** `NAME=VALUE` pairs as typed, in order. */
export type ParameterTexts = readonly (readonly [name: string, text: string])[];

export const pipelineArgument = "name of the pipeline, or :LINE; not needed where the file has only one";

/** `--param k=v`, as often as there are parameters. */
export function parameterOption(): Option {
  return new Option("-p, --param <name=value>", "value of a parameter; can be repeated")
    .argParser(addParameter)
    .default([], "their defaults");
}

function addParameter(typed: string, before: ParameterTexts): ParameterTexts {
  const at = typed.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError(`"${typed}" is not of the form name=value.`);
  const name = typed.slice(0, at).replace(/^\$/, "");
  if (before.some(([known]) => known === name)) {
    throw new InvalidArgumentError(`"${name}" has a value already; give it once.`);
  }
  return [...before, [name, typed.slice(at + 1)]];
}

/** A whole number from 0. */
export function countOf(typed: string): number {
  const count = Number(typed.replaceAll("_", ""));
  if (!/^[\d_]+$/.test(typed) || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError(`"${typed}" is not a whole number from 0.`);
  }
  return count;
}

/** Collects an option that can be repeated. */
export function alsoThis(typed: string, before: readonly string[]): readonly string[] {
  return [...before, typed];
}
