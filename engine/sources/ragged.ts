// Finds the line that made the sniffer give up on a CSV file: one with more or fewer fields than the first. A file that seems
// to be of one column, whose only name holds a delimiter, was meant to have several.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

export interface RaggedLine {
  /** From 1. */
  readonly line: number;
  readonly fields: number;
  readonly expected: number;
  readonly delimiter: string;
}

const delimiters = [",", ";", "\t", "|"];

/** How far the file is looked through, in lines; what comes later was no reason for the sniffer. */
const mostLines = 200_000;

/** Undefined where the name tells of no delimiter, or every line has as many fields as the first. */
export async function raggedLine(path: string, name: string, skip: number): Promise<RaggedLine | undefined> {
  const delimiter = delimiters.find((candidate) => name.includes(candidate));
  if (delimiter === undefined || /\.zst$/i.test(path)) return undefined;
  const file = createReadStream(path);
  const lines = createInterface({
    input: /\.gz$/i.test(path) ? file.pipe(createGunzip()) : file,
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  let expected: number | undefined;
  let record = "";
  let begin = 0;
  try {
    for await (const line of lines) {
      number++;
      if (number <= skip) continue;
      if (record === "") begin = number;
      record = record === "" ? line : `${record}\n${line}`;
      // A quoted field may go over several lines.
      if (quotesIn(record) % 2 === 1) continue;
      const fields = fieldsIn(record, delimiter);
      const isBlank = record.trim() === "";
      record = "";
      if (isBlank) continue;
      expected ??= fields;
      if (fields !== expected) return { line: begin, fields, expected, delimiter };
      if (number >= mostLines) break;
    }
  } finally {
    lines.close();
    file.destroy();
  }
  return undefined;
}

function quotesIn(text: string): number {
  return text.split('"').length - 1;
}

function fieldsIn(record: string, delimiter: string): number {
  let fields = 1;
  let isQuoted = false;
  for (const character of record) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) fields++;
  }
  return fields;
}
