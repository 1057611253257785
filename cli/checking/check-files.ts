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

export async function checkFiles(
  host: Host,
  found: readonly FoundFile[],
  schemas: Schemas,
): Promise<Findings> {
  const files = realFiles();
  // Threads load the bundle; a run from the sources has none.
  const isBundled = import.meta.url.endsWith(".js");
  const threads = Math.min(availableParallelism(), mostThreads, Math.floor(found.length / filesPerThread));
  const shares = isBundled && threads > 1 ? sharesOf(found, threads, textReader(files)) : [found];
  const [own = [], ...others] = shares;
  const working = others.map((share) => checkInThread(share, schemas));
  const [first, ...rest] = await Promise.all([checkHere(host, own, files, schemas), ...working]);
  const all = [first, ...rest];
  return {
    fileCount: all.reduce((sum, findings) => sum + findings.fileCount, 0),
    problems: inOrder(
      all.flatMap((findings) => findings.problems),
      found,
    ),
  };
}

/** Opens the files in this thread. */
export async function checkHere(
  host: Host,
  found: readonly FoundFile[],
  files: FileSystem,
  schemas: Schemas,
): Promise<Findings> {
  const { problems, fileCount } = await openFiles(host, files, found, schemas);
  return { problems, fileCount };
}

// ------------------------------------------------------------------------------------------------ helpers

function checkInThread(share: readonly FoundFile[], schemas: Schemas): Promise<Findings> {
  const data: CheckShare = { kind: "weir check", files: share };
  const thread = new Worker(new URL("./cli.js", import.meta.url), { workerData: data });
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
  { locations, project }: FromThread & { readonly kind: "find" },
  schemas: Schemas,
): Promise<ToThread> {
  try {
    await schemas.find(locations, project);
    return { kind: "answers", answers: locations.map((location) => schemas.known(location, project)) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { kind: "noAnswers", message: error.message, hint: error.hint };
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
