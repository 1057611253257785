// The real world of this process, in one place: its streams, environment, working folder, clock and signals. Commands
// take it as an argument, so that nothing else in cli/ reaches for `process`.

import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fault, systemReason, usageError } from "./exit.ts";
import { type Sink, sinkTo } from "./output/sink.ts";
import { type Colours, coloursFor } from "./output/terminal.ts";

export interface Host {
  readonly environment: NodeJS.ProcessEnv;
  /** Absolute path of the folder in which the command was typed. */
  readonly workingFolder: string;
  readonly output: Sink;
  readonly errors: Sink;
  readonly outputColours: Colours;
  readonly errorColours: Colours;
  /** Standard error itself, for the progress line. */
  readonly errorStream: NodeJS.WriteStream;
  /** Milliseconds, for durations and for the start of a run. */
  now(): number;
  /** Everything on standard input. */
  readInput(): Promise<Buffer>;
  /**
   * Calls `listener` when the person (Ctrl-C) or the system asks the command to stop, and gives the way to stop
   * listening. Of several listeners the newest is called.
   */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  exit(code: number): never;
}

export function realHost(): Host {
  const listeners: (() => void)[] = [];
  const interrupted = () => listeners.at(-1)?.();
  return {
    environment: process.env,
    workingFolder: process.cwd(),
    output: sinkTo(process.stdout, "standard output"),
    errors: sinkTo(process.stderr, "standard error"),
    outputColours: coloursFor(process.stdout, process.env),
    errorColours: coloursFor(process.stderr, process.env),
    errorStream: process.stderr,
    now: () => Date.now(),
    readInput: readAll,
    onInterrupt(listener) {
      const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
      if (listeners.length === 0) for (const signal of signals) process.on(signal, interrupted);
      listeners.push(listener);
      return () => {
        listeners.splice(listeners.indexOf(listener), 1);
        if (listeners.length === 0) for (const signal of signals) process.off(signal, interrupted);
      };
    },
    exit: (code) => process.exit(code),
  };
}

/** An absolute path for one that was typed. */
export function absolutePath(host: Host, path: string): string {
  return resolve(host.workingFolder, path);
}

/** What a path that was typed names; a usage error when it names nothing. */
export async function kindOfPath(host: Host, path: string): Promise<"file" | "folder"> {
  try {
    const found = await stat(absolutePath(host, path));
    return found.isDirectory() ? "folder" : "file";
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") throw usageError(`there is no file or folder "${path}"`);
    throw fault(`"${path}" cannot be read: ${systemReason(error)}`);
  }
}

/** The bytes of a file that was named. */
export async function readNamedFile(host: Host, path: string): Promise<Buffer> {
  try {
    return await readFile(absolutePath(host, path));
  } catch (error) {
    throw fault(`"${path}" cannot be read: ${systemReason(error)}`);
  }
}

async function readAll(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
