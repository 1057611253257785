// One look-up for everything that a word can be. Built once from the word lists and the token kinds.
import type { TokenType } from "chevrotain";
import { Clause, DeclarationStart, Item, Reserved, StepStart } from "./tokens.ts";
import { unitWords } from "./units.ts";
import {
  type BlockWord,
  type ClauseWord,
  clauseWords,
  type DeclarationWord,
  declarationWords,
  itemWords,
  joinKindWords,
  type ReservedWord,
  reservedWords,
  type StepWord,
  stepWords,
} from "./words.ts";

export interface WordUses {
  readonly step: TokenType | undefined;
  readonly joinKind: boolean;
  readonly declaration: DeclarationWord | undefined;
  readonly test: TokenType | undefined;
  readonly service: TokenType | undefined;
  readonly job: TokenType | undefined;
  readonly reserved: TokenType | undefined;
  readonly clause: TokenType | undefined;
  readonly unit: boolean;
}

const table: ReadonlyMap<string, WordUses> = buildTable();

/** What a word can be besides a name; undefined for most. */
export function usesOf(word: string): WordUses | undefined {
  return table.get(word);
}

export function declarationToken(word: DeclarationWord): TokenType {
  return DeclarationStart[word];
}

function buildTable(): Map<string, WordUses> {
  const all = new Set<string>([
    ...reservedWords,
    ...stepWords,
    ...joinKindWords,
    ...declarationWords,
    ...clauseWords,
  ]);
  for (const words of Object.values(itemWords)) for (const word of words) all.add(word);
  for (const word of unitWords) all.add(word);
  const includes = (words: readonly string[], word: string): boolean => words.includes(word);
  const itemOf = (block: BlockWord, word: string): TokenType | undefined => Item[block][word];
  return new Map(
    [...all].map((word) => [
      word,
      {
        step: includes(stepWords, word) ? StepStart[word as StepWord] : undefined,
        joinKind: includes(joinKindWords, word),
        declaration: includes(declarationWords, word) ? (word as DeclarationWord) : undefined,
        test: itemOf("test", word),
        service: itemOf("service", word),
        job: itemOf("job", word),
        reserved: includes(reservedWords, word) ? Reserved[word as ReservedWord] : undefined,
        clause: includes(clauseWords, word) ? Clause[word as ClauseWord] : undefined,
        unit: includes(unitWords, word),
      },
    ]),
  );
}
