// `job` blocks: what runs, when, where, and how often it is tried again. Nothing is scheduled here.

import type { JobDeclaration, JobItem, Schedule, TextNode } from "../grammar/tree.ts";
import { type BindContext, namesInWords, suggestion } from "./bind-context.ts";
import { bindRelation } from "./bind-relation.ts";
import { bindConstant } from "./bind-step-rows.ts";
import type { BoundJob, BoundSchedule } from "./bound.ts";
import { cronFault } from "./cron.ts";
import { evaluate } from "./evaluate.ts";
import type { PipelinePlan } from "./plan.ts";

type ItemOf<K extends JobItem["kind"]> = JobItem & { readonly kind: K };

const minimumInterval = 60_000_000n;
const mostRetries = 20n;

/** Binds a job. */
export function bindJob(node: JobDeclaration, context: BindContext): BoundJob {
  const runs: BoundJob["runs"][number][] = [];
  const schedules: BoundSchedule[] = [];
  let target: string | undefined;
  let retries = 0;
  for (const item of node.items) {
    switch (item.kind) {
      case "run": {
        const run = bindRun(item, context);
        if (run !== undefined) runs.push(run);
        break;
      }
      case "every": {
        const schedule = bindSchedule(item, context);
        if (schedule !== undefined) schedules.push(schedule);
        break;
      }
      case "on":
        if (target !== undefined)
          context.reporter.report("WR161", item, "A job runs on one target; keep one `on`");
        target = bindTarget(item, context);
        break;
      case "retry":
        retries = bindRetry(item, context);
        break;
      case "faulty":
        break;
    }
  }
  if (!context.faulty(node)) checkWhole(node, context);
  if (retries > 0) reportAppends(node, runs, context);
  return { name: node.name.text, doc: node.doc, runs, schedules, target, retries };
}

function checkWhole(node: JobDeclaration, context: BindContext): void {
  const has = (kind: JobItem["kind"]) => node.items.some((item) => item.kind === kind);
  if (!has("run"))
    context.reporter.report("WR161", node.name, "A job runs at least one pipeline: `run PIPELINE`");
  else if (!has("every")) {
    context.reporter.report(
      "WR161",
      node.name,
      "A job says when it runs: `every day at 02:00`, `every 15 minutes`",
    );
  }
}

function bindRun(item: ItemOf<"run">, context: BindContext): BoundJob["runs"][number] | undefined {
  const relation = bindRelation(item.relation, context);
  if (relation.input === undefined) return undefined;
  if (relation.input.kind !== "pipeline") {
    context.reporter.report(
      "WR161",
      item.relation,
      "A job runs a pipeline by name; a source or store does nothing",
    );
    return undefined;
  }
  const { pipeline, arguments: values } = relation.input;
  if (!storesSomething(pipeline)) {
    context.reporter.report(
      "WR161",
      item.relation,
      `\`${pipeline.name ?? ""}\` stores nothing, so this job would have no effect; end it with \`into STORE\``,
    );
  }
  return { start: item.start, end: item.end, pipeline, arguments: values };
}

function storesSomething(pipeline: PipelinePlan): boolean {
  // A faulty last step may have been an `into`; its own problem is enough.
  return pipeline.body.steps.some((step) => step.kind === "into" || step.kind === "faulty");
}

function reportAppends(
  node: JobDeclaration,
  runs: readonly BoundJob["runs"][number][],
  context: BindContext,
): void {
  for (const run of runs) {
    for (const step of run.pipeline.body.steps) {
      if (step.kind !== "into" || step.mode.kind !== "append") continue;
      const retry = node.items.find((item) => item.kind === "retry");
      context.reporter.report(
        "WR167",
        retry ?? run,
        `\`${run.pipeline.name ?? ""}\` appends to \`${step.store.name}\`, so a second try may store rows twice; \`merge on\` or \`replace by\` can be repeated`,
      );
    }
  }
}

function bindTarget(item: ItemOf<"on">, context: BindContext): string | undefined {
  const targets = context.manifest?.targets;
  const name = item.target.text;
  if (name === "") return undefined;
  if (targets !== undefined && !targets.includes(name)) {
    const near = suggestion(item.target, targets);
    const has = targets.length === 0 ? "weir.json has none" : `weir.json has ${namesInWords(targets, "and")}`;
    context.reporter.report(
      "WR163",
      item.target,
      `There is no target \`${name}\`${near.text === "" ? `; ${has}` : near.text}`,
      near.options,
    );
  }
  return name;
}

function bindRetry(item: ItemOf<"retry">, context: BindContext): number {
  const value = evaluate(bindConstant(item.count, context));
  if (value?.kind === "int" && value.value >= 0n && value.value <= mostRetries) return Number(value.value);
  if (item.count.kind !== "missing") {
    context.reporter.report("WR161", item.count, `\`retry\` takes a whole number from 0 to ${mostRetries}`);
  }
  return 0;
}

// ------------------------------------------------------------------------------------------------- schedules

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

function bindSchedule(item: ItemOf<"every">, context: BindContext): BoundSchedule | undefined {
  const { schedule } = item;
  switch (schedule.kind) {
    case "cron": {
      const fault = cronFault(schedule.expression.value);
      if (fault !== undefined) {
        context.reporter.report(
          "WR161",
          schedule.expression,
          `${fault}; a schedule is \`minute hour day month weekday\`, as in \`"0 2 * * *"\``,
        );
        return undefined;
      }
      const zone = bindZone(schedule.zone, context);
      return { kind: "cron", expression: schedule.expression.value, zone };
    }
    case "interval": {
      const value = evaluate(bindConstant(schedule.interval, context));
      if (value?.kind === "duration" && value.micros >= minimumInterval) {
        return { kind: "interval", micros: value.micros };
      }
      if (schedule.interval.kind !== "missing") {
        context.reporter.report(
          "WR161",
          schedule.interval,
          "`every` takes minutes or hours: `every 15 minutes`",
        );
      }
      return undefined;
    }
    case "daily":
      return bindDaily(schedule, context);
  }
}

function bindDaily(
  schedule: Schedule & { readonly kind: "daily" },
  context: BindContext,
): BoundSchedule | undefined {
  const day = schedule.day.text;
  const weekday = weekdays.indexOf(day);
  if (day !== "day" && weekday < 0) {
    if (day === "") return undefined;
    const near = suggestion(schedule.day, ["day", ...weekdays]);
    context.reporter.report(
      "WR161",
      schedule.day,
      `\`every\` takes \`day\` or a day of the week, not \`${day}\`${near.text}`,
      near.options,
    );
    return undefined;
  }
  const zone = bindZone(schedule.zone, context);
  if (schedule.time === undefined) return undefined;
  const [hours, minutes] = schedule.time.split(":").map(Number);
  if ((hours ?? 24) > 23 || (minutes ?? 60) > 59) {
    context.reporter.report(
      "WR161",
      schedule.day,
      `There is no time \`${schedule.time}\`; times go from 00:00 to 23:59`,
    );
    return undefined;
  }
  return { kind: "daily", weekday: weekday < 0 ? undefined : weekday + 1, time: schedule.time, zone };
}

function bindZone(node: TextNode | undefined, context: BindContext): string {
  if (node === undefined) return "UTC";
  if (!isTimeZone(node.value)) {
    context.reporter.report(
      "WR161",
      node,
      `There is no time zone \`${node.value}\`; zones are named as in \`"Europe/Berlin"\` or \`"UTC"\``,
    );
  }
  return node.value;
}

/** Whether a name stands in the table of time zones that every JavaScript engine carries. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
