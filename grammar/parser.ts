// The rule of any declaration, and the one parser of the process. Each declaration is parsed by itself, from the
// tokens that `retag.ts` cut out for it: nothing in it can damage another.
import type { IToken } from "chevrotain";
import type { Chunk } from "./chunk.ts";
import type { PlacedFinding } from "./parser-core.ts";
import { DeclarationParser } from "./parser-declarations.ts";
import { DeclarationStart, RBrace } from "./tokens.ts";
import type { Declaration, Step } from "./tree.ts";

/** What parsing one declaration gives; findings are still unfiltered. */
export interface ParsedChunk {
  readonly declaration: Declaration;
  readonly placed: readonly PlacedFinding[];
  readonly regionStarts: readonly number[];
}

/** The message of a declaration that a rule failed on. */
export const unreadable = "the declaration cannot be read from here on";

class WeirParser extends DeclarationParser {
  constructor(skipValidations: boolean) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  parse(source: string, chunk: Chunk): ParsedChunk {
    this.begin(source, chunk);
    const read = chunk.tokens.length === 0 ? this.faulty() : this.declarationOf(chunk);
    const declaration = this.errors.length === 0 ? read : this.unread();
    return { declaration, placed: this.placed, regionStarts: this.regionStarts };
  }

  private declarationOf(chunk: Chunk): Declaration {
    const first = chunk.tokens[0]!;
    if (chunk.kind === "bare") return this.bare();
    if (chunk.kind === "unknown" || !isDeclaration(first)) return this.faulty();
    return this.declaration();
  }

  private readonly declaration = this.RULE("declaration", (): Declaration => {
    const first = this.LA(1);
    this.ACTION(() => this.beginRegion(first));
    const declaration = this.OR([
      { ALT: () => this.SUBRULE(this.importDeclaration) },
      { ALT: () => this.SUBRULE(this.connectedDeclaration) },
      { ALT: () => this.SUBRULE(this.letDeclaration) },
      { ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.pipelineDeclaration) },
      { ALT: () => this.SUBRULE(this.testDeclaration) },
      { ALT: () => this.SUBRULE(this.serviceDeclaration) },
      { ALT: () => this.SUBRULE(this.jobDeclaration) },
    ]);
    return this.ACTION(() => {
      this.skipRest();
      return { ...declaration, start: 0, end: this.chunkLength(), doc: this.docOfDeclaration() };
    });
  });

  private chunkLength(): number {
    return this.chunk === undefined ? 0 : this.chunk.end - this.chunk.start;
  }

  private readonly bare = this.RULE("bare", (): Declaration => {
    const steps: Step[] = [];
    this.SUBRULE(this.steps, { ARGS: [steps] });
    return this.ACTION(() => {
      this.skipRest(steps);
      return { kind: "bare", start: 0, end: this.chunkLength(), doc: this.docOfDeclaration(), steps };
    });
  });

  /** No rule fails (a test holds it); should one, the declaration is lost and not the file. */
  private unread(): Declaration {
    const found = this.errors[0]?.token;
    const isInside = found !== undefined && found.startOffset >= this.base;
    const range = isInside ? this.rangeOf(found) : { start: 0, end: 0 };
    this.beginRegion(this.chunk!.tokens[0]!);
    this.report("WR017", range, unreadable);
    return { kind: "faultyDeclaration", start: 0, end: this.chunkLength(), doc: this.docOfDeclaration() };
  }

  /** Tokens that no declaration could be made of. The tagging pass has reported a misspelt first word. */
  private faulty(): Declaration {
    const first = this.LA(1);
    this.regionStarts.push(this.base);
    const isReported = this.chunk !== undefined && this.chunk.findings.length > 0;
    if (!isReported) {
      const message = this.at(RBrace)
        ? "`}` closes nothing"
        : `\`${first.image.split(/[\r\n]/, 1)[0]!.slice(0, 40)}\` begins no declaration`;
      this.report(this.at(RBrace) ? "WR018" : "WR021", this.rangeOf(first), message);
    }
    return { kind: "faultyDeclaration", start: 0, end: this.chunkLength(), doc: this.docOfDeclaration() };
  }
}

const declarationTypes: ReadonlySet<number> = new Set(
  Object.values(DeclarationStart).map((type) => type.tokenTypeIdx!),
);

function isDeclaration(token: IToken): boolean {
  return declarationTypes.has(token.tokenTypeIdx);
}

let parser: WeirParser | undefined;

/** Parses one declaration. The parser is made on first use. */
export function parseChunk(source: string, chunk: Chunk): ParsedChunk {
  parser ??= new WeirParser(true);
  return parser.parse(source, chunk);
}

/** Makes a parser that checks its own grammar; throws on an ambiguity. For tests. */
export function validateGrammar(): void {
  new WeirParser(false);
}
