// The TextMate grammar: colours before the language server speaks, and wherever there is none (a web page, a diff, a
// fence in Markdown). Word lists come from grammar/. It goes by lines and looks, and knows no names: where it cannot be
// sure it leaves a word plain, and the server's semantic tokens say better.

import { unitWords } from "../../grammar/units.ts";
import {
  clauseWords,
  declarationWords,
  fileConnectorWords,
  itemWords,
  joinKindWords,
  reservedWords,
  stepWords,
} from "../../grammar/words.ts";
import { typeNames } from "../../language/type-node.ts";

/** A rule of a TextMate grammar. */
export interface Rule {
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, Rule>>;
  readonly beginCaptures?: Readonly<Record<string, Rule>>;
  readonly endCaptures?: Readonly<Record<string, Rule>>;
  readonly patterns?: readonly Rule[];
}

const name = "[\\p{L}_][\\p{L}\\p{N}_]*";
const quoted = "`(?:[^`]|``)+`";
const anyName = `(?:${name}|${quoted})`;
/** A word is whole where no part of a name stands before or behind it. */
const before = "(?<![\\p{L}\\p{N}_.$`])";
const behind = "(?![\\p{L}\\p{N}_`])";

/** The longest first: `seconds` before `s`. */
const oneOf = (words: readonly string[]): string =>
  [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|");

/** Where a name is meant and no keyword: `sort = …`, `sort,`, `t.sort`, `sort: 1`. */
const notName = "(?![ \\t]*(?:=(?!=)|[,.:]))";

const operatorWords = ["and", "or", "not", "in", "between", "like", "matches"];
const conditionWords = ["if", "then", "else", "case"];
const constantWords = ["true", "false", "null"];
const plainReserved = reservedWords.filter(
  (word) => ![...operatorWords, ...conditionWords, ...constantWords].includes(word),
);
/** Clause words follow an operand; behind these words an operand is still to come. */
const openWords = [...reservedWords, ...stepWords, "sorted", "to", "for", "of"].filter(
  (word) => !["true", "false", "null", "distinct", "into"].includes(word),
);
const connectors = [...fileConnectorWords, "postgres", "redis", "onnx"];

/** The whole grammar, as it stands in syntaxes/weir.tmLanguage.json. */
export function textMateGrammar(): object {
  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    name: "Weir",
    scopeName: "source.weir",
    fileTypes: ["weir"],
    patterns: [
      { include: "#comment" },
      { include: "#declaration" },
      { include: "#item" },
      { include: "#step" },
      { include: "#expression" },
    ],
    repository: {
      comment: { patterns: comments },
      declaration: { patterns: declarations },
      item: { patterns: items },
      step: { patterns: steps },
      expression: { patterns: expressions },
      escape: { patterns: escapes },
    } satisfies Readonly<Record<string, Rule>>,
  };
}

/** Colours of fences in Markdown: ```weir. */
export function markdownGrammar(): object {
  return {
    scopeName: "markdown.weir.codeblock",
    injectionSelector: "L:text.html.markdown",
    patterns: [{ include: "#fence" }],
    repository: {
      fence: {
        begin: "(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?i:(weir)((\\s+|:|,|\\{|\\?)[^`]*)?$)",
        name: "markup.fenced_code.block.markdown",
        end: "(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$",
        beginCaptures: {
          3: { name: "punctuation.definition.markdown" },
          4: { name: "fenced_code.block.language.markdown" },
          5: { name: "fenced_code.block.language.attributes.markdown" },
        },
        endCaptures: { 3: { name: "punctuation.definition.markdown" } },
        patterns: [
          {
            begin: "(^|\\G)(\\s*)(.*)",
            // Anchors of lines in the fence are those of the text: `while` keeps to them.
            while: "(^|\\G)(?!\\s*([`~]{3,})\\s*$)",
            contentName: "meta.embedded.block.weir",
            patterns: [{ include: "source.weir" }],
          },
        ],
      },
    },
  };
}

const comments: readonly Rule[] = [
  { name: "comment.line.documentation.weir", match: "##.*$" },
  { name: "comment.line.number-sign.weir", match: "#.*$" },
];

const escapes: readonly Rule[] = [
  { name: "constant.character.escape.weir", match: '\\\\(?:[ntr"\\\\]|u\\{[0-9A-Fa-f]{1,6}\\})' },
  { name: "invalid.illegal.escape.weir", match: "\\\\." },
];

const keyword = (scope: string): Readonly<Record<string, Rule>> => ({ 1: { name: scope } });

const declarations: readonly Rule[] = [
  {
    match: `^[ \\t]*(pipeline|function)[ \\t]+(${anyName})`,
    captures: { 1: { name: "storage.type.weir" }, 2: { name: "entity.name.function.weir" } },
  },
  {
    match: `^[ \\t]*(source|store|model)[ \\t]+(${anyName})(?:[ \\t]*(=)[ \\t]*(${oneOf(connectors)})(?=[ \\t]*\\())?`,
    captures: {
      1: { name: "storage.type.weir" },
      2: { name: "entity.name.type.weir" },
      3: { name: "keyword.operator.assignment.weir" },
      4: { name: "support.function.connector.weir" },
    },
  },
  {
    match: `^[ \\t]*(service|job)[ \\t]+(${anyName})`,
    captures: { 1: { name: "storage.type.weir" }, 2: { name: "entity.name.section.weir" } },
  },
  {
    match: `^[ \\t]*(let)[ \\t]+(${anyName})`,
    captures: { 1: { name: "storage.type.weir" }, 2: { name: "variable.other.constant.weir" } },
  },
  {
    begin: '^[ \\t]*(import)(?=[ \\t]+[\\p{L}_"`])',
    end: '$|(?<=")',
    beginCaptures: keyword("keyword.control.import.weir"),
    patterns: [
      { match: `${before}(from|as)${behind}`, captures: keyword("keyword.control.import.weir") },
      { include: "#expression" },
    ],
  },
  // `test "what holds" of pipeline(…)`; what is left of the list for a declaration that comes later.
  {
    match: `^[ \\t]*(${oneOf(declarationWords)})(?=[ \\t]+[\\p{L}_"\`])(?![ \\t]+(?:${oneOf(operatorWords)})${behind})`,
    captures: keyword("storage.type.weir"),
  },
];

const items: readonly Rule[] = [
  {
    match: `^[ \\t]*(${oneOf(Object.values(itemWords).flat())})(?=[ \\t]+[\\p{L}\\p{N}_"\`\\[])(?![ \\t]+(?:${oneOf(operatorWords)})${behind})`,
    captures: keyword("keyword.control.weir"),
  },
];

const steps: readonly Rule[] = [
  {
    match: `(?:^|(?<=[|{(]))[ \\t]*(${oneOf(joinKindWords)})[ \\t]+(join|unnest)${behind}`,
    captures: { 1: { name: "keyword.control.step.weir" }, 2: { name: "keyword.control.step.weir" } },
  },
  // A query in the engine's own language.
  {
    begin: '(?:^|(?<=[|{(]))[ \\t]*(sql)[ \\t]+([\\p{L}_]+)[ \\t]*(""")',
    end: '"""',
    beginCaptures: {
      1: { name: "keyword.control.step.weir" },
      2: { name: "entity.name.type.engine.weir" },
      3: { name: "string.quoted.triple.weir punctuation.definition.string.begin.weir" },
    },
    endCaptures: { 0: { name: "string.quoted.triple.weir punctuation.definition.string.end.weir" } },
    contentName: "meta.embedded.block.sql",
    // A rule whose every inclusion is missing is dropped, with its brackets; where there is no grammar of SQL this one stays.
    patterns: [{ name: "comment.line.double-dash.sql", match: "--.*$" }, { include: "source.sql" }],
  },
  {
    match: `(?:^|(?<=[|{]))[ \\t]*(${oneOf(stepWords)})${behind}${notName}`,
    captures: keyword("keyword.control.step.weir"),
  },
  { match: `(?<=\\()[ \\t]*(from)${behind}${notName}`, captures: keyword("keyword.control.step.weir") },
];

const expressions: readonly Rule[] = [
  { include: "#comment" },
  {
    name: "string.quoted.triple.weir",
    begin: '"""',
    end: '"""',
    beginCaptures: { 0: { name: "punctuation.definition.string.begin.weir" } },
    endCaptures: { 0: { name: "punctuation.definition.string.end.weir" } },
  },
  {
    name: "string.interpolated.weir",
    begin: `${before}f"`,
    end: '"|$',
    beginCaptures: { 0: { name: "punctuation.definition.string.begin.weir" } },
    endCaptures: { 0: { name: "punctuation.definition.string.end.weir" } },
    patterns: [
      { name: "constant.character.escape.weir", match: "\\{\\{|\\}\\}" },
      {
        name: "meta.template.expression.weir",
        begin: "\\{",
        end: "\\}|(?=$)",
        beginCaptures: { 0: { name: "punctuation.section.embedded.begin.weir" } },
        endCaptures: { 0: { name: "punctuation.section.embedded.end.weir" } },
        patterns: [{ include: "#expression" }],
      },
      { include: "#escape" },
    ],
  },
  {
    name: "string.quoted.double.weir",
    begin: '"',
    end: '"|$',
    beginCaptures: { 0: { name: "punctuation.definition.string.begin.weir" } },
    endCaptures: { 0: { name: "punctuation.definition.string.end.weir" } },
    patterns: [{ include: "#escape" }],
  },
  {
    name: "constant.other.date.weir",
    match:
      "@\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:\\d\\d)?)?(?![\\w:])",
  },
  { name: "constant.numeric.time.weir", match: `${before}\\d\\d:\\d\\d(?::\\d\\d)?(?![\\w:])` },
  { name: "constant.numeric.money.weir", match: "\\$\\d[\\d_]*(?:\\.\\d+)?" },
  { name: "variable.parameter.weir", match: `\\$(?:${name}|${quoted})` },
  {
    // Behind a range's dots too, which no name has before it.
    match: `(?<![\\p{L}\\p{N}_$\`])(?:(?<=\\.\\.)|(?<!\\.))(\\d[\\d_]*(?:\\.\\d[\\d_]*)?(?:[eE][+-]?\\d+)?)[ \\t]*(?:(${oneOf(unitWords)})${behind})?`,
    captures: { 1: { name: "constant.numeric.weir" }, 2: { name: "keyword.other.unit.weir" } },
  },
  {
    match: `${before}(as)(\\??)[ \\t]+(${oneOf(typeNames)})${behind}`,
    captures: {
      1: { name: "keyword.operator.cast.weir" },
      2: { name: "keyword.operator.cast.weir" },
      3: { name: "support.type.weir" },
    },
  },
  {
    match: `(:|->)[ \\t]*(${oneOf(typeNames)})${behind}(\\??)(?![ \\t]*[+*/<>=.-](?![ \\t]*\\d))`,
    captures: {
      1: { name: "punctuation.separator.type.weir" },
      2: { name: "support.type.weir" },
      3: { name: "keyword.operator.nullable.weir" },
    },
  },
  { match: `(?<=list\\()(${oneOf(typeNames)})${behind}`, captures: keyword("support.type.weir") },
  wordRule(operatorWords, "keyword.operator.word.weir"),
  wordRule(conditionWords, "keyword.control.conditional.weir"),
  wordRule(constantWords, "constant.language.weir"),
  wordRule(plainReserved, "keyword.other.weir"),
  // Behind an operand, and where no operand, call or name follows from the word itself.
  {
    match: [
      `(?<=[\\p{L}\\p{N}_)\\]"\`}%?.][ \\t])`,
      ...openWords.map((word) => `(?<!\\b${word}[ \\t])`),
      `(${oneOf(clauseWords)})${behind}`,
      `(?!\\()(?![ \\t]*(?:[=:<>!+*/%?]|\\.(?!\\.)|(?:${oneOf(operatorWords)})${behind}))`,
    ].join(""),
    captures: keyword("keyword.other.clause.weir"),
  },
  // A clause that begins a line goes on with the line before: `sorted day`, `append`, `budget time 30 s`.
  {
    match: `^[ \\t]*(sorted|budget|to|for|returns)(?=[ \\t]+[\\p{L}_\`(])(?![ \\t]+(?:${oneOf(operatorWords)})${behind})`,
    captures: keyword("keyword.other.clause.weir"),
  },
  {
    match: `(${anyName})(?=\\()`,
    captures: { 1: { name: "entity.name.function.call.weir" } },
  },
  {
    match: `${before}(${anyName})(?=[ \\t]*:(?!:))`,
    captures: { 1: { name: "variable.other.property.weir" } },
  },
  {
    match: `${before}(${anyName})(?=[ \\t]*=(?![=>]))`,
    captures: { 1: { name: "variable.other.assignment.weir" } },
  },
  { match: `(?:${anyName})`, name: "variable.other.weir" },
  { name: "keyword.operator.arrow.weir", match: "=>|->" },
  { name: "keyword.operator.weir", match: "\\?\\?|==|!=|<=|>=|<|>|\\+|-|//|[*/%]|\\.\\." },
  { name: "keyword.operator.assignment.weir", match: "=" },
  { name: "keyword.operator.pipe.weir", match: "\\|" },
  { name: "keyword.operator.nullable.weir", match: "\\?" },
  { name: "punctuation.accessor.weir", match: "\\." },
  { name: "punctuation.separator.weir", match: "[,:]" },
  { name: "punctuation.bracket.round.weir", match: "[()]" },
  { name: "punctuation.bracket.square.weir", match: "[\\[\\]]" },
  { name: "punctuation.bracket.curly.weir", match: "[{}]" },
];

/** A reserved word, but after `.` and before `:`, where it is a name. */
function wordRule(words: readonly string[], scope: string): Rule {
  return { match: `${before}(${oneOf(words)})${behind}(?![ \\t]*:(?!:))`, captures: keyword(scope) };
}
