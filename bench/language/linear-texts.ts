// Texts that make parsers slow: deep brackets, long lines, whatever is never closed; each in two sizes, so that
// work that grows faster than the text shows.
import { programOf } from "./thousand-lines.ts";

export interface LinearText {
  readonly name: string;
  readonly text: string;
}

const repeated: readonly (readonly [name: string, before: string, piece: string, after: string])[] = [
  ["open parentheses", "let x = ", "(", ""],
  ["nested brackets on a line", "let x = ", "[{a: f(", "1"],
  ["a long chain of operators", "from t\nwhere ", "a + ", "1"],
  ["a long condition", "from t\nwhere ", "a == 1 and ", "b"],
  ["members", "let x = a", ".b", ""],
  ["signs", "let x = ", "- ", "1"],
  ["open quotes", "", '"\n', ""],
  ["open quotes with escapes", "", '"\\" \n', ""],
  ["open raw texts", "", '"""\n', ""],
  ["open interpolations", "let x = ", 'f"{a ', ""],
  ["braces in an interpolation", 'let x = f"', "{{ {a} ", '"'],
  ["open names", "", "`a\n", ""],
  ["open comments", "", "/* a\n", ""],
  ["single quotes on a line", "let x = ", "' ", ""],
  ["odd characters", "let x = ", "§ 1 ", ""],
  ["pipes", "from t ", "| ", ""],
  ["closing brackets", "from t\nwhere a", ")}] ", ""],
  ["steps in parentheses", "from t\n", "join (from u\nwhere a\n", ""],
  ["misspelt steps", "pipeline p {\n  from t\n", "  wher a > 1\n", "}"],
  ["misspelt declarations", "", "pipline p {\n", ""],
  ["faulty steps", "pipeline p {\n  from t\n", "  where a b c = \n", "}"],
  ["declarations cut short", "", "pipeline p(a: int {\n  from\n", ""],
  ["items without commas", "from t\nselect ", "a b ", ""],
  ["commas", "from t\nselect ", ", ", ""],
  ["doc comments", 'source s = csv("x") {\n', "## d\na: int ## e\n", "}"],
  ["comments", "", "# c\n", "let x = 1"],
  ["blank lines", "let x = 1", "\n", "let y = 2"],
  ["blanks on a line", "let x = 1", " ", ""],
  ["structs", "let x = [", '{a: 1, b: "c"}, ', "]"],
  ["lambdas", "let x = f(", "y => y, ", "1)"],
  ["conditions in brackets", "let x = [", "if (a) then (b) else (c), ", "1]"],
];

/** The texts at about `length` characters, beside programs as people write them. */
export function linearTexts(length: number): readonly LinearText[] {
  const texts = repeated.map(([name, before, piece, after]) => ({
    name,
    text: before + piece.repeat(Math.ceil(length / piece.length)) + after,
  }));
  const { weir } = programOf(Math.ceil(length / 33));
  return [...texts, { name: "a program as people write it", text: weir }];
}
