// How every request is answered: after what has arrived before it, unless it was cancelled meanwhile, and with a
// fallback where the feature met a bug. It is the one place of the process where errors of features are caught.

import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver/node";

export interface Answering {
  /** The answer of `work`; `fallback` where it throws, an error of the protocol where nobody waits for it any more. */
  answer<T, E = void>(
    name: string,
    token: CancellationToken,
    fallback: T,
    work: () => T | Promise<T>,
  ): Promise<T | ResponseError<E>>;
}

export function answering(connection: Connection): Answering {
  return {
    async answer<T, E = void>(
      name: string,
      token: CancellationToken,
      fallback: T,
      work: () => T | Promise<T>,
    ): Promise<T | ResponseError<E>> {
      // What the person typed or cancelled since counts: let the messages that wait be heard first.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (token.isCancellationRequested) return cancelled();
      try {
        const result = await work();
        return token.isCancellationRequested ? cancelled() : result;
      } catch (error) {
        // What a person asked for and cannot have is told to them, and is no bug.
        if (error instanceof ResponseError) return error as ResponseError<E>;
        connection.console.error(`${name}: ${describeFault(error)}`);
        return fallback;
      }
    },
  };
}

/** Says why a request cannot be fulfilled: the editor shows it to the person. */
export function refuse(reason: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

/** A bug as the log has it. */
export function describeFault(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Asks the editor for something that nothing hangs on: an editor that does not know it may say so. */
export function askEditor(connection: Connection, what: string, asked: Promise<unknown>): void {
  asked.catch((error: unknown) => {
    connection.console.log(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  });
}

function cancelled<E>(): ResponseError<E> {
  return new ResponseError<E>(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}
