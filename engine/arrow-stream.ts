// A DuckDB result as an Arrow IPC stream: batches of about 64k rows, each given as bytes as soon as it is full.
// The bytes of all batches, put together, are one valid stream; nothing is held but the batch being filled.

import type { DuckDBResult } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import * as arrow from "apache-arrow";
import { arrowTypeOf, columnBuilder } from "./arrow-builders.ts";
import { CancelledError } from "./cancelled.ts";
import { viewOf } from "./vector-view.ts";

export const arrowBatchRows = 65_536;

export interface ArrowBatch {
  /** The next bytes of the stream: schema and first batch, a batch, or (last, with 0 rows) the end mark. */
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/** What a column means in Weir, kept in the field's metadata under `weir.type` so that readers get it back. */
export interface ResultField {
  readonly name: string;
  readonly nullable: boolean;
  readonly weirType: string;
}

/**
 * Streams a result. `fields[i]` describes column i. `isCancelled` is asked after each chunk, since an interrupted
 * stream ends without an error. A file has an index at its end, which a stream lacks.
 * @throws {CancelledError} when it says so.
 */
export async function* arrowStream(
  result: DuckDBResult,
  fields: readonly ResultField[],
  isCancelled: () => boolean,
  form: "stream" | "file" = "stream",
): AsyncGenerator<ArrowBatch> {
  const types = result.columnTypes();
  const builders = types.map((type) => columnBuilder(type));
  const schema = new arrow.Schema(
    fields.map((field, index) => {
      const metadata = new Map([["weir.type", field.weirType]]);
      return new arrow.Field(field.name, arrowTypeOf(types[index]!), field.nullable, metadata);
    }),
  );
  const writer = form === "file" ? new arrow.RecordBatchFileWriter() : new arrow.RecordBatchStreamWriter();
  const sink = new CollectedBytes();
  writer.reset(sink, schema);
  let rows = 0;
  let empty = true;
  // DuckDB computes the next chunk while this one is copied.
  let next = result.fetchChunk();
  try {
    for (;;) {
      const chunk = await next;
      if (isCancelled()) throw new CancelledError();
      const count = chunk?.rowCount ?? 0;
      const ended = chunk === null || count === 0;
      if (!ended) {
        next = result.fetchChunk();
        for (const [index, builder] of builders.entries()) {
          builder.append(viewOf(native.data_chunk_get_vector(chunk.chunk, index), count), 0, count);
        }
        rows += count;
      }
      if (rows >= arrowBatchRows || (ended && (rows > 0 || empty))) {
        const data = arrow.makeData({
          type: new arrow.Struct(schema.fields),
          length: rows,
          nullCount: 0,
          children: builders.map((builder) => builder.take()),
        });
        writer.write(new arrow.RecordBatch(schema, data));
        yield { bytes: sink.take(), rows };
        rows = 0;
        empty = false;
      }
      if (ended) break;
    }
  } finally {
    // Nobody may close the connection while a chunk is being fetched.
    await next;
  }
  writer.finish();
  yield { bytes: sink.take(), rows: 0 };
}

/** Keeps what the writer writes until it is taken, so that each batch's bytes can be had at once. */
class CollectedBytes extends arrow.AsyncByteQueue {
  private parts: Uint8Array[] = [];

  override write(value: Parameters<arrow.AsyncByteQueue["write"]>[0]): void {
    const bytes = arrow.util.toUint8Array(value);
    if (bytes.byteLength > 0) this.parts.push(bytes);
  }

  take(): Uint8Array {
    const bytes = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.parts = [];
    return bytes;
  }
}
