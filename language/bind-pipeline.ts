// Constants, functions and pipelines: the declarations that compute. Each is bound on its own, with what other
// declarations mean already at hand.

import type {
  BarePipeline,
  BudgetItem,
  FunctionDeclaration,
  LetDeclaration,
  PipelineDeclaration,
} from "../grammar/tree.ts";
import { type BindContext, type BoundSteps, suggestion } from "./bind-context.ts";
import { bindExpression } from "./bind-expression.ts";
import { bindParameters } from "./bind-parameters.ts";
import { bindConstant } from "./bind-step-rows.ts";
import { bindSteps } from "./bind-steps.ts";
import { convert } from "./convert.ts";
import { evaluate } from "./evaluate.ts";
import { constantScope } from "./flow.ts";
import type { Budget, PipelinePlan, PlanExpression } from "./plan.ts";
import { mapColumns, mapSortKeys } from "./plan-walk.ts";
import type { VariableSymbol } from "./scope.ts";
import type { ConstantSymbol, FunctionSymbol, PipelineFace } from "./symbols.ts";
import { bindType } from "./type-node.ts";
import { typeName } from "./type-operations.ts";
import type { Value } from "./types.ts";

/** `let name = value`. */
export function bindLet(node: LetDeclaration, context: BindContext): ConstantSymbol {
  const value = bindConstant(node.value, context);
  return { kind: "constant", name: node.name.text, doc: node.doc, value: typed(value) };

  function typed(found: PlanExpression): PlanExpression {
    if (node.type === undefined) return found;
    const type = bindType(node.type, context.reporter);
    const fitting = convert(found, type);
    if (fitting === undefined) {
      context.reporter.report(
        "WR164",
        node.value,
        `\`$${node.name.text}\` is declared \`${typeName(type)}\`, its value is \`${typeName(found)}\``,
      );
      return { kind: "unbound", type: type.type, nullable: type.nullable };
    }
    return fitting;
  }
}

/** `function name(a: T) -> U = body`. */
export function bindFunction(node: FunctionDeclaration, context: BindContext): FunctionSymbol {
  const parameters = [...bindParameters(node.parameters, context).values()];
  const variables = new Map<string, VariableSymbol>(
    parameters.map(({ name, type, nullable }) => [name, { name, type, nullable }]),
  );
  const scope = { ...constantScope(context.outer), variables, context: "function" as const };
  const found = bindExpression(node.body, scope, context.reporter);
  const declared = node.returns === undefined ? undefined : bindType(node.returns, context.reporter);
  const body = declared === undefined ? found : convert(found, { type: declared.type, nullable: true });
  if (body === undefined) {
    context.reporter.report(
      "WR164",
      node.body,
      `\`${node.name.text}\` is declared to give \`${typeName(declared!)}\`, its body gives \`${typeName(found)}\``,
    );
  }
  const returns = declared ?? found;
  return {
    kind: "function",
    name: node.name.text,
    doc: node.doc,
    function: {
      name: node.name.text,
      parameters,
      // A body that may give null is taken at its word, whatever is declared: no column claims what does not hold.
      returns: { type: returns.type, nullable: returns.nullable || found.nullable },
      body: body ?? { kind: "unbound", type: returns.type, nullable: true },
      declaration: node,
      doc: node.doc,
    },
  };
}

/** A pipeline's plan and what it carries for its order; `context.outer.parameters` are its parameters. */
export function bindPipeline(
  node: PipelineDeclaration | BarePipeline,
  context: BindContext,
): { readonly plan: PipelinePlan; readonly carried: BoundSteps["carried"] } {
  const range = node.kind === "pipeline" ? node.body : node;
  const body = bindSteps(node.steps, range, context, "pipeline");
  return {
    plan: {
      name: node.kind === "pipeline" ? node.name.text : undefined,
      file: context.file,
      doc: node.doc,
      parameters: [...context.outer.parameters.values()],
      budget: bindBudget(node.kind === "pipeline" ? node.budget : [], context),
      body: body.plan,
    },
    carried: body.carried,
  };
}

/** What callers depend on: everything of the pipeline that they can see, without its inner numbering. */
export function faceOf(plan: PipelinePlan, carried: BoundSteps["carried"]): PipelineFace {
  const { shape } = plan.body;
  const positions = new Map([...shape.columns, ...carried].map((column, position) => [column.id, position]));
  const faceColumn = ({ name, doc, type, nullable }: (typeof shape.columns)[number]) => {
    return { name, doc, type, nullable };
  };
  return {
    name: plan.name ?? "",
    parameters: plan.parameters,
    columns: shape.columns.map(faceColumn),
    order: mapSortKeys(shape.order, (value) => mapColumns(value, positions)),
    carried: carried.map((column) => ({ inner: column.id, column: faceColumn(column) })),
    uniqueKeys: shape.uniqueKeys.map((key) => key.map((id) => positions.get(id) ?? -1)),
    complete: shape.complete,
  };
}

// --------------------------------------------------------------------------------------------------- budgets

const budgetKinds = {
  time: { kind: "duration", example: "time 30 s" },
  memory: { kind: "size", example: "memory 4 GB" },
  scan: { kind: "size", example: "scan 10 GB" },
  cost: { kind: "money", example: "cost $0.50" },
} as const;

type BudgetName = keyof typeof budgetKinds;

function isBudgetName(name: string): name is BudgetName {
  return Object.hasOwn(budgetKinds, name);
}

function bindBudget(items: readonly BudgetItem[], context: BindContext): Budget {
  const values = new Map<BudgetName, Value>();
  for (const item of items) {
    const name = item.name.text;
    if (name === "") continue;
    if (!isBudgetName(name)) {
      const near = suggestion(item.name, Object.keys(budgetKinds));
      context.reporter.report(
        "WR162",
        item.name,
        `A budget limits \`time\`, \`memory\`, \`scan\` and \`cost\`, not \`${name}\`${near.text}`,
        near.options,
      );
      continue;
    }
    const { kind, example } = budgetKinds[name];
    const bound = bindConstant(item.value, context);
    const value = evaluate(bound);
    if (values.has(name)) context.reporter.report("WR162", item, `\`${name}\` is limited twice; keep one`);
    else if (value?.kind === kind) values.set(name, value);
    else if (item.value.kind !== "missing" && bound.type.kind !== "unknown") {
      context.reporter.report(
        "WR162",
        item.value,
        `\`${name}\` is limited by a ${kind}, as in \`${example}\``,
      );
    }
  }
  const time = values.get("time");
  const memory = values.get("memory");
  const scan = values.get("scan");
  const cost = values.get("cost");
  return {
    timeMicros: time?.kind === "duration" ? time.micros : undefined,
    memoryBytes: memory?.kind === "size" ? memory.bytes : undefined,
    scanBytes: scan?.kind === "size" ? scan.bytes : undefined,
    costDollars: cost?.kind === "money" ? cost.dollars : undefined,
  };
}
