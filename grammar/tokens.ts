// The kinds of tokens and the lexer. There is one token kind for names: which of them are keywords is decided
// by position, in `retag.ts`. Every character belongs to some token, so the lexer never reports anything
// itself. Each pattern begins with a known set of characters: that keeps the first-character table usable.
import { createToken, EOF, type ILexerConfig, type IToken, Lexer, type TokenType } from "chevrotain";
import {
  type BlockWord,
  clauseWords,
  declarationWords,
  itemWords,
  reservedWords,
  stepWords,
} from "./words.ts";

const lexed: TokenType[] = [];
const tagged: TokenType[] = [];

function lexedToken(name: string, pattern: RegExp, label: string, group?: string): TokenType {
  const options = { name, pattern, label, line_breaks: /\\s|\\S/.test(pattern.source) };
  const type = createToken(group === undefined ? options : { ...options, group });
  lexed.push(type);
  return type;
}

function taggedToken(name: string, label: string, categories: TokenType[] = []): TokenType {
  const type = createToken({ name, pattern: Lexer.NA, label, categories });
  tagged.push(type);
  return type;
}

// A line that opens a declaration in column 1 ends raw blocks and `/*` too: an unclosed one costs no declaration.
const columnOne = `(?:${declarationWords.join("|")})[ \\t]+[A-Za-z_"\`\\u00aa-\\uffff]`;
const rawText = `"""(?:[^"\\n]|"(?!"")|\\n(?!${columnOne}))*`;
const nameStart =
  "A-Za-z_\\u00aa-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\uffff";
const nameText = `[${nameStart}][${nameStart}0-9]*`;
const quotedChunk = '"(?:[^"\\\\\\r\\n]|\\\\[^\\r\\n])*"';
const innerHole = `\\{(?:[^{}"\\r\\n]|${quotedChunk})*\\}`;
const hole = `\\{(?!\\{)(?:[^{}"\\r\\n]|${quotedChunk}|${innerHole})*\\}`;

/** Operators between two operands; the fold reads which from the token. */
export const BinaryOperator = taggedToken("BinaryOperator", "an operator");

const operatorToken = (name: string, pattern: RegExp, label: string): TokenType => {
  const type = createToken({ name, pattern, label, categories: [BinaryOperator] });
  lexed.push(type);
  return type;
};

export const White = lexedToken("White", /\s+/, "white space", Lexer.SKIPPED);
export const Comment = lexedToken("Comment", /#[^\r\n]*/, "a comment", "comments");
export const Raw = lexedToken("Raw", new RegExp(`${rawText}"""`), "a raw text");
export const OpenRaw = lexedToken("OpenRaw", new RegExp(rawText), "an open raw text");
export const FText = lexedToken(
  "FText",
  new RegExp(`f"(?:[^"\\\\\\r\\n{]|\\\\[^\\r\\n]|\\{\\{|${hole})*"`),
  "an interpolated text",
);
export const OpenFText = lexedToken(
  "OpenFText",
  /f"(?:[^"\\\r\n]|\\[^\r\n])*"?/,
  "an open interpolated text",
);
export const Text = lexedToken("Text", /"(?:[^"\\\r\n]|\\[^\r\n])*"/, "a text");
export const OpenText = lexedToken("OpenText", /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/, "an open text");
export const SingleText = lexedToken("SingleText", /'(?:[^'\\\r\n]|\\[^\r\n]|'')*'/, "a text");
export const Moment = lexedToken(
  "Moment",
  /@\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w:])/,
  "a date",
);
export const OddMoment = lexedToken("OddMoment", /@(?:[\w:.]|[-+](?=\d))*/, "a date");
export const TimeOfDay = lexedToken("TimeOfDay", /\d\d:\d\d(?::\d\d)?(?![\w:])/, "a time");
export const Money = lexedToken("Money", /\$\d[\d_]*(?:\.\d+)?/, "an amount of money");
export const Param = lexedToken(
  "Param",
  new RegExp(`\\$(?:${nameText}|\`(?:[^\`\\r\\n]|\`\`)+\`)?`),
  "a parameter",
);
export const Num = lexedToken("Num", /\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/, "a number");
export const FatArrow = lexedToken("FatArrow", /=>/, "`=>`");
export const ThinArrow = lexedToken("ThinArrow", /->/, "`->`");
export const Coalesce = operatorToken("Coalesce", /\?\?/, "`??`");
export const Compare = operatorToken("Compare", /===?|!==?|<>|<=|>=|<|>/, "a comparison");
export const AndAnd = lexedToken("AndAnd", /&&/, "`&&`");
export const OrOr = lexedToken("OrOr", /\|\|/, "`||`");
export const DoubleColon = lexedToken("DoubleColon", /::/, "`::`");
export const Assign = operatorToken("Assign", /:?=/, "`=`");
export const Dots = lexedToken("Dots", /\.\./, "`..`");
export const Dot = lexedToken("Dot", /\./, "`.`");
export const Comma = lexedToken("Comma", /,/, "`,`");
export const Colon = lexedToken("Colon", /:/, "`:`");
export const LParen = lexedToken("LParen", /\(/, "`(`");
export const RParen = lexedToken("RParen", /\)/, "`)`");
export const LSquare = lexedToken("LSquare", /\[/, "`[`");
export const RSquare = lexedToken("RSquare", /\]/, "`]`");
export const LBrace = lexedToken("LBrace", /\{/, "`{`");
export const RBrace = lexedToken("RBrace", /\}/, "`}`");
export const Pipe = lexedToken("Pipe", /\|/, "`|`");
export const Question = lexedToken("Question", /\?/, "`?`");
export const Bang = lexedToken("Bang", /!/, "`!`");
export const Plus = operatorToken("Plus", /\+/, "`+`");
export const DashComment = lexedToken("DashComment", /--[^\r\n]*/, "a comment");
export const BlockComment = lexedToken(
  "BlockComment",
  new RegExp(`/\\*(?:[^*\\n]|\\*(?!/)|\\n(?!${columnOne}))*(?:\\*/)?`),
  "a comment",
);
export const Minus = operatorToken("Minus", /-/, "`-`");
export const Times = operatorToken("Times", /\/\/|[*/]/, "an operator");
export const Percent = operatorToken("Percent", /%/, "`%`");
export const Name = lexedToken("Name", new RegExp(nameText), "a name");
export const Quoted = lexedToken("Quoted", /`(?:[^`\r\n]|``)+`/, "a name");
export const OpenQuoted = lexedToken("OpenQuoted", /``|`\w*/, "a name");
export const Odd = lexedToken("Odd", /[\x00-\x08\x0e-\x1f\x7f-\x9f\xa1-\xa9\\^~]+|[&';]/, "a character");

// -------------------------------------------------------------------- tokens that `retag` makes of names

/** `unit` after a number; `is` of SQL; the parts of an interpolated text; steps that nobody knows. */
export const Unit = taggedToken("Unit", "a unit");
export const Is = taggedToken("Is", "`is`", [BinaryOperator]);
export const FOpen = taggedToken("FOpen", "an interpolated text");
export const FChunk = taggedToken("FChunk", "a piece of text");
export const FHole = taggedToken("FHole", "`{`");
export const FHoleEnd = taggedToken("FHoleEnd", "`}`");
export const FClose = taggedToken("FClose", 'a closing `"`');
export const UnknownStep = taggedToken("UnknownStep", "a step");
export const UnknownItem = taggedToken("UnknownItem", "an item");
export const UnknownDeclaration = taggedToken("UnknownDeclaration", "a declaration");
export const JoinKindStart = taggedToken("JoinKindStart", "a join");
/** `from` of an import. */
export const ImportFrom = taggedToken("ImportFrom", "`from`");
/** `join` and `unnest` right after a join kind. */
export const KindJoin = taggedToken("KindJoin", "`join`");
export const KindUnnest = taggedToken("KindUnnest", "`unnest`");

type TokenTable<Word extends string> = Readonly<Record<Word, TokenType>>;

function tokensOf<Word extends string>(
  words: readonly Word[],
  prefix: string,
  categories: (word: Word) => TokenType[] = () => [],
): TokenTable<Word> {
  const entries = words.map((word) => [
    word,
    taggedToken(`${prefix}_${word}`, `\`${word}\``, categories(word)),
  ]);
  return Object.fromEntries(entries) as Record<Word, TokenType>;
}

const binaryWords: ReadonlySet<string> = new Set(["and", "or", "in", "like", "matches", "between"]);

export const Reserved = tokensOf(reservedWords, "Reserved", (word) =>
  binaryWords.has(word) ? [BinaryOperator] : [],
);
export const StepStart = tokensOf(stepWords, "Step");
export const DeclarationStart = tokensOf(declarationWords, "Declaration");
export const Clause = tokensOf(clauseWords, "Clause");
export const Item: Readonly<Record<BlockWord, TokenTable<string>>> = {
  test: { given: taggedToken("Item_given", "`given`"), expect: StepStart.expect },
  service: tokensOf(itemWords.service, "Item"),
  job: tokensOf(itemWords.job, "Item"),
};

/** Every token kind that the parser may meet. */
export const allTokens: readonly TokenType[] = [...lexed, ...tagged];

// --------------------------------------------------------------------------------- what kinds are good for

/** Begins a step or an item. */
export const isStepStart = 1;
/** Begins a declaration. */
export const isDeclarationStart = 2;
/** May be the last token of a complete operand. */
export const endsOperand = 4;
/** Certainly begins an operand (no bracket or sign, which could also continue the one before). */
export const startsOperand = 8;
/** No operand can begin with it and a list ends before it. */
export const endsList = 16;
/** A clause word: it stands only behind a complete operand. */
export const beginsClause = 32;
/** May begin an operand. */
export const mayStartOperand = 64;
/** Goes on behind an operand: `.`, `[`, `(`, `as`. */
export const continuesOperand = 128;
/** An operator, or the `not` of `not in`. */
export const continuesChain = 256;
/** Gives the order of a sort key. */
export const givesOrder = 512;

const traitsByIndex: number[] = [];

function give(trait: number, types: readonly TokenType[]): void {
  for (const type of types) {
    const index = type.tokenTypeIdx!;
    traitsByIndex[index] = (traitsByIndex[index] ?? 0) | trait;
  }
}

const stepStarts = [
  ...Object.values(StepStart),
  ...Object.values(Item.test),
  ...Object.values(Item.service),
  ...Object.values(Item.job),
  JoinKindStart,
  UnknownStep,
  UnknownItem,
];
const declarationStarts = [...Object.values(DeclarationStart), UnknownDeclaration];
const valueWords = [Reserved.true, Reserved.false, Reserved.null];
const values = [Num, Text, Raw, Moment, Money, Param, Name, ...valueWords];
const completingClauses = [
  Clause.asc,
  Clause.desc,
  Clause.nulls,
  Clause.first,
  Clause.last,
  Clause.one,
  Clause.many,
  Clause.warn,
  Clause.at,
  Clause.rows,
  Clause.append,
  Clause.replace,
  Clause.merge,
];

for (let index = 0; index < 1000; index++) traitsByIndex.push(0);
give(isStepStart, stepStarts);
give(isDeclarationStart, declarationStarts);
give(endsOperand, [...values, Unit, FClose, RParen, RSquare, RBrace, Percent, TimeOfDay, Question]);
give(endsOperand, completingClauses);
give(mayStartOperand, [...values, FOpen, Reserved.case, Reserved.if, LParen, LSquare, LBrace]);
give(continuesOperand, [Dot, LSquare, LParen, Reserved.as, DoubleColon]);
give(continuesChain, [
  Reserved.not,
  ...allTokens.filter(({ CATEGORIES }) => CATEGORIES?.includes(BinaryOperator) ?? false),
]);
give(givesOrder, [Clause.asc, Clause.desc, Clause.nulls]);
give(beginsClause, Object.values(Clause));
give(startsOperand, [...values, FOpen, Reserved.case]);
give(endsList, [
  ...stepStarts,
  ...declarationStarts,
  Pipe,
  RParen,
  RSquare,
  RBrace,
  Reserved.by,
  Reserved.on,
  EOF,
]);

/** Whether a token has one of the traits above. */
export function has(token: IToken, trait: number): boolean {
  return (traitsByIndex[token.tokenTypeIdx]! & trait) !== 0;
}

/** Whether a token is of exactly this kind. */
export function is(token: IToken | undefined, type: TokenType): boolean {
  return token !== undefined && token.tokenTypeIdx === type.tokenTypeIdx;
}

/** Gives a token another kind; tokens are owned by the parse that made them. */
export function setKind(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx!;
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

// --------------------------------------------------------------------------------------------- the lexer

let lexer: Lexer | undefined;

/** A lexer; the product's own skips the checks of the token definitions, which a test makes. */
export function createLexer(options: ILexerConfig = {}): Lexer {
  return new Lexer([...lexed], { positionTracking: "onlyOffset", ensureOptimizations: true, ...options });
}

/** The one lexer of the process, made on first use. */
export function weirLexer(): Lexer {
  lexer ??= createLexer({ skipValidations: true });
  return lexer;
}
