// What lexing, tagging and parsing found wrong, in offsets of the text at hand. `parse.ts` turns findings into
// the problems of a declaration and keeps one a step, item or declaration head.

import type { SyntaxCode } from "./problem-codes.ts";
import type { RelatedRange, TextEdit, TextFix } from "./tree.ts";

export interface Finding {
  readonly code: SyntaxCode;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly fixes: readonly TextFix[];
  readonly related: readonly RelatedRange[];
}

const nothing: readonly never[] = [];

export function finding(
  code: SyntaxCode,
  start: number,
  end: number,
  message: string,
  fixes: readonly TextFix[] = nothing,
  related: readonly RelatedRange[] = nothing,
): Finding {
  return { code, start, end, message, fixes, related };
}

/** A fix of one edit. */
export function replacement(title: string, start: number, end: number, newText: string): TextFix {
  return { title, edits: [{ start, end, newText }] };
}

/** The same finding in offsets from `base`. */
export function relativeTo(base: number, one: Finding): Finding {
  const shift = <T extends { readonly start: number; readonly end: number }>(range: T): T => ({
    ...range,
    start: range.start - base,
    end: range.end - base,
  });
  return {
    ...shift(one),
    fixes: one.fixes.map((fix) => ({
      title: fix.title,
      edits: fix.edits.map((edit: TextEdit) => shift(edit)),
    })),
    related: one.related.map(shift),
  };
}

/** A piece of the text as a message quotes it: one line, not too long. */
export function excerpt(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0]!;
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
