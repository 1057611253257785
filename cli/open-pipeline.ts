// Opens the one pipeline that a command is about. Errors of the file end the command here, printed as `weir check`
// prints them; warnings are told on standard error and the command goes on.

import {
  type BoundFile,
  isWhole,
  type Parameter,
  type PipelinePlan,
  type Program,
  parameterValues,
  printValue,
  reachOf,
  specialise,
  typeName,
} from "../language/index.ts";
import { choosePipeline } from "./choose-pipeline.ts";
import type { ParameterTexts } from "./commands/options.ts";
import { CommandError, usageError } from "./exit.ts";
import { realFiles } from "./file-system.ts";
import { findFiles } from "./find-files.ts";
import { type Host, kindOfPath } from "./host.ts";
import { type Opened, type OpenedPart, openFiles, type Schemas } from "./open.ts";
import { problemsText, type ShownProblem, summaryText } from "./output/problems.ts";

export interface OpenedPipeline extends OpenedPart {
  readonly plan: PipelinePlan;
  readonly opened: Opened;
}

export async function openPipeline(
  host: Host,
  path: string,
  wanted: string | undefined,
  schemas: Schemas,
): Promise<OpenedPipeline> {
  if ((await kindOfPath(host, path)) === "folder") {
    throw usageError(`"${path}" is a folder; name a .weir file in it`);
  }
  const opened = await openFiles(host, realFiles(), await findFiles(host, [path]), schemas);
  const part = opened.parts[0]!;
  const file = part.files[0]!;
  const plan = await chosen(host, opened, file, wanted, path);
  const problems = problemsOf(plan, file, part.program, opened).filter(
    ({ severity }) => severity === "error" || severity === "warning",
  );
  if (problems.length > 0) await host.errors.write(problemsText(problems, host.errorColours));
  if (problems.some(isError)) await endWith(host, opened, problems);
  return { ...part, plan, opened };
}

/** The pipeline that is wanted; errors of the file come first where they may be why it is not there. */
async function chosen(
  host: Host,
  opened: Opened,
  file: BoundFile,
  wanted: string | undefined,
  path: string,
): Promise<PipelinePlan> {
  try {
    return choosePipeline(file, wanted, path);
  } catch (error) {
    const errors = opened.problems.filter(isError);
    if (!(error instanceof CommandError) || errors.length === 0) throw error;
    await host.errors.write(problemsText(errors, host.errorColours));
    throw error;
  }
}

/** What is wrong with a pipeline: with itself, with all that it hangs on, and with the manifest. */
function problemsOf(
  plan: PipelinePlan,
  file: BoundFile,
  program: Program,
  opened: Opened,
): readonly ShownProblem[] {
  const position = file.declarations.findIndex(({ pipeline }) => pipeline === plan);
  const reach = reachOf(program, file, position);
  const own = opened.problems.filter(({ source, part }) => part === undefined || reach.has(source.uri, part));
  // A plan with holes has its error somewhere, whatever leads there.
  return own.some(isError) || isWhole(plan.body) ? own : opened.problems;
}

async function endWith(host: Host, opened: Opened, problems: readonly ShownProblem[]): Promise<never> {
  await host.errors.write(`${summaryText(problems, opened.fileCount, host.errorColours)}\n`);
  throw new CommandError(1, "");
}

const isError = ({ severity }: ShownProblem) => severity === "error";

/** The plan with its parameters bound to what was typed; a usage error names each that does not fit. */
export function withParameters(plan: PipelinePlan, texts: ParameterTexts, nowMicros?: bigint): PipelinePlan {
  const { values, problems } = parameterValues(plan.parameters, Object.fromEntries(texts));
  const now = nowMicros === undefined ? {} : { now: nowMicros };
  const bound = specialise(plan, values, now);
  const misread = new Set(problems.map(({ parameter }) => parameter));
  const all = [...problems, ...bound.problems.filter(({ parameter }) => !misread.has(parameter))];
  if (all.length === 0) return bound.plan;
  throw usageError(
    all.map(({ message }) => message).join("\n"),
    plan.parameters.length === 0 ? undefined : `parameters: ${plan.parameters.map(parameterText).join(", ")}`,
  );
}

/** `n: int between 1 and 500`, as it is declared. */
function parameterText(parameter: Parameter): string {
  const { name, check } = parameter;
  const type = `${name}: ${typeName(parameter)}`;
  switch (check?.kind) {
    case undefined:
      return type;
    case "between":
      return `${type} between ${printValue(check.low)} and ${printValue(check.high)}`;
    case "in":
      return `${type} in [${check.values.map(printValue).join(", ")}]`;
  }
}
