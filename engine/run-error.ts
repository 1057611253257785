// A fault of the run or of the world that a person can mend, on its way to the one place of the process that
// turns it into a `failed` message. Anything else that is thrown is a bug.

import type { RunFailure } from "./messages.ts";

export class RunError extends Error {
  readonly failure: RunFailure;

  constructor(code: string, message: string, details: Partial<Omit<RunFailure, "code" | "message">> = {}) {
    super(message);
    this.failure = {
      code,
      message,
      file: details.file,
      line: details.line,
      column: details.column,
      hint: details.hint,
      expectations: details.expectations ?? [],
      ...(details.origin === undefined ? {} : { origin: details.origin }),
    };
  }
}
