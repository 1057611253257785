// Binds single expressions over a small fixed set of columns, parameters and functions: for tests that ask for a
// type, a plan or a problem and not for a whole program.

import assert from "node:assert/strict";
import { parseFile } from "../../grammar/index.ts";
import type { Expression, TypeNode } from "../../grammar/tree.ts";
import { bindExpression } from "../../language/bind-expression.ts";
import type { Column, HiddenColumn, Parameter, PlanExpression } from "../../language/plan.ts";
import { collectingReporter, silentReporter } from "../../language/reporter.ts";
import type { ExpressionContext, Scope, UserFunction } from "../../language/scope.ts";
import { bindType } from "../../language/type-node.ts";
import { typeName } from "../../language/type-operations.ts";
import type { ColumnType } from "../../language/types.ts";
import { assertProblems, parseMarked } from "./markers.ts";

const before = "from t\nderive x = ";

/** The tree of an expression; ranges are those of `before` and the expression together. */
export function parseExpression(text: string): Expression {
  const file = parseFile(`${before}${text}`);
  const part = file.parts[0];
  const problems = file.parts.flatMap((each) => each.problems);
  assert.deepEqual(problems, [], `the expression ${text} has syntax problems`);
  assert.ok(part?.declaration.kind === "bare");
  const step = part.declaration.steps[1];
  assert.ok(step?.kind === "derive");
  return step.items[0]!.value;
}

/** A type from its notation. */
export function typeOf(notation: string): ColumnType {
  const node = parseExpression(`null as ${notation}`) as { readonly type?: TypeNode };
  assert.ok(node.type !== undefined);
  return bindType(node.type, silentReporter);
}

const columnTypes: Readonly<Record<string, string>> = {
  flag: "bool",
  flag_n: "bool?",
  i: "int",
  i_n: "int?",
  f: "float",
  f_n: "float?",
  d: "decimal(12, 2)",
  d_n: "decimal(12, 2)?",
  t: "text",
  t_n: "text?",
  day: "date",
  day_n: "date?",
  at: "timestamp",
  at_n: "timestamp?",
  moment: "instant",
  moment_n: "instant?",
  gap: "duration",
  gap_n: "duration?",
  key: "uuid",
  raw: "json?",
  items: "list(int)",
  items_n: "list(int?)?",
  words: "list(text)",
  point: "struct{a: int, b: text?}",
  point_n: "struct{a: int, b: text?}?",
};

const parameterTypes: Readonly<Record<string, string>> = {
  count: "int",
  since: "date?",
  names: "list(text)",
  pattern: "text",
};

let cached: Scope | undefined;

/** The scope that the tests look at. Column ids are positions. */
export function testScope(context: ExpressionContext = "scalar"): Scope {
  cached ??= makeScope();
  return { ...cached, context };
}

function makeScope(): Scope {
  const columns = Object.entries(columnTypes).map(
    ([name, type], id): Column => ({ id, name, doc: "", ...typeOf(type) }),
  );
  const hidden: HiddenColumn = { id: 1000, name: "i", doc: "", qualifier: "o", ...typeOf("int?") };
  const only: HiddenColumn = { id: 1001, name: "lonely", doc: "", qualifier: "o", ...typeOf("text") };
  const parameters = Object.entries(parameterTypes).map(
    ([name, type]): Parameter => ({ name, doc: "", default: undefined, check: undefined, ...typeOf(type) }),
  );
  const scope: Scope = {
    columns,
    hidden: [hidden, only],
    aliases: new Map([
      ["r", new Map(columns.map((column) => [column.name, column.id]))],
      [
        "o",
        new Map([
          ["i", 1000],
          ["lonely", 1001],
        ]),
      ],
    ]),
    complete: true,
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    constants: new Map([["vat", bindExpression(parseExpression("0.19"), emptyScope, silentReporter)]]),
    functions: new Map(),
    stores: new Map([
      [
        "facts",
        {
          name: "facts",
          location: {
            role: "store",
            format: "parquet",
            path: "out",
            declaredIn: "file:///t.weir",
            options: {},
          },
          columns: [{ id: 0, name: "at", doc: "", ...typeOf("timestamp") }],
          complete: true,
        },
      ],
    ]),
    variables: new Map(),
    context: "scalar",
  };
  const functions = new Map<string, UserFunction>();
  const declare = (text: string) => {
    const part = parseFile(text).parts[0];
    assert.ok(part?.declaration.kind === "function");
    const { declaration } = part;
    const own = declaration.parameters.map(
      (parameter): Parameter => ({
        name: parameter.name.text,
        doc: "",
        default:
          parameter.default === undefined
            ? undefined
            : bindExpression(
                parameter.default,
                { ...emptyScope, constants: scope.constants },
                silentReporter,
              ),
        check: undefined,
        ...bindType(parameter.type, silentReporter),
      }),
    );
    const body = bindExpression(
      declaration.body,
      {
        ...emptyScope,
        constants: scope.constants,
        variables: new Map(own.map(({ name, type, nullable }) => [name, { name, type, nullable }])),
        context: "function",
      },
      silentReporter,
    );
    const returns = { type: body.type, nullable: body.nullable };
    functions.set(declaration.name.text, {
      name: declaration.name.text,
      parameters: own,
      returns,
      body,
      declaration,
      doc: "",
    });
  };
  declare("function net(gross: float, rate: float = $vat) -> float = gross / (1 + rate)");
  declare("function named(name: text, other: text?) -> text = other ?? name");
  return { ...scope, functions };
}

const emptyScope: Scope = {
  columns: [],
  hidden: [],
  aliases: new Map(),
  complete: true,
  parameters: new Map(),
  constants: new Map(),
  functions: new Map(),
  stores: new Map(),
  variables: new Map(),
  context: "constant",
};

/** Binds an expression that has no problems. */
export function bindText(text: string, context: ExpressionContext = "scalar"): PlanExpression {
  const reporter = collectingReporter();
  const bound = bindExpression(parseExpression(text), testScope(context), reporter);
  assert.deepEqual(
    reporter.problems.map((problem) => `${problem.code} ${problem.message}`),
    [],
    text,
  );
  return bound;
}

/** The type of an expression without problems, as `int?`. */
export function typeOfText(text: string, context: ExpressionContext = "scalar"): string {
  return typeName(bindText(text, context));
}

/** Checks the problems of an expression that is marked as in `markers.ts`. */
export function checkExpression(marked: string, context: ExpressionContext = "scalar"): void {
  const { text, expected } = parseMarked(marked);
  const reporter = collectingReporter();
  bindExpression(parseExpression(text), testScope(context), reporter);
  const found = reporter.problems.map((problem) => ({
    ...problem,
    start: problem.start - before.length,
    end: problem.end - before.length,
  }));
  assertProblems({ text, expected }, found);
}
