// Writers of result rows as text, batch by batch, to whatever takes text: JSON, newline-delimited JSON and CSV.
// They hold one batch at a time, so that a result of any size goes through.

import type * as arrow from "apache-arrow";
import { columnsOf, displayText, jsonText } from "../../engine/cell-text.ts";

/** Turns batches into text; `end` closes what was opened (a JSON array), also after no batch at all. */
export interface RowWriter {
  batch(batch: arrow.RecordBatch): string;
  end(): string;
}

export type RowFormat = "json" | "ndjson" | "csv";

export function rowWriter(format: RowFormat): RowWriter {
  switch (format) {
    case "json":
      return jsonWriter();
    case "ndjson":
      return {
        batch: (batch) =>
          objectsOf(batch)
            .map((object) => `${object}\n`)
            .join(""),
        end: () => "",
      };
    case "csv":
      return csvWriter();
  }
}

function jsonWriter(): RowWriter {
  let any = false;
  return {
    batch(batch) {
      const objects = objectsOf(batch);
      if (objects.length === 0) return "";
      const text = `${any ? "," : "["}\n  ${objects.join(",\n  ")}`;
      any = true;
      return text;
    },
    end: () => (any ? "\n]\n" : "[]\n"),
  };
}

function objectsOf(batch: arrow.RecordBatch): string[] {
  const columns = columnsOf(batch);
  const keys = columns.map((column) => `${JSON.stringify(column.name)}:`);
  const objects: string[] = [];
  for (let row = 0; row < batch.numRows; row++) {
    objects.push(`{${columns.map((column, index) => keys[index] + jsonText(column, row)).join(",")}}`);
  }
  return objects;
}

/** RFC 4180 with `\n`: null is empty, an empty text is `""`, so that both come back. */
function csvWriter(): RowWriter {
  let header = true;
  return {
    batch(batch) {
      const columns = columnsOf(batch);
      const lines: string[] = [];
      if (header) lines.push(columns.map((column) => csvField(column.name)).join(","));
      header = false;
      for (let row = 0; row < batch.numRows; row++) {
        lines.push(columns.map((column) => csvField(displayText(column, row))).join(","));
      }
      return lines.map((line) => `${line}\n`).join("");
    },
    end: () => "",
  };
}

function csvField(text: string | undefined): string {
  if (text === undefined) return "";
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
