// Patterns of numbers: `0`, `0.00`, `#,##0.00`, `0.0%`, with fixed text before and after. `0` is a digit that is always
// written, `#` after the point one that is left out where it is zero, `,` groups by thousands.

export interface NumberPattern {
  readonly before: string;
  readonly after: string;
  readonly grouped: boolean;
  /** Digits after the point: always written, and at most. */
  readonly leastDigits: number;
  readonly mostDigits: number;
  readonly percent: boolean;
}

/** Reads a pattern; the text says what is wrong with it. */
export function parseNumberPattern(pattern: string): NumberPattern | string {
  const match = /^([^#0,.%]*)(#,##0|0)(?:\.(0*)(#*))?(%?)([^#0,.%]*)$/.exec(pattern);
  if (match === null || (match[3] === "" && match[4] === "")) {
    return `\`${pattern}\` is no pattern of a number; those are like "0", "0.00", "#,##0.00", "0.##" or "0.0%"`;
  }
  const leastDigits = match[3]?.length ?? 0;
  const mostDigits = leastDigits + (match[4]?.length ?? 0);
  if (mostDigits > 15) return "at most 15 digits can be written after the point";
  return {
    before: match[1]!,
    after: match[6]!,
    grouped: match[2] !== "0",
    leastDigits,
    mostDigits,
    percent: match[5] === "%",
  };
}

/** DuckDB's SQL of a number as text by the pattern. `exact` for ints and decimals, whose digits are all kept. */
export function spellNumber(number: string, pattern: NumberPattern, exact: boolean): string {
  const { mostDigits, leastDigits } = pattern;
  const value = pattern.percent ? `(${number} * 100)` : number;
  let text = exact ? exactText(value, pattern) : floatText(value, pattern);
  if (mostDigits > leastDigits) {
    text = `regexp_replace(${text}, '([.][0-9]{${leastDigits}}[0-9]*?)0+$', '\\1')`;
    if (leastDigits === 0) text = `rtrim(${text}, '.')`;
  }
  const before = pattern.before === "" ? "" : `${quote(pattern.before)} || `;
  const after = `${pattern.percent ? "%" : ""}${pattern.after}`;
  return before === "" && after === ""
    ? text
    : `(${before}${text}${after === "" ? "" : ` || ${quote(after)}`})`;
}

function floatText(value: string, { mostDigits, grouped }: NumberPattern): string {
  return `format('{:${grouped ? "," : ""}.${mostDigits}f}', round(${value}, ${mostDigits}))`;
}

function exactText(value: string, { mostDigits, grouped }: NumberPattern): string {
  const rounded = `CAST(round(${value}, ${mostDigits}) AS DECIMAL(38, ${mostDigits}))`;
  const text = `CAST(${rounded} AS VARCHAR)`;
  if (!grouped) return text;
  const whole = mostDigits === 0 ? text : `split_part(${text}, '.', 1)`;
  const groups = `regexp_replace(reverse(regexp_replace(reverse(${whole}), '([0-9]{3})', '\\1,', 'g')), '^(-?),', '\\1')`;
  return mostDigits === 0 ? groups : `(${groups} || '.' || split_part(${text}, '.', 2))`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
