// Text → tokens and comments. Takes interpolated texts apart, so that the expressions in their braces are
// tokens like any others, and reports what is wrong with single tokens (open texts, odd characters).
// Knows nothing of keywords: a word is a `Name` here.
import type { IToken, TokenType } from "chevrotain";
import { excerpt, type Finding, finding, replacement } from "./finding.ts";
import {
  AndAnd,
  Assign,
  Bang,
  BlockComment,
  Compare,
  DashComment,
  endOf,
  FChunk,
  FClose,
  FHole,
  FHoleEnd,
  FOpen,
  FText,
  Moment,
  Name,
  Odd,
  OddMoment,
  OpenFText,
  OpenQuoted,
  OpenRaw,
  OpenText,
  OrOr,
  Quoted,
  Raw,
  Reserved,
  SingleText,
  setKind,
  Text,
  weirLexer,
} from "./tokens.ts";

export interface LexedText {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  /** In order of position. */
  readonly findings: readonly Finding[];
}

/** Interpolated texts inside interpolated texts, at most. */
const maximumHoleDepth = 8;
const wholeName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const plainAscii = /^\w+$/;

/** Tokens of a text. Offsets count from its start. Tokens of kind `Odd` are no part of the program. */
export function lex(text: string): LexedText {
  const lexed = weirLexer().tokenize(text);
  const findings: Finding[] = [];
  const tokens = text.includes('f"') ? expanded(lexed.tokens, findings) : lexed.tokens;
  for (const token of tokens) settle(token, findings);
  if (findings.length > 1) findings.sort((a, b) => a.start - b.start);
  return { tokens, comments: lexed.groups.comments ?? [], findings };
}

const settlers: ((token: IToken, findings: Finding[]) => void)[] = [];

function settle(token: IToken, findings: Finding[]): void {
  settlers[token.tokenTypeIdx]?.(token, findings);
}

function settling(type: TokenType, settler: (token: IToken, findings: Finding[]) => void): void {
  settlers[type.tokenTypeIdx!] = settler;
}

settling(Name, (token, findings) => {
  if (plainAscii.test(token.image) || wholeName.test(token.image)) return;
  const { startOffset: start, image } = token;
  let at = 0;
  for (const character of image) {
    if (!(at === 0 ? /[\p{L}_]/u : /[\p{L}\p{N}_]/u).test(character)) break;
    at += character.length;
  }
  const odd = String.fromCodePoint(image.codePointAt(at)!);
  findings.push(oddCharacter(start + at, odd));
  if (at === 0) setKind(token, Odd);
});

settling(Odd, (token, findings) => {
  if (token.image === ";") {
    const fix = replacement("Remove `;`", token.startOffset, endOf(token), "");
    findings.push(
      finding(
        "WR038",
        token.startOffset,
        endOf(token),
        "`;` is not needed: a line break or `|` ends a step",
        [fix],
      ),
    );
  } else findings.push(oddCharacter(token.startOffset, token.image[0]!));
});

settling(Quoted, (token) => setKind(token, Name));

settling(OpenQuoted, (token, findings) => {
  setKind(token, Name);
  const [start, end] = [token.startOffset, endOf(token)];
  if (token.image === "``")
    findings.push(finding("WR004", start, end, "a name is missing between the backticks"));
  else {
    const fix = replacement("Close the name with a backtick", end, end, "`");
    findings.push(
      finding("WR004", start, end, `the name ${excerpt(token.image)} lacks its closing backtick`, [fix]),
    );
  }
});

settling(OpenText, (token, findings) => {
  setKind(token, Text);
  const [start, end] = [token.startOffset, endOf(token)];
  const fix = replacement('Close the text with `"`', end, end, '"');
  findings.push(
    finding("WR002", start, end, `the text ${excerpt(token.image)} lacks its closing \`"\``, [fix]),
  );
});

settling(OpenRaw, (token, findings) => {
  setKind(token, Raw);
  const start = token.startOffset;
  findings.push(finding("WR003", start, start + 3, 'the raw text that begins here lacks its closing `"""`'));
});

settling(SingleText, (token, findings) => {
  setKind(token, Text);
  const [start, end] = [token.startOffset, endOf(token)];
  const inner = token.image
    .slice(1, -1)
    .replaceAll("''", "'")
    .replace(/\\.|"/g, (found) => (found === '"' ? '\\"' : found));
  token.payload = `"${inner}"`;
  const fix = replacement("Write it in double quotes", start, end, `"${inner}"`);
  findings.push(
    finding(
      "WR008",
      start,
      end,
      `${excerpt(token.image)} is in single quotes; a text stands in double quotes`,
      [fix],
    ),
  );
});

settling(OddMoment, (token, findings) => {
  setKind(token, Moment);
  token.payload = "odd";
  const message = `\`${excerpt(token.image)}\` is no date; dates are written \`@2026-01-31\` or \`@2026-01-31T08:30:00\``;
  findings.push(finding("WR007", token.startOffset, endOf(token), message));
});

settling(DashComment, (token, findings) => {
  const start = token.startOffset;
  setKind(token, Odd);
  const fix = replacement("Write the comment with `#`", start, start + 2, "#");
  findings.push(finding("WR009", start, start + 2, "`--` begins no comment; write `#`", [fix]));
});

settling(BlockComment, (token, findings) => {
  const start = token.startOffset;
  setKind(token, Odd);
  const lines = token.image
    .replace(/^\/\*|\*\/$/g, "")
    .trim()
    .split(/\r?\n/);
  const fix = replacement(
    "Write the comment with `#`",
    start,
    endOf(token),
    lines.map((line) => `# ${line.trim()}`).join("\n"),
  );
  const fixes = lines.length === 1 ? [fix] : [];
  findings.push(
    finding("WR009", start, start + 2, "`/*` begins no comment; write `#` before each line", fixes),
  );
});

settling(AndAnd, (token, findings) => habitOperator(token, Reserved.and, "and", findings));
settling(OrOr, (token, findings) => habitOperator(token, Reserved.or, "or", findings));

settling(Bang, (token, findings) => {
  habitOperator(token, Reserved.not, "not ", findings);
});

settling(Compare, (token, findings) => {
  const meant =
    token.image === "===" ? "==" : token.image === "!==" || token.image === "<>" ? "!=" : undefined;
  if (meant === undefined) return;
  const [start, end] = [token.startOffset, endOf(token)];
  const fix = replacement(`Write \`${meant}\``, start, end, meant);
  findings.push(finding("WR031", start, end, `\`${token.image}\` is written \`${meant}\``, [fix]));
});

settling(Assign, (token, findings) => {
  if (token.image === "=") return;
  const [start, end] = [token.startOffset, endOf(token)];
  const fix = replacement("Write `=`", start, end, "=");
  findings.push(finding("WR035", start, end, "`:=` is written `=`", [fix]));
});

function habitOperator(token: IToken, type: TokenType, word: string, findings: Finding[]): void {
  const [start, end] = [token.startOffset, endOf(token)];
  setKind(token, type);
  const fix = replacement(`Write \`${word.trim()}\``, start, end, word);
  findings.push(finding("WR032", start, end, `\`${token.image}\` is written \`${word.trim()}\``, [fix]));
}

const plainQuotes: ReadonlyMap<string, string> = new Map([
  ["“", '"'],
  ["”", '"'],
  ["„", '"'],
  ["‘", '"'],
  ["’", '"'],
  ["–", "-"],
  ["−", "-"],
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
  ["×", "*"],
  ["÷", "/"],
]);

function oddCharacter(start: number, character: string): Finding {
  const end = start + character.length;
  const plain = plainQuotes.get(character);
  const shown = /\p{C}/u.test(character)
    ? `U+${character.codePointAt(0)!.toString(16).padStart(4, "0").toUpperCase()}`
    : character;
  if (plain === undefined)
    return finding(
      "WR001",
      start,
      end,
      `the character \`${shown}\` has no meaning here; remove it or put it in quotes`,
    );
  const fix = replacement(`Write \`${plain}\``, start, end, plain);
  return finding("WR001", start, end, `the character \`${shown}\` has no meaning here; \`${plain}\` does`, [
    fix,
  ]);
}

// ------------------------------------------------------------------------------------ interpolated texts

/** The tokens with every interpolated text taken apart. */
function expanded(tokens: readonly IToken[], findings: Finding[]): IToken[] {
  const out: IToken[] = [];
  for (const token of tokens) expandInto(out, token, 0, findings);
  return out;
}

function makeToken(type: TokenType, image: string, startOffset: number): IToken {
  return { image, startOffset, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! };
}

function expandInto(out: IToken[], token: IToken, depth: number, findings: Finding[]): void {
  const isText = token.tokenTypeIdx === FText.tokenTypeIdx;
  if (!isText && token.tokenTypeIdx !== OpenFText.tokenTypeIdx) {
    out.push(token);
    return;
  }
  const { image, startOffset: start } = token;
  out.push(makeToken(FOpen, 'f"', start));
  let at = 2;
  let chunkStart = 2;
  const closed = isText || (image.length > 2 && image.endsWith('"'));
  const end = closed ? image.length - 1 : image.length;
  let isHoleOpen = false;
  while (at < end) {
    if (image[at] === "\\") at += 2;
    else if (image[at] !== "{") at++;
    else if (image[at + 1] === "{") at += 2;
    else {
      if (at > chunkStart) out.push(makeToken(FChunk, image.slice(chunkStart, at), start + chunkStart));
      const holeEnd = endOfHole(image, at + 1, end);
      const inner = image.slice(at + 1, holeEnd);
      out.push(makeToken(FHole, "{", start + at));
      if (depth < maximumHoleDepth) {
        for (const one of weirLexer().tokenize(inner).tokens) {
          one.startOffset += start + at + 1;
          expandInto(out, one, depth + 1, findings);
        }
      }
      isHoleOpen = holeEnd >= end;
      out.push(makeToken(FHoleEnd, isHoleOpen ? "" : "}", start + Math.min(holeEnd, end)));
      at = holeEnd + 1;
      chunkStart = at;
    }
  }
  if (end > chunkStart) out.push(makeToken(FChunk, image.slice(chunkStart, end), start + chunkStart));
  out.push(makeToken(FClose, closed ? '"' : "", start + end));
  const tokenEnd = start + image.length;
  if (isHoleOpen)
    findings.push(
      finding(
        "WR048",
        start + end,
        start + end,
        "a `}` is missing in the text: `{` opens an expression, `{{` is a brace",
      ),
    );
  else if (!closed) {
    const fix = replacement('Close the text with `"`', tokenEnd, tokenEnd, '"');
    findings.push(
      finding("WR002", start, tokenEnd, `the text ${excerpt(image)} lacks its closing \`"\``, [fix]),
    );
  }
}

/** Where the `}` of a hole stands, texts and braces inside skipped; `end` if it has none. */
function endOfHole(image: string, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at++) {
    const character = image[at];
    if (character === '"') {
      at++;
      while (at < end && image[at] !== '"') at += image[at] === "\\" ? 2 : 1;
    } else if (character === "{") depth++;
    else if (character === "}" && depth-- === 0) return at;
  }
  return end;
}
