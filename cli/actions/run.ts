// `weir run`: starts the engine, opens the pipeline while it starts, runs it, and brings its rows where they belong.
// The engine does the work; here it is decided what is asked for, and how the command ends.

import { dirname } from "node:path";
import type { Engine, EngineRun, RunOutcome } from "../../engine/client.ts";
import type { RunOutput } from "../../engine/messages.ts";
import type { PipelinePlan } from "../../language/index.ts";
import { handleOf } from "../choose-pipeline.ts";
import type { RunOptions } from "../command-options.ts";
import { engineSettings } from "../engine-settings.ts";
import { type ExitCode, usageError } from "../exit.ts";
import { namingFor } from "../find-files.ts";
import { absolutePath, type Host, kindOfPath } from "../host.ts";
import { type OpenedPipeline, openPipeline, withParameters } from "../open-pipeline.ts";
import { type ProgressLine, progressLine } from "../output/progress.ts";
import { failureText, reportNotes } from "../output/run-notes.ts";
import { reportRecord } from "../output/run-report.ts";
import { groupedDigits } from "../output/table.ts";
import { printable } from "../output/terminal.ts";
import { type RunTarget, runTarget } from "../run-target.ts";
import { schemasFor } from "../schemas.ts";
import { takeEngine } from "../warm-engine.ts";
import { writeWhole } from "../write-file.ts";

/** Rows that a table shows; the rest is counted. */
const shownRows = 40;

/** A run as it is wanted, ready to be handed to the engine. */
interface Wanted {
  readonly opened: OpenedPipeline;
  readonly plan: PipelinePlan;
  readonly target: RunTarget;
  readonly options: RunOptions;
  readonly isStoring: boolean;
  readonly progress: ProgressLine;
  readonly signal: AbortSignal;
}

export async function run(
  host: Host,
  file: string,
  pipeline: string | undefined,
  options: RunOptions,
): Promise<ExitCode> {
  const target = runTarget(host, options);
  await requireReportFolder(host, options.report);
  // First of all, so that DuckDB loads while the file is read and bound.
  const engine = takeEngine();
  const stop = new AbortController();
  const stopListening = host.onInterrupt(() => {
    // Asked a second time, the command ends at once, and the engine with it.
    if (stop.signal.aborted) host.exit(130);
    stop.abort();
  });
  try {
    const opening = openPipeline(host, file, pipeline, schemasFor(host, engine));
    const opened = await Promise.race([opening, aborted(stop.signal)]);
    if (opened === "aborted") return await tellCancelled(host);
    const plan = withParameters(opened.plan, options.param);
    const isStoring = options.store && plan.body.steps.at(-1)?.kind === "into";
    const progress = progressLine(host.errorStream, host.errorColours, () => host.now());
    const wanted = { opened, plan, target, options, isStoring, progress, signal: stop.signal };
    return await runWanted(host, engine, wanted);
  } finally {
    stopListening();
    await engine.close();
  }
}

// ------------------------------------------------------------------------------------------------ helpers

async function runWanted(host: Host, engine: Engine, wanted: Wanted): Promise<ExitCode> {
  const { opened, plan, target, options, isStoring, progress, signal } = wanted;
  const output = outputOf(target, options, isStoring);
  const running = engine.run(
    {
      settings: engineSettings(
        host,
        opened.project,
        options.allowWrite.map((folder) => absolutePath(host, folder)),
      ),
      plan,
      startedAtMicros: BigInt(host.now()) * 1000n,
      limit: limitOf(target, options, isStoring),
      output,
      store: options.store,
      measureSteps: options.measureSteps,
      given: undefined,
    },
    { progress: (now) => progress.show(now), signal, lineOf: (origin) => opened.program.lineOf(origin) },
  );
  if (output.kind === "batches" && target.kind === "print") {
    await Promise.race([printRows(host, running, target.format, wanted), aborted(signal)]);
  }
  const outcome = await running.outcome;
  progress.clear();
  const nameOf = namingFor(host, opened.opened.shown);
  if (options.report !== undefined) {
    const handle = handleOf(opened.files[0]!, opened.plan);
    const record = reportRecord(handle, outcome, nameOf);
    const path = absolutePath(host, options.report);
    await writeWhole(path, `${JSON.stringify(record, undefined, 2)}\n`, options.report);
  }
  return tellOutcome(host, outcome, target, nameOf, signal);
}

/** A pipeline that stores and was not asked for its rows prints them on a terminal only. */
function outputOf(target: RunTarget, options: RunOptions, isStoring: boolean): RunOutput {
  if (target.kind === "file") return target.output;
  const isUnasked = isStoring && options.format === undefined && target.format !== "table";
  return { kind: isUnasked ? "none" : "batches" };
}

/** A table beside a store shows the first rows only, and the store tells how many there are. */
function limitOf(target: RunTarget, options: RunOptions, isStoring: boolean): number | undefined {
  const isTable = target.kind === "print" && target.format === "table";
  return isTable && isStoring ? Math.min(options.limit ?? shownRows, shownRows) : options.limit;
}

async function printRows(
  host: Host,
  running: EngineRun,
  format: (RunTarget & { readonly kind: "print" })["format"],
  wanted: Wanted,
): Promise<void> {
  const { isStoring, progress, options } = wanted;
  // Loaded while the engine computes: the packages for Arrow are large.
  const { rowsOut } = await import("../rows-out.ts");
  const rows = rowsOut(format, host.output, { colours: host.outputColours, shownRows });
  for await (const part of running) {
    if (format !== "table") progress.clear();
    await rows.take(part);
    // Nobody reads on. What is to be stored is stored all the same.
    if (host.output.closed && !isStoring) return;
  }
  const outcome = await running.outcome;
  progress.clear();
  if (outcome.kind !== "finished") return;
  await rows.end(isStoring && options.limit === undefined ? outcome.report.rows : undefined);
}

async function tellOutcome(
  host: Host,
  outcome: RunOutcome,
  target: RunTarget,
  nameOf: (file: string) => string,
  signal: AbortSignal,
): Promise<ExitCode> {
  const colours = host.errorColours;
  switch (outcome.kind) {
    case "failed":
      await host.errors.write(failureText(outcome.failure, nameOf, colours));
      return 1;
    case "cancelled":
      // Cancelled by nobody but the reader, who has gone away.
      return signal.aborted ? tellCancelled(host) : 0;
    case "finished": {
      const { report } = outcome;
      await host.errors.write(reportNotes(report, nameOf, colours));
      if (target.kind === "file") {
        const count = `${groupedDigits(report.rows)} ${report.rows === 1 ? "row" : "rows"}`;
        await host.errors.write(`${colours.green("wrote")} ${count} → ${printable(target.shown)}\n`);
      }
      return signal.aborted ? tellCancelled(host) : 0;
    }
  }
}

async function tellCancelled(host: Host): Promise<ExitCode> {
  await host.errors.write(`${host.errorColours.yellow("cancelled")}\n`);
  return 130;
}

function aborted(signal: AbortSignal): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve("aborted");
    else signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
}

/** Said before the run, which may take long. */
async function requireReportFolder(host: Host, report: string | undefined): Promise<void> {
  if (report === undefined) return;
  const folder = dirname(report);
  if ((await kindOfPath(host, folder)) !== "folder") throw usageError(`"${folder}" is no folder`);
}
