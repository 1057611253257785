// Where the rows of a run go when the command itself prints them: a table, JSON, NDJSON or CSV as text, or the Arrow
// stream as it comes. They are taken batch by batch and no faster than they are read.

import * as arrow from "apache-arrow";
import { rowWriter } from "./output/row-writers.ts";
import type { Sink } from "./output/sink.ts";
import { tableText } from "./output/table.ts";
import type { Colours } from "./output/terminal.ts";

export interface RowsOut {
  /** The next part of the Arrow stream. Resolves when more may come. */
  take(bytes: Uint8Array): Promise<void>;
  /** After the last part. `totalRows` is how many rows there are, where not all were handed over. */
  end(totalRows?: number): Promise<void>;
}

export interface TableLook {
  readonly colours: Colours;
  readonly shownRows: number;
}

export function rowsOut(
  format: "table" | "json" | "ndjson" | "csv" | "arrow",
  sink: Sink,
  look: TableLook,
): RowsOut {
  switch (format) {
    case "arrow":
      return { take: (bytes) => sink.write(bytes), end: () => sink.flush() };
    case "table": {
      const table = tableText({ ...look, width: sink.width });
      return decoded(
        async (batch) => table.add(batch),
        (totalRows) => sink.write(table.end(totalRows)),
      );
    }
    case "json":
    case "ndjson":
    case "csv": {
      const writer = rowWriter(format);
      return decoded(
        (batch) => sink.write(writer.batch(batch)),
        () => sink.write(writer.end()),
      );
    }
  }
}

/** Decodes a stream that comes in parts; `each` is done with a batch before the next part is taken. */
export function decoded(
  each: (batch: arrow.RecordBatch) => Promise<void>,
  end: (totalRows: number | undefined) => Promise<void>,
): RowsOut {
  const parts = handedOver<Uint8Array>();
  const reading = (async () => {
    const reader = await arrow.RecordBatchReader.from(parts);
    for await (const batch of reader) await each(batch);
  })();
  // A fault while decoding is thrown where the next part, or the end, is waited for. After the stream's end mark the
  // reader asks for nothing more, and further parts are let go.
  reading.catch(() => undefined);
  return {
    take: (bytes) => Promise.race([parts.give(bytes), reading]),
    async end(totalRows) {
      parts.finish();
      await reading;
      await end(totalRows);
    },
  };
}

/** A queue of one: `give` resolves when the part has been taken and the next one is asked for. */
function handedOver<T>() {
  let waiting: { readonly part: T; readonly taken: () => void }[] = [];
  let lastTaken: (() => void) | undefined;
  let ask: (() => void) | undefined;
  let isFinished = false;
  return {
    give(part: T): Promise<void> {
      return new Promise((taken) => {
        waiting.push({ part, taken });
        ask?.();
      });
    },
    finish() {
      isFinished = true;
      ask?.();
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<T> {
      for (;;) {
        lastTaken?.();
        lastTaken = undefined;
        while (waiting.length === 0) {
          if (isFinished) return;
          await new Promise<void>((resume) => {
            ask = resume;
          });
        }
        const [next, ...rest] = waiting;
        waiting = rest;
        lastTaken = next!.taken;
        yield next!.part;
      }
    },
  };
}
