// The columns of sources and stores, as far as they are known: from the project's cache at once, from the engine a
// moment later. Asking never waits; who asked hears when something new is known. Without trust nothing is looked at and
// no engine is started.

import { type Engine, EngineFailure } from "../../engine/client.ts";
import { knownSchema } from "../../engine/known-schema.ts";
import type { EngineSettings } from "../../engine/messages.ts";
import { cacheFolderFor, engineSettingsOf } from "../../engine/settings.ts";
import type { Catalogue, DataLocation, SchemaAnswer } from "../../language/index.ts";
import { locationKey, type Project } from "../../project/index.ts";
import type { ServerHost } from "../host.ts";
import type { EngineState } from "../protocol.ts";

export interface SchemaEvents {
  /** Something is known now that was not before: told at once, for each answer. */
  readonly onAnswer: () => void;
  /** The same, told once for answers that come together. */
  readonly onFound: () => void;
  readonly onState: (state: EngineState, detail?: string) => void;
}

export interface Schemas {
  /** What the binder asks for files of a project. */
  catalogueOf(project: Project): Catalogue;
  /** Looks whether files have changed, and asks anew where they have. `isUsed` tells what still matters. */
  lookAgain(isUsed: (location: DataLocation) => boolean): void;
  /** Everything counts as unknown: trust has changed, or the cache was cleared. */
  forgetAll(): void;
  /** Resolves when nothing is under way. For tests and for commands that cannot do without. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface Entry {
  readonly location: DataLocation;
  readonly project: Project;
  answer: SchemaAnswer;
  isAsked: boolean;
}

/** Locations described at the same time: one big file must not keep the small ones waiting. */
const atOnce = 3;
/** Processes of the engine that may be lost one after the other before it is left alone until something changes. */
const mostLosses = 2;

export function schemasOf(host: ServerHost, isTrusted: () => boolean, events: SchemaEvents): Schemas {
  const entries = new Map<string, Entry>();
  const queue: Entry[] = [];
  const idle: (() => void)[] = [];
  let engine: Engine | undefined;
  let running = 0;
  let losses = 0;
  let announced = false;

  function answerFor(location: DataLocation, project: Project): SchemaAnswer {
    const key = `${project.folder}\n${locationKey(location, host.style)}`;
    const before = entries.get(key);
    if (before !== undefined) return before.answer;
    if (!isTrusted()) {
      const answer: SchemaAnswer = { status: "failed", reason: "not-trusted", detail: "" };
      entries.set(key, { location, project, answer, isAsked: false });
      return answer;
    }
    const answer = knownSchema(location, cacheFolderFor(project, host.environment));
    const entry: Entry = {
      location,
      project,
      answer: answer ?? { status: "pending" },
      isAsked: false,
    };
    entries.set(key, entry);
    if (answer === undefined) ask(entry);
    return entry.answer;
  }

  function ask(entry: Entry): void {
    if (entry.isAsked) return;
    entry.isAsked = true;
    queue.push(entry);
    // The binder asks for many in one go: they are sent when it is done.
    setImmediate(pump);
  }

  function pump(): void {
    while (running < atOnce && queue.length > 0 && losses <= mostLosses) {
      const entry = queue.shift()!;
      running++;
      void describe(entry).finally(() => {
        running--;
        pump();
        if (running === 0) finish();
      });
    }
  }

  function finish(): void {
    if (engine !== undefined && losses <= mostLosses) events.onState("ready");
    for (const resolve of idle.splice(0)) resolve();
  }

  async function describe(entry: Entry): Promise<void> {
    const settings = settingsFor(entry.project);
    if (settings === undefined) {
      entry.isAsked = false;
      return;
    }
    try {
      if (engine === undefined) {
        events.onState("starting");
        engine = host.startEngine();
      } else events.onState("busy", `reading ${entry.location.path}`);
      const [answer] = await engine.describe([entry.location], settings);
      losses = 0;
      if (answer !== undefined) found(entry, answer);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      losses++;
      events.onState("lost", error.failure.message);
      // The question may not be to blame: it is asked again, of another process.
      queue.push(entry);
      return;
    }
    entry.isAsked = false;
  }

  function settingsFor(project: Project): EngineSettings | undefined {
    const result = engineSettingsOf(project, host.environment);
    if (result.kind === "settings") return result.settings;
    events.onState("off", `${result.message}; ${result.hint}`);
    return undefined;
  }

  function found(entry: Entry, answer: SchemaAnswer): void {
    if (JSON.stringify(answer) === JSON.stringify(entry.answer)) return;
    entry.answer = answer;
    events.onAnswer();
    if (announced) return;
    announced = true;
    // Answers that come together are told of once.
    setImmediate(() => {
      announced = false;
      events.onFound();
    });
  }

  return {
    catalogueOf: (project) => ({ schemaOf: (location) => answerFor(location, project) }),
    lookAgain(isUsed) {
      if (!isTrusted()) return;
      losses = 0;
      for (const [key, entry] of entries) {
        if (entry.isAsked) continue;
        if (!isUsed(entry.location)) {
          entries.delete(key);
          continue;
        }
        const answer = knownSchema(entry.location, cacheFolderFor(entry.project, host.environment));
        if (answer === undefined) ask(entry);
        else found(entry, answer);
      }
      pump();
    },
    forgetAll() {
      entries.clear();
      queue.length = 0;
    },
    settled() {
      if (running === 0 && queue.length === 0) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
    async close() {
      queue.length = 0;
      const open = engine;
      engine = undefined;
      await open?.close();
    },
  };
}
