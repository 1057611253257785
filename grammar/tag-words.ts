// Decides by position which words are keywords of steps, declarations, items and clauses. What is no keyword as
// written is left to `tag-habits.ts`.
import type { IToken, TokenType } from "chevrotain";
import { finding, replacement } from "./finding.ts";
import { isFirstColumn } from "./lines.ts";
import { nearestWord } from "./nearest.ts";
import { habitOperand, habitWord, misspelling } from "./tag-habits.ts";
import type { Place } from "./tag-place.ts";
import {
  Assign,
  Clause,
  Colon,
  Comma,
  DeclarationStart,
  Dot,
  endOf,
  ImportFrom,
  is,
  JoinKindStart,
  KindJoin,
  KindUnnest,
  LBrace,
  LParen,
  LSquare,
  Moment,
  Money,
  Name,
  Num,
  Param,
  Pipe,
  RBrace,
  RParen,
  RSquare,
  StepStart,
  setKind,
  Text,
  Unit,
} from "./tokens.ts";
import { usesOf, type WordUses } from "./word-table.ts";

const operandsAfterMisspelling = new Set(
  [Name, Num, Text, Moment, Param, Money].map((type) => type.tokenTypeIdx),
);
const wantsOperand: ReadonlySet<TokenType> = new Set([
  Clause.sorted,
  Clause.offset,
  Clause.for,
  Clause.to,
  Clause.seed,
]);

export function visit(place: Place, token: IToken): void {
  const isBodyBrace = place.isBodyBrace;
  place.isBodyBrace = false;
  switch (token.tokenTypeIdx) {
    case Name.tokenTypeIdx:
      if (token.image.charCodeAt(0) !== 96) word(place, token, isBodyBrace);
      return;
    case LBrace.tokenTypeIdx:
      openBrace(place);
      return;
    case RBrace.tokenTypeIdx:
      place.nesting.closeBrace();
      return;
    case LParen.tokenTypeIdx:
    case LSquare.tokenTypeIdx:
      place.nesting.brackets++;
      return;
    case RParen.tokenTypeIdx:
    case RSquare.tokenTypeIdx: {
      const isRound = token.tokenTypeIdx === RParen.tokenTypeIdx;
      place.nesting.closeBracket(isRound, place.isLineStart ? place.indentation : undefined);
      return;
    }
    default:
      return;
  }
}

function openBrace(place: Place): void {
  const isStruct = place.previous !== undefined && place.previous.image === "struct";
  const startsBody =
    place.nesting.body === "ahead" &&
    (place.nesting.brackets === 0 ||
      (!place.isNextOnLine && !isStruct && place.kind !== "source" && place.isAfterOperand()));
  if (startsBody && !isStruct) {
    place.nesting.openBody();
    place.isBodyBrace = true;
  } else place.nesting.valueBraces++;
}

/** A name without backticks: finds out what it is here. */
function word(place: Place, token: IToken, isAfterBodyBrace: boolean): void {
  const { image } = token;
  const uses = usesOf(image);
  const { previous } = place;
  if (place.kind === "import" && image === "from" && isImportFrom(place, token)) {
    setKind(token, ImportFrom);
    return;
  }
  if (
    place.isLineStart ||
    isAfterBodyBrace ||
    is(previous, Pipe) ||
    (image === "from" && place.opensSubPipeline())
  ) {
    if (lineWord(place, token, uses, isAfterBodyBrace)) return;
  }
  if (previous !== undefined) {
    if (previous.tokenTypeIdx === Dot.tokenTypeIdx && !place.isLineStart) return;
    if (previous.tokenTypeIdx === JoinKindStart.tokenTypeIdx && (image === "join" || image === "unnest")) {
      setKind(token, image === "join" ? KindJoin : KindUnnest);
      return;
    }
  }
  if (uses !== undefined && innerWord(place, token, uses)) return;
  if (previous === undefined) return;
  if (place.isAfterOperand() || place.isStarBefore()) habitWord(place, token, uses);
  else habitOperand(place, token);
}

/** Steps may follow an import: then `from` stands in the first column. */
function isImportFrom(place: Place, token: IToken): boolean {
  return !is(place.next, Comma) && (!isFirstColumn(place.text, token.startOffset) || is(place.next, Text));
}

/** Handles a word that stands first on its line, after `|` or right after the brace of a body. */
function lineWord(
  place: Place,
  token: IToken,
  uses: WordUses | undefined,
  isAfterBodyBrace: boolean,
): boolean {
  const isAfterPipe = is(place.previous, Pipe);
  const isFollowedAsName = !isAfterPipe && place.isFollowedAsName(isAfterBodyBrace);
  if (uses !== undefined) {
    if (place.isLineStart && uses.declaration !== undefined && place.isDeclarationHere(token)) {
      place.open(uses.declaration, token, DeclarationStart[uses.declaration]);
      return true;
    }
    if (!isFollowedAsName) {
      const item = place.nesting.body === "open" ? place.itemKind(uses) : undefined;
      if (item !== undefined) {
        place.nesting.beginItem();
        place.startLine(token, item);
        return true;
      }
      if (uses.step !== undefined && !place.isInValue() && startStep(place, token, uses.step)) return true;
      if (
        uses.joinKind &&
        (place.joinFollows() || (!place.isNextOnLine && place.isLinePlace(isAfterBodyBrace)))
      ) {
        place.startLine(token, JoinKindStart);
        return true;
      }
    }
    if (startsHalfJoin(place, uses)) {
      place.startLine(token, JoinKindStart);
      return true;
    }
    if (uses.reserved !== undefined || uses.clause !== undefined || uses.joinKind) return false;
  }
  return misspelling(place, token, isAfterBodyBrace);
}

/** `left jo`, while `join` is being typed. */
function startsHalfJoin(place: Place, uses: WordUses): boolean {
  const { next } = place;
  if (!uses.joinKind || !place.isNextOnLine || !is(next, Name) || !place.isLinePlace(false)) return false;
  if (next!.image.toLowerCase() === "outer") return true;
  return "join".startsWith(next!.image) || nearestWord(next!.image, ["join", "unnest"]) !== undefined;
}

function startStep(place: Place, token: IToken, type: TokenType): boolean {
  const isFrom = type === StepStart.from;
  if (
    place.isOutside() &&
    place.isLineStart &&
    (isFrom ? place.startsBare(token) : place.chunk === undefined)
  ) {
    place.open("bare", token, type);
    return true;
  }
  place.startLine(token, type);
  return true;
}

/** Words inside a line that have a meaning of their own here. */
function innerWord(place: Place, token: IToken, uses: WordUses): boolean {
  const { previous, next } = place;
  if (uses.reserved !== undefined) {
    if (is(next, Colon)) return false;
    setKind(token, uses.reserved);
    return true;
  }
  if (uses.unit && is(previous, Num) && !place.isLineStart && !isFollowedAsOperand(place)) {
    setKind(token, Unit);
    if (endOf(previous!) === token.startOffset) {
      const [start, end] = [previous!.startOffset, endOf(token)];
      const apart = `${previous!.image} ${token.image}`;
      place.report(
        finding("WR006", start, end, `a space belongs between number and unit: \`${apart}\``, [
          replacement(`Write \`${apart}\``, start, end, apart),
        ]),
      );
    }
    return true;
  }
  if (uses.clause === undefined || previous === undefined) return false;
  if (is(next, Colon)) return false;
  if (!place.isAfterOperand() && !place.isStarBefore() && !isClauseOfLine(place, uses.clause)) return false;
  if (uses.clause === Clause.budget && place.nesting.body !== "ahead") return false;
  setKind(token, uses.clause);
  return true;
}

/** Whether a word after a number begins an item whose comma is missing: `a = 1 s = 2`. */
function isFollowedAsOperand(place: Place): boolean {
  const { next } = place;
  if (is(next, Assign)) return is(place.beforePrevious, Assign);
  return is(next, LParen) || is(next, Dot) || is(next, Colon);
}

/** Whether a clause goes on although the operand before it is missing: `x =⏎ sorted day`, `by a, sorted b`. */
function isClauseOfLine(place: Place, clause: TokenType): boolean {
  const { next } = place;
  const mayGoOn = place.isLineStart || is(place.previous, Comma);
  if (!mayGoOn || !place.isNextOnLine || next === undefined || !wantsOperand.has(clause)) return false;
  if (next.tokenTypeIdx !== Name.tokenTypeIdx) return operandsAfterMisspelling.has(next.tokenTypeIdx);
  return usesOf(next.image)?.clause === undefined && usesOf(next.image)?.reserved === undefined;
}
