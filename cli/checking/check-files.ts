// Checks files: a few of them here, many of them in as many threads as the machine has processors.

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileSystem } from "../../project/index.ts";
import { CommandError } from "../exit.ts";
import { realFiles, uriOf } from "../file-system.ts";
import type { FoundFile } from "../find-files.ts";
import type { Host } from "../host.ts";
import { openFiles, type Schemas } from "../open.ts";
import type { ShownProblem } from "../output/problems.ts";
import type { CheckShare, Findings, FromThread, ToThread } from "./messages.ts";
import { sharesOf } from "./shares.ts";

/** Files that are worth a thread: it takes as long to start as these take to be checked. */
const filesPerThread = 150;
const mostThreads = 8;
/** Files that are bound together; those that import each other are, however many they are. */
const filesAtOnce = 10;
/** While the engine looks at data for some, this many others are read and bound. */
const batchesUnderWay = 16;

export async function checkFiles(
  host: Host,
  found: readonly FoundFile[],
  schemas: Schemas,
): Promise<Findings> {
  const files = realFiles();
  // Threads load the bundle; a run from the sources has none.
  const isBundled = import.meta.url.endsWith(".js");
  const threads = Math.min(availableParallelism(), mostThreads, Math.floor(found.length / filesPerThread));
  if (!isBundled || threads < 2) return checkHere(host, found, files, schemas);
  const [own = [], ...others] = sharesOf(found, threads, textReader(files));
  const working = others.map((share) => checkInThread(share, schemas));
  return together(await Promise.all([checkHere(host, own, files, schemas), ...working]), found);
}

/** Opens the files in this thread, some at a time: what is bound and done with need not be kept. */
export async function checkHere(
  host: Host,
  found: readonly FoundFile[],
  files: FileSystem,
  schemas: Schemas,
): Promise<Findings> {
  const batches = sharesOf(found, Math.ceil(found.length / filesAtOnce), textReader(files));
  const all: Findings[] = [];
  const underWay = new Set<Promise<void>>();
  for (const batch of batches) {
    const work = openFiles(host, files, batch, schemas).then(({ problems, fileCount }) => {
      all.push({ problems, fileCount });
      underWay.delete(work);
    });
    underWay.add(work);
    // Answers of the engine are heard between the batches.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (underWay.size >= batchesUnderWay) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  return together(all, found);
}

// ------------------------------------------------------------------------------------------------ helpers

function together(all: readonly Findings[], found: readonly FoundFile[]): Findings {
  return {
    fileCount: all.reduce((sum, findings) => sum + findings.fileCount, 0),
    problems: inOrder(
      all.flatMap((findings) => findings.problems),
      found,
    ),
  };
}

function checkInThread(share: readonly FoundFile[], schemas: Schemas): Promise<Findings> {
  const data: CheckShare = { kind: "weir check", files: share };
  const thread = new Worker(new URL("./cli.js", import.meta.url), {
    workerData: data,
  });
  return new Promise((resolve, reject) => {
    thread.on("error", reject);
    thread.on("exit", () =>
      reject(new Error("a thread of `weir check` ended before its files were checked")),
    );
    thread.on("message", (message: FromThread) => {
      switch (message.kind) {
        case "findings":
          resolve(message.findings);
          return;
        case "fault":
          reject(new CommandError(message.exitCode, message.message, message.hint));
          return;
        case "find":
          void answerFor(message, schemas).then((answer) => thread.postMessage(answer), reject);
      }
    });
  });
}

async function answerFor(
  { id, locations, project }: FromThread & { readonly kind: "find" },
  schemas: Schemas,
): Promise<ToThread> {
  try {
    await schemas.find(locations, project);
    return { kind: "answers", id, answers: locations.map((location) => schemas.known(location, project)) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { kind: "noAnswers", id, message: error.message, hint: error.hint };
  }
}

function textReader(files: FileSystem): (path: string) => string | undefined {
  return (path) => {
    const result = files.readText(uriOf(path));
    return result.kind === "text" ? result.text : undefined;
  };
}

/** By file as they were found, those that nobody named (manifests, imports) last; what two shares found is one. */
function inOrder(problems: readonly ShownProblem[], found: readonly FoundFile[]): ShownProblem[] {
  const places = new Map(found.map((file, index) => [file.shown, index]));
  const placeOf = (problem: ShownProblem) => places.get(problem.source.file) ?? found.length;
  const seen = new Set<string>();
  return problems
    .filter(({ source, start, end, code, message }) => {
      const key = JSON.stringify([source.file, start, end, code, message]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort(
      (a, b) =>
        placeOf(a) - placeOf(b) ||
        (a.source.file === b.source.file ? 0 : a.source.file < b.source.file ? -1 : 1),
    );
}
