// A thread of `weir check`: checks its share of the files, asks the command for schemas that the cache does not have,
// and hands over what it found. It prints nothing and starts no engine.

import { parentPort } from "node:worker_threads";
import type { DataLocation, SchemaAnswer } from "../../language/index.ts";
import type { Project } from "../../project/index.ts";
import { CommandError, fault } from "../exit.ts";
import { realFiles } from "../file-system.ts";
import { realHost } from "../host.ts";
import { schemasFrom } from "../schemas.ts";
import { checkHere } from "./check-files.ts";
import type { CheckShare, FromThread, ToThread } from "./messages.ts";

export async function checkShare(share: CheckShare): Promise<void> {
  const host = realHost();
  try {
    const findings = await checkHere(host, share.files, realFiles(), schemasFrom(host, askCommand));
    say({ kind: "findings", findings });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    say({ kind: "fault", exitCode: error.exitCode, message: error.message, hint: error.hint });
  }
}

/** Asks the thread of the command, which has the engine. Several questions may be open at once. */
async function askCommand(
  locations: readonly DataLocation[],
  project: Project,
): Promise<readonly SchemaAnswer[]> {
  const id = nextId++;
  const answered = new Promise<ToThread>((resolve) => {
    const listen = (answer: ToThread) => {
      if (answer.id !== id) return;
      parentPort!.off("message", listen);
      resolve(answer);
    };
    parentPort!.on("message", listen);
  });
  say({ kind: "find", id, locations, project });
  const answer = await answered;
  if (answer.kind === "noAnswers") throw fault(answer.message, answer.hint);
  return answer.answers;
}

let nextId = 1;

function say(message: FromThread): void {
  parentPort!.postMessage(message);
}
