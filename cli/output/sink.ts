// Standard output as something that can be waited for: it takes no more than its reader takes, and when the reader goes
// away (`weir run … | head`) it says so instead of failing.

import { fault, systemReason } from "../exit.ts";

export interface Sink {
  /** Resolves when there is room for more; after the reader has gone away nothing is written. */
  write(data: string | Uint8Array): Promise<void>;
  /** True once the reader has gone away. */
  readonly closed: boolean;
  /** Resolves when everything has been handed to the system. */
  flush(): Promise<void>;
  readonly isTerminal: boolean;
  /** Columns of the terminal; as many as anybody may want where there is none. */
  readonly width: number;
}

/** Nothing is cut for a file or a pipe. */
const unlimitedWidth = 1_000_000;

export function sinkTo(stream: NodeJS.WriteStream, name: string): Sink {
  let closed = false;
  let failure: Error | undefined;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const resume of waiting) resume();
    waiting.clear();
  };
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") closed = true;
    else failure = error;
    wake();
  });
  stream.on("drain", wake);
  const settled = () => {
    if (failure !== undefined) throw fault(`${name} cannot be written: ${systemReason(failure)}`);
  };
  return {
    async write(data) {
      settled();
      if (closed || data.length === 0) return;
      const room = stream.write(data);
      if (!room && !closed) await new Promise<void>((resume) => waiting.add(resume));
      settled();
    },
    async flush() {
      settled();
      if (closed || stream.writableLength === 0) return;
      await new Promise<void>((resume) => {
        waiting.add(resume);
        stream.write("", () => resume());
      });
      settled();
    },
    get closed() {
      return closed;
    },
    isTerminal: stream.isTTY === true,
    get width() {
      if (stream.isTTY !== true) return unlimitedWidth;
      // Terminals that do not know their size say 0.
      return stream.columns || 80;
    },
  };
}
