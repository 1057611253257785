// Which types are cast to which, as a table, and what to write instead where a cast would guess.
// The table says what is allowed; what a value must look like for it is the affair of who evaluates.

import { widens } from "../type-operations.ts";
import type { Type } from "../types.ts";

/** `lossless`: never fails; `checked`: may fail or lose; otherwise why not, as the end of a sentence. */
export type CastVerdict =
  | { readonly kind: "lossless" | "checked" }
  | { readonly kind: "refused"; readonly instead: string };

type Kind = Type["kind"];

const checked: Partial<Record<Kind, readonly Kind[]>> = {
  bool: ["int", "text"],
  int: ["decimal", "text"],
  float: ["int", "decimal"],
  decimal: ["int", "decimal", "text"],
  text: ["bool", "int", "float", "decimal", "date", "timestamp", "instant", "uuid"],
  date: ["text"],
  timestamp: ["date"],
  uuid: ["text"],
  json: ["bool", "int", "float", "decimal", "text", "date", "timestamp", "instant", "uuid"],
};

const lossless: ReadonlySet<string> = new Set([
  "bool int",
  "bool text",
  "int text",
  "decimal text",
  "date text",
  "uuid text",
  "timestamp date",
]);

const instead: Readonly<Record<string, string>> = {
  "float text": '`format(…, "0.00")` says with how many digits',
  "timestamp text": '`format(…, "yyyy-MM-dd HH:mm")` says in which form',
  "instant text": '`format(at_zone(…, "UTC"), "yyyy-MM-dd HH:mm")` says in which zone and form',
  "instant timestamp": '`at_zone(…, "Europe/Berlin")` says in which zone',
  "instant date": '`at_zone(…, "Europe/Berlin") as date` says in which zone',
  "timestamp instant": '`in_zone(…, "Europe/Berlin")` says in which zone it was read',
  "date instant": '`in_zone(…, "Europe/Berlin")` says in which zone the day begins',
  "text json": "`parse_json(…)` reads it",
  "int bool": "compare it: `… != 0`",
  "float bool": "compare it: `… != 0`",
  "decimal bool": "compare it: `… != 0`",
  "json struct": "take its fields one by one: `….name as text`",
};

/** What becomes of a cast from one type to another. */
export function castVerdict(from: Type, to: Type): CastVerdict {
  if (from.kind === "list" && to.kind === "list") return castVerdict(from.element.type, to.element.type);
  if (from.kind === "struct" && to.kind === "struct") return structVerdict(from, to);
  if (from.kind === "json" && to.kind === "list") {
    return to.element.type.kind === "json"
      ? { kind: "checked" }
      : checkedIf(castVerdict(from, to.element.type));
  }
  if (widens(from, to)) return { kind: "lossless" };
  const key = `${from.kind} ${to.kind}`;
  if (checked[from.kind]?.includes(to.kind) === true) {
    return { kind: lossless.has(key) ? "lossless" : "checked" };
  }
  return { kind: "refused", instead: instead[key] ?? "" };
}

function structVerdict(
  from: Type & { readonly kind: "struct" },
  to: Type & { readonly kind: "struct" },
): CastVerdict {
  if (from.fields.length !== to.fields.length)
    return { kind: "refused", instead: "both need the same fields" };
  let verdict: CastVerdict = { kind: "lossless" };
  for (const field of to.fields) {
    const source = from.fields.find((candidate) => candidate.name === field.name);
    if (source === undefined) return { kind: "refused", instead: `it has no field \`${field.name}\`` };
    const inner = castVerdict(source.type, field.type);
    if (inner.kind === "refused") return inner;
    if (inner.kind === "checked") verdict = inner;
  }
  return verdict;
}

function checkedIf(verdict: CastVerdict): CastVerdict {
  return verdict.kind === "refused" ? verdict : { kind: "checked" };
}
