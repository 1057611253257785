// A test's plan: the relation under test with the rows that the test gives in the place of what it reads. Afterwards
// nothing in it leads to a source, a store or a pipeline that was given; it is run like any other plan.

import type {
  Column,
  ColumnId,
  GivenRelation,
  PlanExpression,
  RelationInput,
  RelationPlan,
  StepOrigin,
  TestData,
  Value,
} from "../../language/index.ts";
import { compareValues, evaluate, mapPlanOperands, rewriteStep } from "../../language/index.ts";

/** Ids for what is put in begin here: far above those that the binder gives within a pipeline. */
const firstFreshId = 1_000_000;

/** `relation` reading what is given. A relation that is not given stays as it is; the binder has reported it. */
export function withGiven(relation: RelationPlan, given: readonly GivenRelation[]): RelationPlan {
  const fresh = freshIds();
  const replaceIn = (plan: RelationPlan): RelationPlan => ({
    ...plan,
    steps: plan.steps.map((step) =>
      rewriteStep(step, {
        value: replaceHighWater,
        condition: replaceHighWater,
        input: (input) => replace(input, step.origin),
      }),
    ),
  });
  const replaceHighWater = (expression: PlanExpression): PlanExpression => {
    if (expression.kind !== "highWater") return mapPlanOperands(expression, replaceHighWater);
    const { store, location, column, type } = expression;
    const found = given.find(
      (one) => one.kind === "store" && one.name === store && one.declaredIn === location.declaredIn,
    );
    const value = found === undefined ? undefined : highWaterOf(found.data, column);
    return value === undefined ? expression : { kind: "value", value, type, nullable: value.kind === "null" };
  };
  const replace = (input: RelationInput, origin: StepOrigin): RelationInput => {
    switch (input.kind) {
      case "source":
      case "store": {
        const found = given.find(
          (one) =>
            one.kind === input.kind &&
            one.name === input.name &&
            one.declaredIn === input.location.declaredIn,
        );
        return found === undefined ? input : inputOf(found.data, input.columns, origin, fresh);
      }
      case "pipeline": {
        const { pipeline } = input;
        const found = given.find(
          (one) => one.kind === "pipeline" && one.name === pipeline.name && one.declaredIn === pipeline.file,
        );
        if (found === undefined) {
          return { ...input, pipeline: { ...pipeline, body: replaceIn(pipeline.body) } };
        }
        const columns = [...input.columns, ...input.carried.map((carried) => carried.column)];
        return inputOf(found.data, columns, origin, fresh);
      }
      case "steps":
        return { ...input, relation: replaceIn(input.relation) };
      case "rows":
      case "series":
        return input;
    }
  };
  return replaceIn(relation);
}

/** The given rows as a chain of one step, with their own columns: what a test expects, ready to be run. */
export function relationOf(data: TestData, origin: StepOrigin): RelationPlan {
  const columns = data.columns;
  const output = { columns, hidden: [], order: [], uniqueKeys: [], complete: true };
  const input = inputOf(data, columns, origin, freshIds());
  return { steps: [{ kind: "from", input, alias: "expected", origin, output }], shape: output };
}

/** `data` with exactly these columns and ids; what it does not have is null. */
function inputOf(
  data: TestData,
  columns: readonly Column[],
  origin: StepOrigin,
  fresh: () => ColumnId,
): RelationInput {
  const nullable = columns.map((column) => ({ ...column, nullable: true }));
  switch (data.kind) {
    case "rows": {
      const positions = columns.map((column) => data.columns.findIndex(({ name }) => name === column.name));
      return {
        kind: "rows",
        columns: nullable,
        rows: data.rows.map((row) =>
          columns.map((column, index) => row[positions[index]!] ?? nullOf(column)),
        ),
      };
    }
    case "file":
      return fileInput(data, nullable, origin, fresh);
  }
}

/** A fixture file, read as it is and then given the columns and types that are wanted. */
function fileInput(
  data: TestData & { readonly kind: "file" },
  columns: readonly Column[],
  origin: StepOrigin,
  fresh: () => ColumnId,
): RelationInput {
  const held = (data.held ?? data.columns).map((column) => ({ ...column, id: fresh() }));
  const items = columns.map((column) => {
    const source = held.find(({ name }) => name === column.name);
    if (source === undefined) return { id: column.id, value: nullOf(column) };
    const read: PlanExpression = {
      kind: "column",
      column: source.id,
      type: source.type,
      nullable: source.nullable,
    };
    const value: PlanExpression = {
      kind: "cast",
      value: read,
      safe: false,
      implicit: true,
      type: column.type,
      nullable: true,
    };
    return { id: column.id, value };
  });
  const shape = (of: readonly Column[]) => ({
    columns: of,
    hidden: [],
    order: [],
    uniqueKeys: [],
    complete: true,
  });
  const input: RelationInput = {
    kind: "source",
    name: "fixture",
    location: data.location,
    columns: held,
  };
  return {
    kind: "steps",
    relation: {
      steps: [
        { kind: "from", input, alias: "fixture", origin, output: shape(held) },
        { kind: "select", items, origin, output: shape(columns) },
      ],
      shape: shape(columns),
    },
    columns,
    carried: [],
  };
}

/** The largest value that a given store holds, as \`high_water\` gives it; undefined where a file holds the rows. */
function highWaterOf(data: TestData, column: string): Value | undefined {
  if (data.kind === "file") return undefined;
  const position = data.columns.findIndex(({ name }) => name === column);
  let highest: Value = { kind: "null" };
  for (const row of data.rows) {
    const value = row[position] === undefined ? undefined : evaluate(row[position]);
    if (value === undefined) return undefined;
    if (value.kind === "null") continue;
    if (highest.kind === "null" || compareValues(value, highest) > 0) highest = value;
  }
  return highest;
}

function nullOf(column: Column): PlanExpression {
  return { kind: "value", value: { kind: "null" }, type: column.type, nullable: true };
}

function freshIds(): () => ColumnId {
  let next = firstFreshId;
  return () => next++;
}
