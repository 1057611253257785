// Words that are no keywords as written but can be nothing else: capitals and clauses of SQL, steps inside a line,
// misspelt first words. They are read as what was meant where that is clear, each with one finding.
import type { IToken, TokenType } from "chevrotain";
import { finding, replacement } from "./finding.ts";
import { isFirstColumn } from "./lines.ts";
import { nearestWord, wordWithPrefix } from "./nearest.ts";
import type { SyntaxCode } from "./problem-codes.ts";
import type { Place } from "./tag-place.ts";
import {
  Colon,
  DeclarationStart,
  endOf,
  has,
  Is,
  is,
  isStepStart,
  JoinKindStart,
  LBrace,
  LParen,
  Num,
  Odd,
  Raw,
  Reserved,
  setKind,
  Text,
  UnknownDeclaration,
  UnknownItem,
  UnknownStep,
} from "./tokens.ts";
import { usesOf, type WordUses } from "./word-table.ts";
import {
  type DeclarationWord,
  declarationSynonyms,
  declarationWords,
  itemWords,
  joinKindWords,
  stepSynonyms,
  stepWords,
} from "./words.ts";

const allStepWords: readonly string[] = [...stepWords, ...joinKindWords];
/** The commonest first: one letter of a keyword may be all that there is while it is being typed. */
const preferredDeclarations: readonly DeclarationWord[] = [
  "pipeline",
  "source",
  "function",
  ...declarationWords,
];

/** A word right after an operand that is no keyword as written. */
export function habitWord(place: Place, token: IToken, uses: WordUses | undefined): void {
  const { image } = token;
  const lower = image.toLowerCase();
  if (lower === "is") {
    setKind(token, Is);
    return;
  }
  if (is(place.previous, Num) && endOf(place.previous!) === token.startOffset) {
    const [start, end] = [place.previous!.startOffset, endOf(token)];
    const message = `\`${place.text.slice(start, end)}\` is no number; a unit stands behind a space: \`7 days\``;
    place.report(finding("WR006", start, end, message));
    setKind(token, Odd);
    return;
  }
  if (lower !== image) {
    const meant = usesOf(lower);
    const type = meant?.reserved ?? meant?.clause;
    if (type === undefined || type === Reserved.true || type === Reserved.false || type === Reserved.null)
      return;
    setKind(token, type);
    reportCase(place, token, lower);
    return;
  }
  if (
    uses?.step === undefined ||
    place.nesting.brackets > 0 ||
    place.nesting.valueBraces > 0 ||
    place.isLineStart
  )
    return;
  if (
    !(place.kind === "bare" || (place.kind === "pipeline" && place.nesting.body === "open")) ||
    place.isFollowedAsName()
  )
    return;
  setKind(token, uses.step);
  token.payload = "soft";
  const [start, end] = [token.startOffset, endOf(token)];
  const fix = replacement("Put `|` before it", start, start, "| ");
  const message =
    image === "from"
      ? "`from` comes first and `select` after it, each as a step of its own"
      : `\`${image}\` begins a step: put it on a new line or after \`|\``;
  place.report(finding("WR024", start, end, message, [fix]));
}

/** Capitals of SQL where an operand stands: `CASE WHEN`, `IS NOT`; `left outer join`. */
export function habitOperand(place: Place, token: IToken): void {
  const first = token.image.charCodeAt(0) | 32;
  if (first !== 99 && first !== 110 && first !== 111 && first !== 115) return; // c, n, o, s
  const lower = token.image.toLowerCase();
  if (lower === "select") habitQuery(place, token);
  else if (lower === "case" && place.next?.image.toLowerCase() === "when") {
    setKind(token, Reserved.case);
    reportCase(place, token, lower);
  } else if (lower === "not" && is(place.previous, Is)) setKind(token, Reserved.not);
  else if (
    lower === "null" &&
    (is(place.previous, Is) || (is(place.beforePrevious, Is) && is(place.previous, Reserved.not)))
  ) {
    setKind(token, Reserved.null);
  } else if (lower === "outer" && is(place.previous, JoinKindStart)) dropWord(place, token);
}

/** `in (select …)`, `exists (select …)`, `= (select …)`: a query where a value stands. */
function habitQuery(place: Place, token: IToken): void {
  const { previous, beforePrevious } = place;
  if (!is(previous, LParen) || beforePrevious === undefined || has(beforePrevious, isStepStart)) return;
  const isTest = is(beforePrevious, Reserved.in) || beforePrevious.image.toLowerCase() === "exists";
  const instead = isTest
    ? "keep the rows that have a match with a step `semi join R on …`, those that have none with `anti join`"
    : "join the value: `cross join (from R | aggregate most = max(x)) as r`";
  place.report(finding("WR053", token.startOffset, endOf(token), `a query is no value here: ${instead}`));
}

/** `inner join`, `left outer join`: the word says nothing. */
function dropWord(place: Place, token: IToken): void {
  setKind(token, Odd);
  const [start, end] = [token.startOffset, place.isNextOnLine ? place.next!.startOffset : endOf(token)];
  const fix = replacement(`Remove \`${token.image}\``, start, end, "");
  place.report(
    finding("WR040", start, endOf(token), `\`${token.image}\` is left out: \`join\` or \`left join\``, [fix]),
  );
}

function reportCase(place: Place, token: IToken, lower: string): void {
  const [start, end] = [token.startOffset, endOf(token)];
  const fix = replacement(`Write \`${lower}\``, start, end, lower);
  place.report(
    finding("WR039", start, end, `\`${token.image}\` is written \`${lower}\`, in lower case`, [fix]),
  );
}

/** A first word that nobody knows, where only a step, an item or a declaration can begin. */
export function misspelling(place: Place, token: IToken, isAfterBodyBrace: boolean): boolean {
  if (place.isOutside() && place.kind !== "bare") return misspeltDeclaration(place, token);
  if (place.isInBlock() || place.kind === "bare") return misspeltStep(place, token, isAfterBodyBrace);
  return false;
}

function misspeltDeclaration(place: Place, token: IToken): boolean {
  const { body } = place.nesting;
  const isDone =
    place.kind === undefined || body === "closed" || isFirstColumn(place.text, token.startOffset);
  if (!isDone || !place.isLineStart) return false;
  const lower = token.image.toLowerCase();
  const near =
    usesOf(lower)?.declaration ??
    declarationSynonyms.get(lower) ??
    nearestWord(lower, declarationWords) ??
    wordWithPrefix(lower, preferredDeclarations);
  const isBeforeOperand = place.isBeforeOperand();
  if (!isBeforeOperand) {
    const isAlone = !place.isNextOnLine && near !== undefined;
    const isStray = place.previous === undefined || place.isAfterOperand();
    if (!isAlone && !isStray) return false;
  }
  place.open(near ?? "unknown", token, near === undefined ? UnknownDeclaration : DeclarationStart[near]);
  reportUnknown(place, token, "WR021", "declaration", near, declarationWords);
  return true;
}

function misspeltStep(place: Place, token: IToken, isAfterBodyBrace: boolean): boolean {
  const { next, kind } = place;
  if (place.isFollowedAsName(isAfterBodyBrace)) return false;
  if (place.isSqlStep && (is(next, Raw) || is(next, Text))) return false;
  const isPlace = place.isLinePlace(isAfterBodyBrace);
  const isBeforeOperand = place.isBeforeOperand() && !place.isContinuation();
  // Where a name may stand, only a word next to an operand can be no name; these are most lines of a list.
  const mayBeName = is(place.previous, LBrace) || is(place.previous, Colon);
  if (!isPlace && (!isBeforeOperand || mayBeName || token.image.length < 3)) return false;
  const isItem = kind === "service" || kind === "job" || kind === "test";
  const known: readonly string[] = isItem ? itemWords[kind] : allStepWords;
  const lower = token.image.toLowerCase();
  if (!isItem && lower === "inner" && place.joinFollows()) {
    dropWord(place, token);
    return true;
  }
  const synonym = isItem ? undefined : stepSynonyms.get(lower);
  const isCapital = lower !== token.image && known.includes(lower);
  const prefixed = lower.length < 2 ? undefined : wordWithPrefix(lower, known);
  const near = isCapital ? lower : (synonym ?? prefixed ?? nearestWord(lower, known));
  if (isPlace) {
    const isHopeless = near === undefined && wordWithPrefix(lower, known) === undefined;
    if (!isBeforeOperand && (isHopeless || place.isBeforeOperator())) return false;
  } else if (near === undefined) return false;
  if (near !== undefined && (synonym !== undefined || (isCapital && !isItem))) {
    return synonymStep(place, token, near, usesOf(near)?.step ?? JoinKindStart);
  }
  place.startLine(token, isItem ? UnknownItem : UnknownStep);
  const code = isItem ? "WR022" : "WR020";
  const what = isItem ? "item" : "step";
  reportUnknown(place, token, code, what, near ?? wordWithPrefix(lower, known), known);
  return true;
}

/** `order by x`, `limit 5`, `WHERE x`: read as the step that is meant. */
function synonymStep(place: Place, token: IToken, meant: string, type: TokenType): boolean {
  const { next } = place;
  const hasBy = next?.image === "by" && (meant === "sort" || meant === "aggregate");
  const start = token.startOffset;
  const end = hasBy && meant === "sort" ? endOf(next) : endOf(token);
  const written = place.text.slice(start, end);
  place.startLine(token, type);
  token.payload = hasBy && meant === "sort" ? "with-by" : undefined;
  const fix = replacement(`Write \`${meant}\``, start, end, meant);
  if (written.toLowerCase() === meant) reportCase(place, token, meant);
  else place.report(finding("WR040", start, end, `\`${written}\` is written \`${meant}\``, [fix]));
  return true;
}

function reportUnknown(
  place: Place,
  token: IToken,
  code: SyntaxCode,
  what: string,
  meant: string | undefined,
  known: readonly string[],
): void {
  const [start, end] = [token.startOffset, endOf(token)];
  const found = `\`${token.image}\` begins no ${what}`;
  if (meant === undefined) place.report(finding(code, start, end, `${found}; known are ${known.join(", ")}`));
  else {
    const fix = replacement(`Write \`${meant}\``, start, end, meant);
    place.report(finding(code, start, end, `${found}; did you mean \`${meant}\`?`, [fix]));
  }
}
