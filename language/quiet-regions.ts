// Where the binder keeps silent: in a step, item or declaration that the parser could not read whole, whatever it
// would say follows from that fault. Regions nest; the innermost one decides.

import type { Declaration, FilePart, Range, Step } from "../grammar/tree.ts";
import type { Reporter } from "./reporter.ts";
import { stepRelations } from "./walk.ts";

/** A reporter that drops what is said about faulty regions of `part`. */
export function quietWhereFaulty(part: FilePart, reporter: Reporter): Reporter {
  if (part.problems.length === 0) return reporter;
  const regions = regionsOf(part.declaration);
  const faulty = new Set(part.problems.map((problem) => innermost(regions, problem.start)));
  return {
    report(code, range, message, options) {
      if (!faulty.has(innermost(regions, range.start))) reporter.report(code, range, message, options);
    },
    refer: (range, target) => reporter.refer(range, target),
    miss: (range, scope, object) => reporter.miss(range, scope, object),
  };
}

/** Whether the parser found a fault that begins in `range`, its end included. */
export function faultyIn(part: FilePart): (range: Range) => boolean {
  if (part.problems.length === 0) return () => false;
  return (range) =>
    part.problems.some((problem) => problem.start >= range.start && problem.start <= range.end);
}

/** The parts of a declaration that stand or fall by themselves, outer ones before inner ones. */
function regionsOf(declaration: Declaration): readonly Range[] {
  const whole = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };
  const regions: Range[] = [whole];
  switch (declaration.kind) {
    case "pipeline":
      addSteps(declaration.steps, declaration.body.end, regions);
      break;
    case "bare":
      addSteps(declaration.steps, declaration.end, regions);
      break;
    case "test":
    case "service":
    case "job":
      addRanges(declaration.items, declaration.end, regions);
      break;
    default:
      break;
  }
  return regions;
}

function addSteps(steps: readonly Step[], end: number, regions: Range[]): void {
  addRanges(steps, end, regions);
  for (const step of steps) {
    for (const relation of stepRelations(step)) {
      if (relation.kind === "stepsRelation") addSteps(relation.steps, relation.end, regions);
    }
  }
}

/** Each range reaches to where the next begins: what the parser skipped belongs to what stands before it. The
 *  last one holds its end too, where that which is missing is said to be missing. */
function addRanges(ranges: readonly Range[], end: number, regions: Range[]): void {
  ranges.forEach((range, position) => {
    regions.push({ start: range.start, end: ranges[position + 1]?.start ?? Math.max(range.end, end) + 1 });
  });
}

/** The last of the regions that hold `offset`: inner ones come after outer ones. */
function innermost(regions: readonly Range[], offset: number): Range | undefined {
  return regions.findLast((region) => region.start <= offset && offset < region.end) ?? regions[0];
}
