// What stands under the pointer, colours, outline, folds, lenses, signatures, hints, layout and quick fixes.

import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions, fixAllKind, fixedText } from "../../server/features/code-actions/quick-fixes.ts";
import { documentLinks } from "../../server/features/document-links.ts";
import { documentSymbols } from "../../server/features/document-symbols.ts";
import { foldingRanges } from "../../server/features/folding.ts";
import { formatDocument, formatOnType } from "../../server/features/formatting.ts";
import { highlights } from "../../server/features/highlights.ts";
import { hover } from "../../server/features/hover.ts";
import { inlayHints } from "../../server/features/inlay-hints.ts";
import { inlineCode, plainText } from "../../server/features/markdown.ts";
import { selectionRange } from "../../server/features/selection-ranges.ts";
import { semanticTokens, semanticTokensLegend } from "../../server/features/semantic-tokens.ts";
import { signatureHelp } from "../../server/features/signature-help.ts";
import { toOffset, type View, withText } from "../../server/view.ts";
import { viewText } from "./view-text.ts";

const orders = `source orders = csv("orders.csv") {
  id: int
  amount: float?  ## In euros.
  country: text
}
`;

function hoverAt(marked: string): string {
  const { view, offset } = viewText(marked);
  const found = hover(view, offset);
  return found === undefined ? "" : (found.contents as { readonly value: string }).value;
}

describe("hover", () => {
  it("tells a column's type, what it is, and where it comes from", () => {
    const text = hoverAt(`${orders}from orders\nderive net = amount / 2\nwhere n|et > 1\n`);
    assert.match(text, /net: float\?/);
    assert.match(text, /From `orders\.amount`\./);
    assert.match(
      hoverAt(`${orders}from orders\nwhere am|ount > 1\n`),
      /amount: float\?\n```\n\nIn euros\\\./,
    );
  });

  it("tells what a step changes, and the columns after it", () => {
    const text = hoverAt(`${orders}from orders\nse|lect id, half = amount / 2\n`);
    assert.match(text, /^\*\*select\*\* adds `half: float\?`; drops `amount`, `country`/);
    assert.match(text, /\| `id` \| `int` \|/);
    assert.match(hoverAt(`${orders}from orders\nwh|ere id > 1\n`), /leaves the columns as they are/);
    assert.match(hoverAt("from rows([{a: 1}])\nde|rive a = 1.5 as float\n"), /changes `a: int → float`/);
  });

  it("tells of declarations, parameters and functions", () => {
    const text = `${orders}## Big ones.\npipeline big(least: int between 1 and 9 = 2) {\n  from orders\n  where id > $least\n}\nfrom big\nselect n = round(amount, 1)\n`;
    const at = (found: string, more = 0) => {
      const place = text.indexOf(found) + more;
      return hoverAt(`${text.slice(0, place)}|${text.slice(place)}`);
    };
    assert.match(at("orders\n  where", 1), /source orders = csv\("orders\.csv"\)/);
    assert.match(at("$least\n", 2), /\$least: int between 1 and 9 = 2/);
    assert.match(at("big\nselect", 1), /pipeline big\(least: int.*Big ones/s);
    assert.match(at("round(", 1), /round\(.*```weir\nround\(/s);
  });

  it("says values in plain words", () => {
    assert.match(hoverAt('store s = parquet("s", capacity: 2 G|iB)\n'), /2,147,483,648 bytes/);
    assert.match(hoverAt("let x = @2026-01|-31T08:30:00+01:00\n"), /2026-01-31T07:30:00\.000Z \(UTC\)/);
    assert.match(hoverAt("let x = @2026-01|-31\n"), /Saturday/);
    assert.equal(hoverAt("# no|thing\n"), "");
  });

  it("lets nothing from files act", () => {
    assert.equal(plainText("<b>[x](command:y)*"), "\\<b\\>\\[x\\]\\(command:y\\)\\*");
    assert.equal(inlineCode("a`b``c"), "``` a`b``c ```");
    const text = hoverAt("## [x](command:evil) <img src=x>\nlet a| = 1\n");
    assert.doesNotMatch(text, /\[x\]\(command/);
    assert.doesNotMatch(text, /<img/);
  });
});

/** Each token as `text:type`. */
function colours(view: View): readonly string[] {
  const { data } = semanticTokens(view);
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    line += data[at]!;
    character = data[at] === 0 ? character + data[at + 1]! : data[at + 1]!;
    const start = toOffset(view.lines, { line, character });
    found.push(
      `${view.text.slice(start, start + data[at + 2]!)}:${semanticTokensLegend.tokenTypes[data[at + 3]!]}`,
    );
  }
  return found;
}

describe("semantic tokens", () => {
  it("tell columns, relations, parameters, aliases and functions apart", () => {
    const { view } = viewText(
      `${orders}pipeline p(n: int) {\n  from orders as o\n  where o.id > $n and upper(country) == "X"\n}\n`,
    );
    const found = colours(view);
    for (const wanted of [
      "orders:class",
      "p:method",
      "o:namespace",
      "id:property",
      "$n:parameter",
      "upper:function",
      "country:property",
      '"X":string',
      "where:keyword",
      "int:type",
    ])
      assert.ok(
        found.includes(wanted) || found.includes(wanted.replace("$", "")),
        `${wanted} in ${found.join(" ")}`,
      );
  });
});

describe("outline, folds, selections, links and highlights", () => {
  it("list declarations with their steps and fields", () => {
    const { view } = viewText(`${orders}from orders\ntake 3\n`);
    assert.deepEqual(
      documentSymbols(view).map(({ name, detail, children }) => [
        name,
        detail,
        children?.map((child) => child.name),
      ]),
      [
        ["orders", "source", ["id", "amount", "country"]],
        ["from orders", "pipeline", ["from orders", "take 3"]],
      ],
    );
  });

  it("fold declarations, relations in parentheses and comments", () => {
    const { view } = viewText(
      `# one\n# two\n${orders}pipeline p {\n  from orders\n  join (\n    from orders\n    where id > 1\n  ) as r on id\n}\n`,
    );
    assert.deepEqual(
      foldingRanges(view).map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [0, 1],
        [2, 6],
        [7, 13],
        [9, 12],
      ],
    );
  });

  it("grow a selection along the tree", () => {
    const { view, offset } = viewText("from rows([{a: 1}])\nderive b = (a + 1|0) * 2\n");
    const texts: string[] = [];
    for (
      let at: ReturnType<typeof selectionRange> | undefined = selectionRange(view, offset);
      at;
      at = at.parent
    )
      texts.push(view.text.slice(toOffset(view.lines, at.range.start), toOffset(view.lines, at.range.end)));
    assert.deepEqual(texts.slice(0, 5), ["10", "a + 10", "(a + 10)", "(a + 10) * 2", "b = (a + 10) * 2"]);
  });

  it("link to files inside the folders only", () => {
    const { view } = viewText(
      'import "shared.weir"\nsource a = csv("data/a.csv")\nsource b = csv("../b.csv")\nsource c = csv("d/*.csv")\nsource e = csv("https://x/y.csv")\n',
    );
    assert.deepEqual(
      documentLinks(view, ["file:///project"], "posix").map(({ target }) => target),
      ["file:///project/shared.weir", "file:///project/data/a.csv"],
    );
  });

  it("highlight a name where it is made and where it is read", () => {
    const { view, offset } = viewText("from rows([{a: 1}])\nderive b| = a\nwhere b > 1\n");
    assert.deepEqual(
      highlights(view, offset).map(({ range, kind }) => [range.start.line, kind]),
      [
        [1, 3],
        [2, 2],
      ],
    );
  });
});

describe("signature help", () => {
  function helpAt(marked: string): readonly [string | undefined, number | null | undefined] {
    const { view, offset } = viewText(marked);
    const help = signatureHelp(view, offset);
    return [help?.signatures[help.activeSignature ?? 0]?.label, help?.activeParameter];
  }

  it("follows the arguments of functions, one's own and the library's, in half-typed calls too", () => {
    const [label, active] = helpAt("from rows([{a: 1.5}])\nderive b = round(a, |\n");
    assert.match(label ?? "", /^round\(/);
    assert.equal(active, 1);
    const own = "function f(x: int, rate: float = 0.5) -> float = x * rate\n";
    assert.deepEqual(helpAt(`${own}from rows([{a: 1}])\nderive b = f(a, rate: |)\n`), [
      "f(x: int, rate?: float) -> float",
      1,
    ]);
    assert.deepEqual(helpAt(`${own}from rows([{a: 1}])\nderive b = f(|)\n`)[1], 0);
    assert.deepEqual(helpAt(`${own}from rows([{a: 1}])\nderive b = f(a)| + 1\n`), [undefined, undefined]);
  });

  it("knows the parameters of pipelines", () => {
    assert.deepEqual(
      helpAt('pipeline p(a: int, b: text = "") {\n  from rows([{x: $a, y: $b}])\n}\nfrom p(1, |)\n'),
      ["p(a: int, b?: text)", 1],
    );
  });
});

describe("inlay hints", () => {
  it("show the types that nobody wrote", () => {
    const { view } = viewText(
      `let rate = 0.5\n${orders}from orders\nderive net = amount * $rate\naggregate n = count() by country\n`,
    );
    const hints = inlayHints(view, 0, view.text.length, { types: true });
    assert.deepEqual(
      hints.map(({ position, label }) => [position.line, label]),
      [
        [0, ": float"],
        [7, ": float?"],
        [8, ": int"],
      ],
    );
    assert.deepEqual(inlayHints(view, 0, view.text.length, { types: false }), []);
  });
});

describe("formatting", () => {
  const formatted = (text: string) => {
    const { view } = viewText(text, { cursor: "¦" });
    const document = TextDocument.create("file:///a.weir", "weir", 0, text);
    const edits = formatDocument(view);
    return { text: TextDocument.applyEdits(document, edits), edits };
  };

  it("edits only the lines that change", () => {
    const text = `${orders}\npipeline p {\n  from orders\n      where   id>1\n  take 3\n}\n`;
    const { text: result, edits } = formatted(text);
    assert.equal(result, text.replace("      where   id>1", "  where id > 1"));
    assert.equal(edits.length, 1);
    assert.deepEqual(edits[0]?.range, { start: { line: 8, character: 0 }, end: { line: 9, character: 0 } });
    assert.deepEqual(formatted(result).edits, []);
  });

  it("lays out a declaration when its brace is typed", () => {
    const { view, offset } = viewText("pipeline p {\nfrom rows([{a:1}])\n}|\n");
    const document = TextDocument.create("file:///a.weir", "weir", 0, view.text);
    assert.equal(
      TextDocument.applyEdits(document, formatOnType(view, offset, "}")),
      "pipeline p {\n  from rows([{a: 1}])\n}\n",
    );
    assert.deepEqual(formatOnType(view, 3, "\n"), []);
  });
});

describe("quick fixes", () => {
  const rebind = (view: View) => (text: string) => withText(view, text);

  it("are offered for the problems that the range touches", () => {
    const { view, offset } = viewText(`${orders}from orders\nwhere am|uont > 1\nsort contry\n`);
    const actions = codeActions(view, { start: offset, end: offset }, {}, view.uri, rebind(view));
    assert.deepEqual(
      actions.map(({ title, isPreferred, kind }) => [title, isPreferred, kind]),
      [["Write amount", true, "quickfix"]],
    );
    const [edit] = actions[0]!.edit!.changes![view.uri]!;
    assert.equal(edit?.newText, "amount");
    assert.deepEqual(codeActions(view, { start: 0, end: 1 }, {}, view.uri, rebind(view)), []);
  });

  it("come all at once where they are certain, those that others bring into sight too", () => {
    const { view } = viewText(`${orders}from orders\nwhere id = 1 && id <> 2\nlimit 3\n`);
    const fixed = `${orders}from orders\nwhere id == 1 and id != 2\ntake 3\n`;
    assert.equal(fixedText(view, rebind(view)), fixed);
    const [action] = codeActions(view, { start: 0, end: 0 }, { only: [fixAllKind] }, view.uri, rebind(view));
    assert.equal(action?.edit?.changes?.[view.uri]?.[0]?.newText, fixed);
  });

  it("leave alone, all at once, what is a guess or only a remark", () => {
    for (const text of [
      `${orders}from orders\nwhere amuont > 1\n`,
      `${orders}from orders\nwher id > 1\n`,
      "from rows([{id: 1, v: 1}]) as a\njoin (from rows([{id: 1, v: 2}])) as b on a.id == b.id\nderive w = v + 1\n",
    ]) {
      const { view } = viewText(text);
      assert.ok(view.file.problems.length > 0, "there is something to fix");
      assert.equal(fixedText(view, rebind(view)), text);
      assert.deepEqual(
        codeActions(view, { start: 0, end: 0 }, { only: [fixAllKind] }, view.uri, rebind(view)),
        [],
      );
    }
  });
});
