// Whether a regular expression means the same to RE2 and to Java. It reads the pattern once and says what is wrong
// in words; it never runs one. What it lets through compiles on both.

/** What is wrong with a pattern, in words; undefined where nothing is. */
export function regularExpressionProblem(pattern: string): string | undefined {
  const reader: PatternReader = { text: pattern, at: 0, depth: 0 };
  while (reader.at < pattern.length) {
    const problem = readPart(reader);
    if (problem !== undefined) return problem;
  }
  return reader.depth > 0 ? "`(` is not closed" : undefined;
}

interface PatternReader {
  readonly text: string;
  at: number;
  depth: number;
}

function readPart(reader: PatternReader): string | undefined {
  const { text, at } = reader;
  const character = text[at]!;
  switch (character) {
    case "(":
      return openGroup(reader);
    case ")":
      if (reader.depth === 0) return "`)` closes nothing; `\\)` is the character";
      reader.depth--;
      reader.at++;
      return readQuantifier(reader);
    case "[":
      return readClass(reader) ?? readQuantifier(reader);
    case "*":
    case "+":
    case "?":
      return `\`${character}\` repeats nothing; \`\\${character}\` is the character`;
    case "{":
    case "}":
      return `\`${character}\` repeats nothing; \`\\${character}\` is the character`;
    case "|":
      reader.at++;
      return undefined;
    case "^":
    case "$":
      reader.at++;
      return /^[*+?{]/.test(text.slice(reader.at)) ? `\`${character}\` cannot be repeated` : undefined;
    case "\\":
      return readEscape(reader, false);
    default:
      reader.at += character.length;
      if (isHighSurrogate(character)) reader.at++;
      return readQuantifier(reader);
  }
}

function openGroup(reader: PatternReader): string | undefined {
  const rest = reader.text.slice(reader.at);
  if (/^\(\?(<?[=!])/.test(rest)) {
    return `look-around (\`${rest.slice(0, 3)}\`) is not possible: match the text around and take a group`;
  }
  if (rest.startsWith("(?>")) return "groups that never give back (`(?>`) are not possible; use `(?:`";
  if (/^\(\?P?[<']/.test(rest)) return "groups have no names; count them: the first `(` is 1";
  const opened = /^\((\?[ims]*(-[ims]+)?([:)]))?/.exec(rest)!;
  if (opened[1] === undefined && rest.startsWith("(?")) {
    return `\`${rest.slice(0, 3)}\` is not possible; groups are \`(\`, \`(?:\` and flags as in \`(?i)\``;
  }
  reader.at += opened[0].length;
  if (opened[3] !== ")") reader.depth++;
  return undefined;
}

/** After something that can be repeated: `* + ? {n}`, each possibly lazy. */
function readQuantifier(reader: PatternReader): string | undefined {
  const rest = reader.text.slice(reader.at);
  const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(rest);
  if (quantifier === null) {
    return rest.startsWith("{")
      ? "`{` needs numbers, as in `{2}` or `{2,5}`; `\\{` is the character"
      : undefined;
  }
  const low = Number(quantifier[1] ?? 0);
  const high = Number(quantifier[3] || low);
  if (low > 1000 || high > 1000) return "at most 1,000 repetitions can be asked for";
  if (high < low) return `\`${quantifier[0]}\` ends before it begins`;
  reader.at += quantifier[0].length;
  const next = reader.text[reader.at];
  if (next === "?") reader.at++;
  else if (next === "+") return "`+` after a repetition (which never gives back) is not possible";
  const again = reader.text[reader.at];
  if (again !== undefined && /[*+?{]/.test(again))
    return `two repetitions follow each other at \`${rest.slice(0, 4)}\``;
  return undefined;
}

/** Escapes that mean the same to both engines, outside of classes. */
const plainEscapes = "dDwWsSbBAztnrfa";
const classEscapes = "dDwWsStnrfa";

function readEscape(reader: PatternReader, inClass: boolean): string | undefined {
  const rest = reader.text.slice(reader.at);
  const letter = rest[1];
  if (letter === undefined) return "a `\\` at the end escapes nothing; `\\\\` is the character";
  if (letter === "Q" && !inClass) {
    const end = rest.indexOf("\\E");
    reader.at += end === -1 ? rest.length : end + 2;
    return end === -1 ? "`\\Q` is not closed by `\\E`" : readQuantifier(reader);
  }
  if (/[1-9k]/.test(letter))
    return `references to groups (\`\\${letter}\`) are not possible inside the pattern`;
  if (letter === "p" || letter === "P") {
    const property =
      /^\\[pP](?:[LMNPSZC]|\{(?:L[ulmto]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?)\})/.exec(rest);
    if (property === null) {
      return `\`${/^\\.(\{[^}]*\}?)?/.exec(rest)?.[0] ?? rest}\` is not possible; general categories are, as in \`\\p{Lu}\``;
    }
    reader.at += property[0].length;
  } else if (letter === "x") {
    const code = /^\\x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})/.exec(rest);
    if (code === null) return "`\\x` takes two hexadecimal digits or `{…}`, as in `\\x{e9}`";
    reader.at += code[0].length;
  } else if (/[A-Za-z0-9]/.test(letter)) {
    if (!(inClass ? classEscapes : plainEscapes).includes(letter)) {
      const hint = letter === "u" ? "; write `\\x{…}`" : letter === "Z" ? "; write `\\z`" : "";
      return `\`\\${letter}\` does not mean the same on every engine${hint}`;
    }
    reader.at += 2;
    if (!inClass && "bBAz".includes(letter)) return undefined;
  } else if (letter.codePointAt(0)! > 127) {
    return `\`\\${letter}\` escapes a character that needs none`;
  } else {
    reader.at += 2;
  }
  return inClass ? undefined : readQuantifier(reader);
}

function readClass(reader: PatternReader): string | undefined {
  reader.at++;
  if (reader.text[reader.at] === "^") reader.at++;
  if (reader.text[reader.at] === "]") return "`[]` is empty; `[\\]]` is the bracket";
  let from: string | undefined;
  for (;;) {
    const character = reader.text[reader.at];
    if (character === undefined) return "`[` is not closed";
    if (character === "]") {
      reader.at++;
      return undefined;
    }
    if (character === "[") {
      return reader.text.startsWith("[:", reader.at)
        ? "`[:…:]` is not possible; write `\\d`, `\\s` or `\\p{L}`"
        : "`[` inside a class must be `\\[`";
    }
    if (reader.text.startsWith("&&", reader.at)) return "`&&` inside a class must be `&\\&`";
    const start = reader.at;
    if (character === "\\") {
      const problem = readEscape(reader, true);
      if (problem !== undefined) return problem;
    } else {
      reader.at += isHighSurrogate(character) ? 2 : 1;
    }
    const single = reader.text.slice(start, reader.at);
    if (from !== undefined) {
      if (isSet(single) || isSet(from)) return `\`${from}-${single}\` is no range`;
      if (codeOf(single) < codeOf(from)) return `\`${from}-${single}\` ends before it begins`;
      from = undefined;
    } else if (reader.text[reader.at] === "-" && reader.text[reader.at + 1] !== "]") {
      if (reader.text[reader.at + 1] === undefined) return "`[` is not closed";
      reader.at++;
      from = single;
    }
  }
}

function isSet(part: string): boolean {
  return /^\\[dDwWsSpP]/.test(part);
}

function codeOf(part: string): number {
  const hex = /^\\x\{?([0-9A-Fa-f]+)/.exec(part)?.[1];
  if (hex !== undefined) return Number.parseInt(hex, 16);
  const control = { "\\t": 9, "\\n": 10, "\\f": 12, "\\r": 13, "\\a": 7 }[part];
  return control ?? (part.startsWith("\\") ? part.codePointAt(1)! : part.codePointAt(0)!);
}

function isHighSurrogate(character: string): boolean {
  return /[\ud800-\udbff]/.test(character);
}
