import assert from "node:assert/strict";
import { type Catalogue, type Problem, problemTable, type SchemaAnswer } from "../../language/index.ts";
import { sharedFile } from "../../language/problems/examples.ts";
import { readManifest } from "../../project/index.ts";
import { bindText, known, mainFile } from "./bind.ts";

/** Files by what they are called. */
const catalogue: Catalogue = {
  schemaOf({ path, options, role }): SchemaAnswer {
    const failed = (reason: Extract<SchemaAnswer, { status: "failed" }>["reason"]): SchemaAnswer => {
      return { status: "failed", reason, detail: "" };
    };
    if (role === "store") return { status: "absent" };
    if (path.includes("missing-*")) return failed("empty-glob");
    if (path.includes("missing")) return failed("missing-file");
    if (path.includes("broken")) return failed("unreadable");
    if (path.includes("locked")) return failed("locked");
    if (path.includes("untrusted")) return failed("not-trusted");
    if (options.table?.kind === "text" && options.table.value === "missing") return failed("missing-table");
    if (path === "crm") return failed("not-connected");
    if (path.includes("cases")) return known({ id: "int", name: "text", Name: "text" });
    if (path.includes("people")) return known({ id: "int", name: "text" });
    return { status: "pending" };
  },
};

const manifest = { targets: ["local", "spark"], connections: { crm: "postgres", cache: "redis" } };

/** The codes that `text` gives, without remarks of other codes than `about`. */
function codesOf(text: string, about: string): readonly string[] {
  const isRemark = ({ severity }: Problem) => severity === "hint" || severity === "information";
  const files = { "shared.weir": sharedFile };
  const problems = text.startsWith("{")
    ? readManifest(text).problems
    : mainFile(bindText(text, { catalogue, files, manifest })).problems;
  return problems.filter((problem) => problem.code === about || !isRemark(problem)).map(({ code }) => code);
}

describe("the problem table", () => {
  it("has each code once, in order, of the form WRnnn", () => {
    const codes = problemTable.map((entry) => entry.code);
    assert.deepEqual(codes, [...new Set(codes)].sort());
    for (const code of codes) assert.match(code, /^WR[0-6]\d\d$/);
  });

  for (const entry of problemTable) {
    // Syntax has its own test beside the parser; what only a run can find has no example that is wrong by itself.
    if (entry.code.startsWith("WR0")) continue;
    if (entry.code.startsWith("WR6")) {
      it(`${entry.code}: both examples can be read`, () => {
        assert.deepEqual([...codesOf(entry.wrong, entry.code), ...codesOf(entry.right, entry.code)], []);
      });
      continue;
    }
    it(`${entry.code}: the wrong example gives it, the right one gives nothing`, () => {
      const wrong = codesOf(entry.wrong, entry.code);
      assert.ok(
        wrong.length > 0 && wrong.every((code) => code === entry.code),
        `found ${wrong.join(", ") || "nothing"}`,
      );
      assert.deepEqual(codesOf(entry.right, entry.code), []);
    });
  }
});
