// Checks what comes from the panel's page before anything is done with it: the page shows data of strangers, so its messages are
// believed no further than their shape.

import type { SortKey } from "../../server/protocol.ts";
import type { FromPage } from "./messages.ts";

const largestText = 1_000_000;
const largestPage = 10_000;

/** The message if it has the shape of one, else undefined. */
export function readMessage(given: unknown): FromPage | undefined {
  if (!isRecord(given)) return undefined;
  switch (given.kind) {
    case "ready":
    case "retry":
      return { kind: given.kind };
    case "copy":
      return isText(given.text) && typeof given.isFirst === "boolean" && typeof given.isLast === "boolean"
        ? { kind: "copy", text: given.text, isFirst: given.isFirst, isLast: given.isLast }
        : undefined;
    case "export": {
      const { resultId, sort, filter } = given;
      return isText(resultId) && isText(filter) && isSort(sort)
        ? { kind: "export", resultId, sort, filter }
        : undefined;
    }
    case "page": {
      const { request, resultId, offset, rows, sort, filter } = given;
      return isCount(request) &&
        isText(resultId) &&
        isCount(offset) &&
        isCount(rows) &&
        rows <= largestPage &&
        isSort(sort) &&
        isText(filter)
        ? { kind: "page", request, resultId, offset, rows, sort, filter }
        : undefined;
    }
    default:
      return undefined;
  }
}

// ------------------------------------------------------------------------------------------------ helpers

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null;
}

function isText(given: unknown): given is string {
  return typeof given === "string" && given.length <= largestText;
}

function isCount(given: unknown): given is number {
  return typeof given === "number" && Number.isSafeInteger(given) && given >= 0;
}

function isSort(given: unknown): given is readonly SortKey[] {
  return (
    Array.isArray(given) &&
    given.length <= 1000 &&
    given.every((key) => isRecord(key) && isText(key.column) && typeof key.descending === "boolean")
  );
}
