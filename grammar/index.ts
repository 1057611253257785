// The public face of the grammar: text ⇄ tree. Other folders import from here.
export { formatRange, formatText, printFile } from "./format.ts";
export { lineWidth } from "./layout.ts";
export { type LineIndex, lineIndex, offsetAt, type Position, positionAt } from "./lines.ts";
export { nearestWord } from "./nearest.ts";
export { parseFile } from "./parse.ts";
export { type SyntaxCode, type SyntaxProblemEntry, syntaxProblems } from "./problem-codes.ts";
export { reparse } from "./reparse.ts";
export { type ListedToken, type TokenKind, tokensOf } from "./token-list.ts";
export type * from "./tree.ts";
export { unitWords } from "./units.ts";
export { type AnyNode, childrenOf, nodeAt, nodesAt, partAt, walk } from "./walk.ts";
export {
  clauseWords,
  declarationWords,
  fileConnectorWords,
  isLineWord,
  itemWords,
  joinKindWords,
  needsQuotes,
  quoteName,
  reservedWords,
  stepWords,
} from "./words.ts";
