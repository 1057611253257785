// Decides by position which words are keywords, and cuts the tokens into declarations. The only place that
// knows of lines and columns. After it a step, an item and a declaration begin with a token of their own kind,
// which nothing before them can swallow; and every declaration can be parsed by itself.
import type { IToken } from "chevrotain";
import type { Chunk } from "./chunk.ts";
import { lex } from "./lex.ts";
import { columnOf, hasBreak } from "./lines.ts";
import { Place } from "./tag-place.ts";
import { visit } from "./tag-words.ts";
import { endOf, is, Odd } from "./tokens.ts";

/** Cuts a text into declarations. Comments outside of all of them are in none. */
export function cut(text: string): readonly Chunk[] {
  const lexed = lex(text);
  const chunks = run(new Place(text, lexed.tokens, lexed.findings));
  distributeComments(text, chunks, lexed.comments);
  return chunks;
}

function run(place: Place): Chunk[] {
  const { tokens, text } = place;
  let isAfterBreak = true;
  for (place.index = 0; place.index < tokens.length; place.index++) {
    const token = tokens[place.index]!;
    if (token.tokenTypeIdx === Odd.tokenTypeIdx) {
      place.keep(token);
      const after = tokens[place.index + 1];
      isAfterBreak ||= after !== undefined && hasBreak(text, endOf(token), after.startOffset);
      continue;
    }
    let nextIndex = place.index + 1;
    while (is(tokens[nextIndex], Odd)) nextIndex++;
    const next = tokens[nextIndex];
    const isBreakAhead = next === undefined || hasBreak(text, endOf(token), next.startOffset);
    place.next = next;
    place.isLineStart = isAfterBreak;
    if (isAfterBreak) place.indentation = columnOf(text, token.startOffset);
    place.isNextOnLine = !isBreakAhead;
    visit(place, token);
    place.keep(token);
    if (is(token, Odd)) continue;
    place.beforePrevious = place.previous;
    place.indentationOfPrevious = place.indentation;
    place.previous = token;
    isAfterBreak = isBreakAhead;
  }
  place.nesting.giveUpPipelines();
  distributeFindings(place);
  return place.chunks;
}

/** Hands the findings of the lexer and those from before the first declaration to the declarations. */
function distributeFindings(place: Place): void {
  let at = 0;
  for (const one of [...place.findings, ...place.ownFindings].sort((a, b) => a.start - b.start)) {
    while (at + 1 < place.chunks.length && place.chunks[at + 1]!.start <= one.start) at++;
    place.chunks[at]?.findings.push(one);
  }
  for (const chunk of place.chunks)
    if (chunk.findings.length > 1) chunk.findings.sort((a, b) => a.start - b.start);
}

/** Comments belong to the declaration that they stand in; `##` lines belong to the declaration that follows. */
function distributeComments(text: string, chunks: readonly Chunk[], comments: readonly IToken[]): void {
  let at = 0;
  let previousEnd = 0;
  for (const chunk of chunks) {
    while (at < comments.length && comments[at]!.startOffset < chunk.start) {
      const comment = comments[at]!;
      const isOwnLine = previousEnd === 0 || hasBreak(text, previousEnd, comment.startOffset);
      if (comment.image.startsWith("##") && isOwnLine) chunk.start = comment.startOffset;
      else at++;
    }
    while (at < comments.length && comments[at]!.startOffset < chunk.end)
      chunk.comments.push(comments[at++]!);
    previousEnd = chunk.end;
  }
}
