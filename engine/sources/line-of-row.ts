// The line of a text file on which a row of data begins. DuckDB counts rows; a person looks for lines, and quoted
// values may hold line breaks. Reads the file up to that row, so it is for failed runs only.

import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { CsvLayout } from "./description.ts";

/** Line of row `row` (both from 1); undefined where the bytes cannot be read here. */
export async function lineOfCsvRow(
  path: string,
  row: number,
  layout: CsvLayout,
): Promise<number | undefined> {
  if (layout.encoding !== undefined && !/^(utf-?8|latin-?1)$/i.test(layout.encoding)) return undefined;
  const wanted = row + (layout.header ? 1 : 0);
  const quote = layout.quote.charCodeAt(0);
  let line = 1;
  let rows = 0;
  let skipped = 0;
  let isQuoted = false;
  let isEmpty = true;
  for await (const chunk of bytesOf(path, layout.compression)) {
    for (const byte of chunk) {
      if (byte === newLine && !isQuoted) {
        if (skipped < layout.skip) skipped++;
        isEmpty = true;
        line++;
        continue;
      }
      if (byte === newLine) line++;
      if (skipped < layout.skip || byte === carriageReturn) continue;
      if (isEmpty) {
        isEmpty = false;
        rows++;
        if (rows === wanted) return line;
      }
      // A doubled quote closes and opens again, which comes to the same.
      if (byte === quote) isQuoted = !isQuoted;
    }
  }
  return undefined;
}

/** Line of object `row` of a file with one object a line. */
export async function lineOfJsonRow(
  path: string,
  row: number,
  compression: string | undefined,
): Promise<number | undefined> {
  let line = 1;
  let rows = 0;
  let isEmpty = true;
  for await (const chunk of bytesOf(path, compression)) {
    for (const byte of chunk) {
      if (byte === newLine) {
        line++;
        isEmpty = true;
      } else if (isEmpty && byte > 32) {
        isEmpty = false;
        rows++;
        if (rows === row) return line;
      }
    }
  }
  return undefined;
}

/** The first line that is no JSON by itself, in a file with one object a line. */
export async function firstBrokenJsonLine(
  path: string,
  compression: string | undefined,
): Promise<number | undefined> {
  let line = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of bytesOf(path, compression)) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(newLine); end >= 0; end = bytes.indexOf(newLine, start)) {
      line++;
      if (!isJson(bytes.subarray(start, end))) return line;
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
  }
  return isJson(rest) ? undefined : line + 1;
}

function isJson(line: Buffer): boolean {
  const text = line.toString("utf8").trim();
  if (text === "") return true;
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const newLine = 10;
const carriageReturn = 13;

async function* bytesOf(path: string, compression: string | undefined): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const isPacked = compression === "gzip" || /\.gz$/i.test(path);
  if (/\.zst$/i.test(path) || compression === "zstd") {
    file.destroy();
    return;
  }
  try {
    for await (const chunk of isPacked ? file.pipe(createGunzip()) : file) yield chunk as Buffer;
  } finally {
    file.destroy();
  }
}
