// The `weir` command as a real process, for tests: what it prints, how it ends. Every test gets folders of its own.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../support/repository.ts";

/** WEIR_PROGRAM names another build. */
export const program = process.env.WEIR_PROGRAM ?? join(repositoryRoot, "dist", "cli.js");

export interface Answer {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A folder with files in it, and the command typed there. */
export interface Project {
  readonly folder: string;
  weir(...parameters: readonly string[]): Answer;
  /** With a text on standard input. */
  weirReading(input: string | Uint8Array, ...parameters: readonly string[]): Answer;
  /** Started and left running. */
  start(...parameters: readonly string[]): ChildProcess;
  read(path: string): string;
  write(path: string, content: string | Uint8Array): void;
  remove(): void;
}

/** Paths are relative and have `/` in them. */
export function project(files: Readonly<Record<string, string | Uint8Array>>, name = "weir cli ü"): Project {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  const environment = { ...process.env, NO_COLOR: "" };
  const run = (input: string | Uint8Array | undefined, parameters: readonly string[]): Answer => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...parameters], {
      cwd: folder,
      encoding: "utf8",
      env: environment,
      maxBuffer: 64 * 1024 * 1024,
      ...(input === undefined ? {} : { input }),
    });
    return { status, output: stdout, errors: stderr };
  };
  return {
    folder,
    weir: (...parameters) => run(undefined, parameters),
    weirReading: (input, ...parameters) => run(input, parameters),
    start: (...parameters) =>
      spawn(process.execPath, [program, ...parameters], { cwd: folder, env: environment }),
    read: (path) => readFileSync(join(folder, path), "utf8"),
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs `use` in a project that is gone afterwards. */
export async function within<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (project: Project) => T | Promise<T>,
): Promise<T> {
  const made = project(files);
  try {
    return await use(made);
  } finally {
    made.remove();
  }
}
