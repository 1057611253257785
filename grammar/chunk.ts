// The tokens of one declaration, as the tagging pass hands them to the parser.
import type { IToken } from "chevrotain";
import type { Finding } from "./finding.ts";
import type { DeclarationWord } from "./words.ts";

export type ChunkKind = DeclarationWord | "bare" | "unknown";

/** The tokens of one declaration. Offsets are those of the text that was cut. */
export interface Chunk {
  readonly kind: ChunkKind;
  /** Where it begins, its doc comments included. */
  start: number;
  end: number;
  readonly tokens: IToken[];
  readonly comments: IToken[];
  readonly findings: Finding[];
}
