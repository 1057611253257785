// Patterns of dates and times, in the letters that Java and spreadsheets share: `yyyy-MM-dd HH:mm`. A pattern is read
// into fields, and each engine gets its own letters from them. Letters stand for fields; anything in '…' and every
// other character stands for itself.

export type TimePart =
  | { readonly kind: "field"; readonly letters: string }
  | { readonly kind: "literal"; readonly text: string };

interface Field {
  readonly strftime: string;
  /** What a text must look like there, undefined where nothing can be read. */
  readonly expression: string | undefined;
  /** Fields of a clock are no part of a date. */
  readonly clock: boolean;
}

const months = "January|February|March|April|May|June|July|August|September|October|November|December";
const weekdays = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday";

function short(names: string): string {
  return names
    .split("|")
    .map((name) => name.slice(0, 3))
    .join("|");
}

const two = "[0-9]{2}";
const oneOrTwo = "[0-9]{1,2}";

const fields: Readonly<Record<string, Field>> = {
  yyyy: { strftime: "%Y", expression: "[0-9]{4}", clock: false },
  yy: { strftime: "%y", expression: two, clock: false },
  MMMM: { strftime: "%B", expression: `(?i:${months})`, clock: false },
  MMM: { strftime: "%b", expression: `(?i:${short(months)})`, clock: false },
  MM: { strftime: "%m", expression: two, clock: false },
  M: { strftime: "%-m", expression: oneOrTwo, clock: false },
  dd: { strftime: "%d", expression: two, clock: false },
  d: { strftime: "%-d", expression: oneOrTwo, clock: false },
  DDD: { strftime: "%j", expression: undefined, clock: false },
  EEEE: { strftime: "%A", expression: `(?i:${weekdays})`, clock: false },
  EEE: { strftime: "%a", expression: `(?i:${short(weekdays)})`, clock: false },
  HH: { strftime: "%H", expression: two, clock: true },
  H: { strftime: "%-H", expression: oneOrTwo, clock: true },
  hh: { strftime: "%I", expression: two, clock: true },
  h: { strftime: "%-I", expression: oneOrTwo, clock: true },
  mm: { strftime: "%M", expression: two, clock: true },
  m: { strftime: "%-M", expression: oneOrTwo, clock: true },
  ss: { strftime: "%S", expression: two, clock: true },
  s: { strftime: "%-S", expression: oneOrTwo, clock: true },
  SSS: { strftime: "%g", expression: "[0-9]{3}", clock: true },
  SSSSSS: { strftime: "%f", expression: "[0-9]{6}", clock: true },
  a: { strftime: "%p", expression: "(?i:AM|PM)", clock: true },
};

/** Letters that people expect and that are spelt otherwise here. */
const hints: Readonly<Record<string, string>> = {
  Y: "years are `yyyy`",
  D: "days are `dd`",
  m: "minutes are `mm`, months `MM`",
  M: "months are `MM`, minutes `mm`",
  S: "fractions of a second are `SSS` or `SSSSSS`",
  y: "years are `yyyy` or `yy`",
};

/** The parts of a pattern, or what is wrong with it. */
export function parseTimePattern(
  pattern: string,
): { readonly parts: readonly TimePart[] } | { readonly problem: string } {
  const parts: TimePart[] = [];
  const token = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/gy;
  for (const match of pattern.matchAll(token)) {
    const [text, inQuotes, letter] = match;
    if (text === "'") return { problem: "a `'` is not closed; `''` is the character" };
    if (inQuotes !== undefined)
      parts.push({ kind: "literal", text: inQuotes === "" ? "'" : inQuotes.replaceAll("''", "'") });
    else if (letter === undefined) parts.push({ kind: "literal", text });
    else if (Object.hasOwn(fields, text)) parts.push({ kind: "field", letters: text });
    else return { problem: letterProblem(text, letter) };
  }
  return { parts };
}

/** What keeps a pattern from being written or read. `reading` asks for whole dates. */
export function timePatternProblem(
  pattern: string,
  reading: "date" | "time" | undefined,
): string | undefined {
  if (/%[A-Za-z]/.test(pattern)) {
    return `\`${pattern}\` has \`%\` letters; the letters of patterns are as in "yyyy-MM-dd HH:mm:ss"`;
  }
  const parsed = parseTimePattern(pattern);
  if ("problem" in parsed) return parsed.problem;
  const letters = parsed.parts.flatMap((part) => (part.kind === "field" ? [part.letters] : []));
  if (letters.length === 0) return 'a pattern has letters, as in "yyyy-MM-dd"';
  if (reading === undefined) return undefined;
  const unreadable = letters.find((letter) => fields[letter]!.expression === undefined);
  if (unreadable !== undefined) return `\`${unreadable}\` can be written but not read`;
  for (const [what, alternatives] of Object.entries(partsOfDates)) {
    const found = letters.filter((letter) => alternatives.includes(letter));
    if (found.length === 0) return `the pattern lacks the ${what}`;
    if (found.length > 1) return `the pattern has the ${what} twice`;
  }
  const clock = letters.find((letter) => fields[letter]!.clock);
  if (reading === "date" && clock !== undefined) {
    return `\`${clock}\` is a part of a time; \`parse_timestamp\` reads those`;
  }
  const half = letters.includes("hh") || letters.includes("h");
  if (half !== letters.includes("a")) return "`hh` and `a` (AM or PM) go together; `HH` counts to 23";
  return undefined;
}

const partsOfDates: Readonly<Record<string, readonly string[]>> = {
  year: ["yyyy", "yy"],
  month: ["MMMM", "MMM", "MM", "M"],
  day: ["dd", "d"],
};

/** The pattern in the letters of C's `strftime`, which DuckDB takes. */
export function strftimePattern(pattern: string): string {
  return partsOf(pattern)
    .map((part) => (part.kind === "field" ? fields[part.letters]!.strftime : part.text.replaceAll("%", "%%")))
    .join("");
}

/** A regular expression that a text of the pattern fits as a whole: engines are more generous, each in its way. */
export function timePatternExpression(pattern: string): string {
  return partsOf(pattern)
    .map((part) =>
      part.kind === "field"
        ? (fields[part.letters]!.expression ?? "")
        : part.text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"),
    )
    .join("");
}

function partsOf(pattern: string): readonly TimePart[] {
  const parsed = parseTimePattern(pattern);
  if ("problem" in parsed) throw new Error(`The pattern ${pattern} was not checked: ${parsed.problem}`);
  return parsed.parts;
}

function letterProblem(text: string, letter: string): string {
  const hint = hints[letter] ?? hints[letter.toUpperCase()];
  return `\`${text}\` is no field${hint === undefined ? "" : `; ${hint}`}; letters that stand for themselves go in \`'…'\``;
}
