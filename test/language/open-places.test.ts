// Where names are missing: what could stand there is kept with the declaration, for completion.

import assert from "node:assert/strict";
import { parseFile } from "../../grammar/index.ts";
import { argumentFit, functionNamed, resultOf, typeOfExpression } from "../../language/index.ts";
import { bindText, mainFile, mainUri, sourceT, sourceU } from "./bind.ts";

function openPlaces(text: string) {
  const file = mainFile(bindText(sourceT + sourceU + text));
  const start = file.tree.parts.at(-1)!.start;
  return file.declarations.at(-1)!.openPlaces.map((place) => ({
    ...place,
    text: file.tree.text.slice(start + place.start, start + place.end),
    columns: place.scope.columns.map(({ name }) => name),
  }));
}

describe("open places", () => {
  it("are holes and names that stand for nothing, with the columns there", () => {
    const [hole] = openPlaces("from t\nselect id, name\nwhere ");
    assert.deepEqual([hole?.text, hole?.columns], ["", ["id", "name"]]);
    const [unknown] = openPlaces("from t\nderive one = 1, two = onne\n");
    assert.equal(unknown?.text, "onne");
    assert.ok(unknown.columns.includes("one"));
    assert.deepEqual(openPlaces("from t\nwhere ok\n"), []);
  });

  it("know both sides of a join, and the lambda's own names", () => {
    const [key] = openPlaces("from t\njoin u as b on kee\n");
    assert.ok(key?.scope.aliases.has("b") && key.columns.includes("score"));
    const [inner] = openPlaces("from t\nderive x = list_map(tags, tag => ta)\n");
    assert.deepEqual([...(inner?.scope.variables.keys() ?? [])], ["tag"]);
  });

  it("know where aggregates may stand, and the struct before a dot", () => {
    const [item] = openPlaces("from t\naggregate n = cou()\n");
    assert.equal(item?.scope.context, "aggregate");
    const [field] = openPlaces('from rows([{who: {name: "a"}}])\nwhere who.na == "a"\n');
    assert.equal(field?.object?.type.kind, "struct");
    const [behind] = openPlaces("from t\nwhere t.na == 1\n");
    assert.equal(behind?.text, "na");
  });
});

describe("questions of the editor", () => {
  it("a program with another tree of one file is bound as if that were its text", () => {
    const program = bindText(`${sourceT}from t\nwhere ok\n`);
    const changed = program.withTree(mainUri, parseFile(`${sourceT}from t\nwhere okk\n`));
    assert.deepEqual(
      mainFile(changed).problems.map(({ code }) => code),
      ["WR100"],
    );
    assert.deepEqual(mainFile(program).problems, []);
  });

  it("types of expressions in a scope", () => {
    const [place] = openPlaces("from t\nwhere missing_name\n");
    const { declaration } = parseFile("from t\nwhere id + 1").parts[0]!;
    const step = declaration.kind === "bare" ? declaration.steps[1] : undefined;
    assert.ok(step?.kind === "where" && place !== undefined);
    assert.deepEqual(typeOfExpression(step.condition, place.scope), {
      type: { kind: "int" },
      nullable: false,
    });
  });

  it("which arguments a function would take, and what it would give", () => {
    const round = functionNamed("round")!;
    const text = { type: { kind: "text" }, nullable: false } as const;
    const float = { type: { kind: "float" }, nullable: false } as const;
    const int = { type: { kind: "int" }, nullable: false } as const;
    assert.equal(argumentFit(round, 0, text), 0);
    assert.equal(argumentFit(round, 0, float), 2);
    assert.equal(argumentFit(round, 9, float), 0);
    assert.equal(resultOf(round, [{ kind: "value", type: text }]), undefined);
    assert.equal(
      resultOf(functionNamed("length")!, [{ kind: "value", type: text }])?.type.kind,
      int.type.kind,
    );
  });
});
