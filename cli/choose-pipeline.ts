// Which pipeline of a file a person means: by name, by a line that it stands on, or the only one there is.

import { lineIndex, nearestWord, positionAt } from "../grammar/index.ts";
import type { BoundFile, PipelinePlan } from "../language/index.ts";
import { usageError } from "./exit.ts";

interface Candidate {
  readonly plan: PipelinePlan;
  /** From 1, ends included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** The pipeline that `wanted` names; a usage error that lists them where it names none. `shown` is the file as typed. */
export function choosePipeline(file: BoundFile, wanted: string | undefined, shown: string): PipelinePlan {
  const candidates = candidatesOf(file);
  if (candidates.length === 0) throw usageError(`"${shown}" has no pipeline`);
  if (wanted === undefined) {
    const [only, ...others] = candidates;
    if (only !== undefined && others.length === 0) return only.plan;
    throw usageError(`"${shown}" has ${candidates.length} pipelines; name one: ${listOf(candidates)}`);
  }
  const line = /^:(\d+)$/.exec(wanted)?.[1];
  return line === undefined ? byName(candidates, wanted, shown) : byLine(candidates, Number(line), shown);
}

/** How a person asks for a pipeline: its name, or the line of a bare one. */
export function handleOf(file: BoundFile, plan: PipelinePlan): string {
  if (plan.name !== undefined) return plan.name;
  const candidate = candidatesOf(file).find((one) => one.plan === plan);
  return candidate === undefined ? "the pipeline" : `:${candidate.firstLine}`;
}

// ------------------------------------------------------------------------------------------------ helpers

function byName(candidates: readonly Candidate[], name: string, shown: string): PipelinePlan {
  const found = candidates.find((candidate) => candidate.plan.name === name);
  if (found !== undefined) return found.plan;
  const names = candidates.flatMap(({ plan }) => plan.name ?? []);
  const near = nearestWord(name, names);
  const suggestion = near === undefined ? "" : `; did you mean \`${near}\`?`;
  throw usageError(
    `"${shown}" has no pipeline "${name}"${suggestion}`,
    `${candidates.length === 1 ? "it has" : "it has the pipelines"} ${listOf(candidates)}`,
  );
}

function byLine(candidates: readonly Candidate[], line: number, shown: string): PipelinePlan {
  const found = candidates.find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
  if (found !== undefined) return found.plan;
  throw usageError(`no pipeline of "${shown}" stands on line ${line}`, `it has ${listOf(candidates, true)}`);
}

function listOf(candidates: readonly Candidate[], lines = false): string {
  return candidates
    .map(({ plan, firstLine, lastLine }) => {
      if (plan.name === undefined || plan.name === "") return `\`:${firstLine}\``;
      return lines ? `\`${plan.name}\` (lines ${firstLine}–${lastLine})` : `\`${plan.name}\``;
    })
    .join(", ");
}

function candidatesOf(file: BoundFile): Candidate[] {
  const index = lineIndex(file.tree.text);
  return file.declarations.flatMap(({ pipeline, declaration }, position) => {
    const part = file.tree.parts[position];
    if (pipeline === undefined || part === undefined) return [];
    return {
      plan: pipeline,
      firstLine: positionAt(index, part.start + declaration.start).line + 1,
      lastLine: positionAt(index, part.start + declaration.end).line + 1,
    };
  });
}
