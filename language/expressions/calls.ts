// Calls: special forms, the file's functions, the library. A library call is resolved against its signatures; the
// arguments are then converted to what the signature takes, and defaults stand where none are given.

import type { Argument, CallNode, Expression } from "../../grammar/tree.ts";
import { suggestion } from "../bind-context.ts";
import { castTo, convert, exactType } from "../convert.ts";
import { evaluate } from "../evaluate.ts";
import { type CallProblem, describeCallProblem } from "../functions/call-problems.ts";
import { problemWithArgument } from "../functions/checks.ts";
import type { FunctionEntry } from "../functions/entry.ts";
import {
  type ArgumentSlot,
  type CallArgument,
  type ResolvedCall,
  resolveCall,
} from "../functions/resolve.ts";
import { allFunctions, functionNamed } from "../functions/table.ts";
import type { PlanExpression } from "../plan.ts";
import { eachPlanExpression } from "../plan-walk.ts";
import { freshName } from "../substitute.ts";
import { typeOfValue } from "../type-operations.ts";
import type { ColumnType } from "../types.ts";
import { argumentValue } from "../walk.ts";
import { type AggregateWords, bindAggregateWords, checkPlace, splitArguments } from "./aggregates.ts";
import { type Binding, isUnknown, replacement, unbound, unboundOf, withoutGroup } from "./binding.ts";
import { foreignFunctions } from "./foreign-functions.ts";
import { hasExactForm } from "./literals.ts";
import { bindSpecialForm, specialForms } from "./special-forms.ts";
import { bindUserCall } from "./user-functions.ts";

/** Binds `name(arguments)`. */
export function bindCall(node: CallNode, binding: Binding): PlanExpression {
  const special = bindSpecialForm(node, binding);
  if (special !== undefined) return special;
  const callee = binding.scope.functions.get(node.name.text);
  if (callee !== undefined) return bindUserCall(node, callee, binding);
  const entry = functionNamed(node.name.text);
  if (entry !== undefined) return bindLibraryCall(node, entry, binding);
  for (const argument of node.arguments) {
    const value = argumentValue(argument);
    if (withoutGroup(value).kind !== "lambda") binding.bind(value, binding);
  }
  binding.reporter.miss(node.name, binding.scope);
  if (node.name.text !== "") reportUnknownFunction(node, binding);
  return unbound;
}

/** What an argument came to: an expression, or a lambda that is bound once its parameters are known. */
interface BoundArgument {
  readonly node: Argument;
  readonly value: PlanExpression | (Expression & { readonly kind: "lambda" });
}

function bindLibraryCall(node: CallNode, entry: FunctionEntry, binding: Binding): PlanExpression {
  binding.reporter.refer(node.name, { kind: "libraryFunction", name: entry.name });
  const isPlaced = checkPlace(node, entry, binding);
  const inner: Binding = entry.kind === "scalar" ? binding : { ...binding, inside: entry.name };
  const { own, words } = splitArguments(node, entry);
  const bound = own.map((argument) => bindArgument(argument, inner));
  const clauses = bindAggregateWords(
    words,
    entry,
    bound.map(({ value }) => value),
    inner,
  );
  const given = bound.map(
    ({ node: argument, value }): CallArgument =>
      value.kind === "lambda" && !("type" in value)
        ? { kind: "lambda", name: argument.name?.text, parameters: value.parameters.length }
        : valueArgument(argument, value as PlanExpression),
  );
  let resolution = resolveCall(entry, given);
  const lambdas = new Map<number, PlanExpression>();
  if (resolution.kind === "lambda") {
    const lambda = bound[resolution.argument]!.value as Expression & { readonly kind: "lambda" };
    const body = bindLambda(lambda, resolution.parameters, inner);
    lambdas.set(resolution.argument, body);
    const result = body.kind === "lambda" ? body.body : body;
    resolution = isUnknown(result) ? resolution.complete(columnType(unbound)) : resolution.complete(result);
  }
  if (resolution.kind !== "resolved") {
    reportCallProblem(node, entry, resolution, bound, binding);
    return unbound;
  }
  const faulty = !isPlaced || clauses === undefined;
  return finishCall(entry, resolution, bound, lambdas, faulty ? undefined : clauses, binding);
}

function bindArgument(node: Argument, binding: Binding): BoundArgument {
  if (node.value.kind === "sortKey") {
    const message = "A direction stands in `sorted:` only, as in `sorted: at desc`";
    binding.reporter.report("WR120", node.value, message);
    return { node, value: unbound };
  }
  const inner = withoutGroup(node.value);
  return { node, value: inner.kind === "lambda" ? inner : binding.bind(node.value, binding) };
}

function valueArgument(node: Argument, value: PlanExpression): CallArgument {
  const type = columnType(value);
  const name = node.name?.text;
  return hasExactForm(value)
    ? { kind: "value", name, type, exact: exactType(value).type }
    : { kind: "value", name, type };
}

/** Binds a lambda whose parameters have these types. Their names are unique in the whole expression. */
function bindLambda(
  node: Expression & { readonly kind: "lambda" },
  types: readonly ColumnType[],
  binding: Binding,
): PlanExpression {
  const variables = new Map(binding.scope.variables);
  const taken = new Set([...variables.values()].map((variable) => variable.name));
  const names = node.parameters.map((parameter, index) => {
    const name = freshName(parameter.text === "" ? "_" : parameter.text, taken);
    taken.add(name);
    const type = types[index] ?? columnType(unbound);
    variables.set(parameter.text, { name, type: type.type, nullable: type.nullable });
    return name;
  });
  const body = binding.bind(node.body, { ...binding, scope: { ...binding.scope, variables } });
  if (isUnknown(body)) return body;
  return { kind: "lambda", parameters: names, body, ...columnType(body) };
}

function finishCall(
  entry: FunctionEntry,
  resolved: ResolvedCall,
  bound: readonly BoundArgument[],
  lambdas: ReadonlyMap<number, PlanExpression>,
  clauses: AggregateWords | undefined,
  binding: Binding,
): PlanExpression {
  const { signature, slots, result } = resolved;
  const values = slots.map((slot) => slotValue(slot, bound, lambdas));
  const isSound = slots
    .map((slot, index) => checkSlot(slot, values[index]!, entry, bound, binding))
    .every(Boolean);
  if (clauses === undefined || !isSound || values.some(isUnbound))
    return unboundOf(result.type, result.nullable);
  const call = { function: entry.name, signature, arguments: values, type: result.type };
  if (entry.kind === "scalar") return { kind: "call", ...call, nullable: result.nullable };
  if (entry.kind === "window") return { kind: "windowCall", ...call, nullable: result.nullable };
  const mayLackRows = binding.scope.groupsHaveRows !== true || clauses.where !== undefined;
  const nullable = result.nullable || (resolved.nullWithoutRows && mayLackRows);
  return { kind: "aggregate", ...call, ...clauses, nullable };
}

function isUnbound(value: PlanExpression): boolean {
  return value.kind === "lambda" ? isUnknown(value.body) : isUnknown(value);
}

function slotValue(
  slot: ArgumentSlot,
  bound: readonly BoundArgument[],
  lambdas: ReadonlyMap<number, PlanExpression>,
): PlanExpression {
  if (slot.argument === undefined) {
    const value = slot.default ?? { kind: "null" };
    const type = value.kind === "null" ? slot.type.type : typeOfValue(value);
    const own: PlanExpression = { kind: "value", value, type, nullable: value.kind === "null" };
    return convert(own, slot.type) ?? own;
  }
  const lambda = lambdas.get(slot.argument);
  if (lambda !== undefined) {
    if (lambda.kind !== "lambda") return lambda;
    const body = fitted(lambda.body, slot.type);
    return { ...lambda, body, ...columnType(body) };
  }
  return fitted(bound[slot.argument]!.value as PlanExpression, slot.type);
}

function fitted(value: PlanExpression, target: ColumnType): PlanExpression {
  return convert(value, target) ?? castTo(value, target.type);
}

/** Whether an argument that must be known before the run is, and is what the function can work with. */
function checkSlot(
  slot: ArgumentSlot,
  value: PlanExpression,
  entry: FunctionEntry,
  bound: readonly BoundArgument[],
  binding: Binding,
): boolean {
  if (slot.argument === undefined || isUnknown(value)) return true;
  const range = bound[slot.argument]!.node.value;
  if (slot.constant && !isRunConstant(value)) {
    binding.reporter.report(
      "WR120",
      range,
      `\`${slot.parameter}\` of \`${entry.name}\` must be known before the run: a literal, a \`$parameter\` or a \`$constant\``,
    );
    return false;
  }
  const known = slot.check === undefined ? undefined : evaluate(value);
  const fault = known === undefined ? undefined : problemWithArgument(slot.check!, known);
  if (fault === undefined) return true;
  const code = slot.check === "regular expression" ? "WR129" : "WR120";
  binding.reporter.report(code, range, `\`${slot.parameter}\` of \`${entry.name}\`: ${fault}`);
  return false;
}

/** Whether nothing in the expression changes from row to row. */
function isRunConstant(expression: PlanExpression): boolean {
  let constant = true;
  eachPlanExpression(expression, (inner) => {
    const { kind } = inner;
    if (kind === "column" || kind === "variable" || kind === "aggregate" || kind === "windowCall")
      constant = false;
    if (kind === "highWater") constant = false;
  });
  return constant;
}

function reportCallProblem(
  node: CallNode,
  entry: FunctionEntry,
  problem: CallProblem,
  bound: readonly BoundArgument[],
  binding: Binding,
): void {
  const hasHole = bound.some(({ node: argument }) => argument.value.kind === "missing");
  if (hasHole && (problem.kind === "missing" || problem.kind === "tooMany")) return;
  const message = describeCallProblem(entry.name, problem);
  const argument = "argument" in problem ? bound[problem.argument]?.node : undefined;
  switch (problem.kind) {
    case "unknownName": {
      const name = argument?.name;
      const fixes =
        problem.nearest === undefined || name === undefined
          ? []
          : [replacement(`Write \`${problem.nearest}\``, name, problem.nearest)];
      binding.reporter.report("WR121", name ?? node, message, { fixes });
      return;
    }
    case "givenTwice":
      binding.reporter.report("WR121", argument ?? node, message);
      return;
    case "lambdaParameters":
      binding.reporter.report("WR127", argument?.value ?? node, message);
      return;
    default:
      binding.reporter.report("WR120", argument?.value ?? node, message);
  }
}

function reportUnknownFunction(node: CallNode, binding: Binding): void {
  const name = node.name.text;
  if (binding.scope.mayBeImported?.(name)) return;
  const meant = foreignFunctions[name.toLowerCase()];
  if (meant !== undefined) {
    const isName = functionNamed(meant) !== undefined;
    const fixes = isName ? [replacement(`Write \`${meant}\``, node.name, meant)] : [];
    binding.reporter.report("WR102", node.name, `There is no function \`${name}\`; write \`${meant}\``, {
      fixes,
    });
    return;
  }
  const known = [
    ...binding.scope.functions.keys(),
    ...specialForms,
    ...allFunctions.map((entry) => entry.name),
  ];
  const near = suggestion(node.name, known);
  binding.reporter.report("WR102", node.name, `There is no function \`${name}\`${near.text}`, near.options);
}

function columnType(column: ColumnType): ColumnType {
  return { type: column.type, nullable: column.nullable };
}
