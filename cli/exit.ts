// How the command ends: four exit codes, and errors that a person can act on. Anything else that is thrown is a bug of
// Weir and is reported as one by `command-line.ts`.

/** 0 fine · 1 the file's or the data's fault · 2 wrong usage · 130 cancelled. */
export type ExitCode = 0 | 1 | 2 | 130;

/** A fault that ends the command with a message and, where one helps, a way out. Without a message all is said already. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The command was written wrongly: an unknown name, a value that does not fit, a path that is not there. */
export function usageError(message: string, hint?: string): CommandError {
  return new CommandError(2, message, hint);
}

/** The file or the data is at fault, or the world around them. */
export function fault(message: string, hint?: string): CommandError {
  return new CommandError(1, message, hint);
}

/** The text of a system error without its code and call, and what it was about. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return reasons[code] ?? error.message;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission is denied",
  EPERM: "the operation is not permitted",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  ENOSPC: "no space is left on the device",
  EROFS: "the file system is read-only",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "symbolic links go round in a circle",
};
