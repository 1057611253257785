import assert from "node:assert/strict";
import { emptyCatalogue, type SchemaAnswer } from "../../language/index.ts";
import { loadProgram, memoryFileSystem, type PathStyle, rebind } from "../../project/index.ts";

const numbers = "pipeline numbers { from series(1, 3, 1) }\n";

function load(files: Readonly<Record<string, string>>, uri: string, style: PathStyle = "posix") {
  return loadProgram({
    files: memoryFileSystem(new Map(Object.entries(files))),
    uris: [uri],
    catalogue: emptyCatalogue,
    style,
  });
}

describe("loading programs", () => {
  it("reads what a file imports, and what that imports, once each", () => {
    const { program, failures } = load(
      {
        "file:///p/a.weir":
          'import numbers from "lib/b.weir"\nimport "lib/c.weir"\nfrom numbers | where value > $low\n',
        "file:///p/lib/b.weir": numbers,
        "file:///p/lib/c.weir": 'import "b.weir"\nlet low = 1\npipeline more { from numbers }\n',
      },
      "file:///p/a.weir",
    );
    assert.deepEqual([...program.files.keys()].sort(), [
      "file:///p/a.weir",
      "file:///p/lib/b.weir",
      "file:///p/lib/c.weir",
    ]);
    assert.deepEqual(program.file("file:///p/a.weir")?.problems, []);
    assert.deepEqual(failures, []);
  });

  it("finds imports by Windows paths, `/` and `\\` alike", () => {
    const { program } = load(
      {
        "file:///c:/p/a.weir": 'import numbers from "..\\\\lib\\\\b.weir"\nfrom numbers\n',
        "file:///c:/lib/b.weir": numbers,
      },
      "file:///c:/p/a.weir",
      "windows",
    );
    assert.deepEqual(program.file("file:///c:/p/a.weir")?.problems, []);
  });

  it("says which of the files asked for cannot be read", () => {
    const { program, failures } = load({}, "file:///p/a.weir");
    assert.equal(program.files.size, 0);
    assert.deepEqual(failures, [{ uri: "file:///p/a.weir", result: { kind: "missing" } }]);
  });

  it("knows the targets of the project's manifest", () => {
    const job =
      'store s = csv("s.csv")\npipeline p { from series(1, 2, 1) | into s }\njob j {\n  run p\n  every day at 02:00\n  on claster\n}\n';
    const { program, project } = load(
      {
        "file:///p/weir.json": '{ "targets": { "cluster": { "engine": "spark" } } }',
        "file:///p/flows/a.weir": job,
      },
      "file:///p/flows/a.weir",
    );
    assert.equal(project?.folder, "file:///p");
    const [problem] = program.file("file:///p/flows/a.weir")?.problems ?? [];
    assert.equal(problem?.code, "WR163");
    assert.match(problem?.message ?? "", /did you mean `cluster`/);
  });

  it("knows the connections of the project's manifest", () => {
    const { program } = load(
      {
        "file:///p/weir.json":
          '{ "connections": { "crm": { "type": "postgres", "host": "h", "database": "d" } } }',
        "file:///p/a.weir":
          'source a = postgres("crm", table: "t")\nsource b = postgres("crn", table: "t")\nstore c = redis("crm", key: id)\n',
      },
      "file:///p/a.weir",
    );
    const messages = program
      .file("file:///p/a.weir")
      ?.problems.map(({ code, message }) => `${code} ${message}`);
    assert.deepEqual(messages, [
      "WR163 There is no connection `crn`; did you mean `crm`?",
      "WR163 The connection `crm` is of type `postgres`, not `redis`",
    ]);
  });

  it("binds again with what the catalogue has learned", () => {
    const text = 'source s = csv("s.csv")\npipeline p { from s | where a > 1 }\n';
    const loaded = load({ "file:///p/a.weir": text }, "file:///p/a.weir");
    assert.deepEqual(
      loaded.program.dataLocations.map((location) => location.path),
      ["s.csv"],
    );
    const answer: SchemaAnswer = {
      status: "known",
      columns: [{ name: "b", doc: "", partition: false, type: { kind: "int" }, nullable: true }],
    };
    const again = rebind(loaded, { schemaOf: () => answer });
    assert.equal(again.program.file("file:///p/a.weir")?.problems[0]?.code, "WR100");
  });
});
