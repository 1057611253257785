// How one cell looks: its text for people, in pieces of which some stand for what cannot be seen. Whatever the data holds
// stays text: nothing here makes markup, and what would hide or turn text round is written out as an escape.

/** What a cell shows. A null has no text of its own, so that it can never be taken for the text "null". */
export type CellLook =
  | { readonly kind: "null" }
  | { readonly kind: "waiting" }
  | { readonly kind: "value"; readonly pieces: readonly Piece[]; readonly isCut: boolean };

export interface Piece {
  readonly text: string;
  /** An escape such as `\n` or `\u202e`, to be shown dimmed. */
  readonly isEscape: boolean;
}

/** Longer texts are cut in the grid; the whole stands in the value view. */
export const shownCharacters = 300;

/** The look of a cell: `text` is undefined for null. */
export function cellLook(text: string | undefined, weirType: string, groupDigits: boolean): CellLook {
  if (text === undefined) return { kind: "null" };
  const isCut = text.length > shownCharacters;
  const cut = isCut ? wholeCharacters(text, shownCharacters) : text;
  const shown = groupDigits && isGrouped(weirType) ? grouped(cut) : readable(cut, weirType);
  return { kind: "value", pieces: pieces(shown), isCut };
}

/** Whether values of a type stand on the right, under one another digit by digit. */
export function isNumber(weirType: string): boolean {
  return /^(int|float|decimal)\b/.test(weirType);
}

/** Whether half a value would look like another one: numbers, dates and times. Their columns are made wide enough. */
export function isNeverCut(weirType: string): boolean {
  return isNumber(weirType) || /^(date|timestamp|instant|duration)\b/.test(weirType);
}

/**
 * Text in pieces, with what cannot be seen written out: control characters, marks that turn the direction of text, characters
 * of no width, line separators, half surrogates. A joiner between two emoji is left, since it is part of what is seen.
 */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (match[0] === "\u200d" && isBetweenEmoji(text, match.index)) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), isEscape: false });
    found.push({ text: escapeOf(match[0]), isEscape: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), isEscape: false });
  return found;
}

/** The pieces as one text, for labels that cannot be styled. */
export function escaped(text: string): string {
  return pieces(text)
    .map((piece) => piece.text)
    .join("");
}

/** `-1234567.125` → `-1,234,567.125`; what is no plain number stays as it is. */
export function grouped(number: string): string {
  const parts = /^(-?)(\d+)(\.\d+)?$/.exec(number);
  if (parts === null) return number;
  const [, sign = "", whole = "", fraction = ""] = parts;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction}`;
}

// ------------------------------------------------------------------------------------------------ helpers

/** Controls, direction marks, zero widths, separators, byte order mark, tags, and surrogates without their other half. */
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeOf(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}

function isBetweenEmoji(text: string, at: number): boolean {
  return (
    /\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?$/u.test(text.slice(Math.max(0, at - 4), at)) &&
    /^\p{Extended_Pictographic}/u.test(text.slice(at + 1, at + 3))
  );
}

function isGrouped(weirType: string): boolean {
  return isNumber(weirType);
}

/** Times are read by people: a space between day and time rather than ISO's T, and the zone by its name. */
function readable(text: string, weirType: string): string {
  if (weirType !== "timestamp" && weirType !== "instant") return text;
  return text.replace("T", " ").replace(/Z$/, " UTC");
}

/** The first characters of a text, without half of a surrogate pair at the end. */
function wholeCharacters(text: string, length: number): string {
  const end = /[\ud800-\udbff]/.test(text[length - 1] ?? "") ? length - 1 : length;
  return text.slice(0, end);
}
