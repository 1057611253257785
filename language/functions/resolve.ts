// Which signature a call means, what its arguments become and what it gives. The answer is data: where to convert,
// the types of a lambda's parameters, or the one thing that is wrong. It reports nothing and sees no tree.

import { nearestName } from "../nearest-name.ts";
import { sameStorage, typeName } from "../type-operations.ts";
import type { ColumnType, Type, Value } from "../types.ts";
import type { CallProblem } from "./call-problems.ts";
import type { ArgumentCheck, FunctionEntry, Signature } from "./entry.ts";
import { type Bindings, fillPattern, matchPattern, patternDescription } from "./match.ts";
import { parseSignature, patternName, type SignatureParameter } from "./signature.ts";

/** One argument as written, without the `where:`, `distinct:` and `sorted:` of aggregates. */
export type CallArgument = { readonly name?: string | undefined } & (
  | {
      readonly kind: "value";
      readonly type: ColumnType;
      /** For a literal with a point: the decimal type that it has beside decimals. */
      readonly exact?: Type | undefined;
    }
  | { readonly kind: "lambda"; readonly parameters: number }
);

export type CallResolution = ResolvedCall | PendingLambda | CallProblem;

export interface ResolvedCall {
  readonly kind: "resolved";
  /** Index in the entry's signatures. */
  readonly signature: number;
  /** The arguments of the plan, in order; a repeated parameter has one slot an argument. */
  readonly slots: readonly ArgumentSlot[];
  readonly result: ColumnType;
  /** For aggregates: whether no input rows, or no rows that pass `where:`, make the result null. */
  readonly nullWithoutRows: boolean;
}

export interface ArgumentSlot {
  readonly parameter: string;
  /** Index of the argument as given; undefined where the default stands in. */
  readonly argument: number | undefined;
  /** Undefined where an argument is given. */
  readonly default: Value | undefined;
  /** What the argument is to be converted to; of a lambda, its body. */
  readonly type: ColumnType;
  /** The argument must be known before the run. */
  readonly constant: boolean;
  readonly check: ArgumentCheck | undefined;
}

/** The call has a lambda: bind its body with these parameters, then ask `complete` with the body's type. */
export interface PendingLambda {
  readonly kind: "lambda";
  /** Index of the lambda among the arguments as given. */
  readonly argument: number;
  readonly parameters: readonly ColumnType[];
  readonly complete: (body: ColumnType) => ResolvedCall | CallProblem;
}

/** Finds the signature of `entry` that fits `given` with the fewest conversions. */
export function resolveCall(entry: FunctionEntry, given: readonly CallArgument[]): CallResolution {
  const candidates = entry.signatures.map((signature, index) => attempt(signature, index, given));
  const fitting = candidates.filter((candidate) => candidate.kind === "fits");
  if (fitting.length === 0) return likeliestProblem(candidates, given);
  let best = fitting[0]!;
  for (const candidate of fitting) if (candidate.cost < best.cost) best = candidate;
  const vague = fitting.length > 1 && given.some(isUnknown);
  return finish(best, given, vague);
}

interface Fit {
  readonly kind: "fits";
  readonly signature: Signature;
  readonly index: number;
  readonly assignments: readonly Assignment[];
  readonly bindings: Bindings;
  readonly cost: number;
}

/** An argument, or the lack of one, for a parameter. */
interface Assignment {
  readonly parameter: SignatureParameter;
  readonly argument: number | undefined;
}

interface Misfit {
  readonly kind: "misfit";
  readonly problem: CallProblem;
  /** How far the attempt came: the largest says most about what was meant. */
  readonly progress: number;
}

function attempt(signature: Signature, index: number, given: readonly CallArgument[]): Fit | Misfit {
  const parameters = parseSignature(signature.type).parameters;
  const assigned = assign(parameters, given);
  if (!("assignments" in assigned)) return assigned;
  const { assignments } = assigned;
  let bindings: Bindings = new Map();
  let cost = 0;
  let progress = 100;
  for (const { parameter, argument } of inMatchingOrder(assignments, given)) {
    const value = given[argument]!;
    const problem = (wanted: string): Misfit => ({
      kind: "misfit",
      progress,
      problem: {
        kind: "wrongType",
        argument,
        parameter: parameter.name,
        found: value.kind === "lambda" ? "a lambda" : typeName(value.type),
        wanted,
      },
    });
    if (value.kind === "lambda" || parameter.pattern.kind === "lambda") {
      if (value.kind !== "lambda") return problem(`a lambda \`${patternName(parameter.pattern)}\``);
      if (parameter.pattern.kind !== "lambda") return problem(`\`${patternName(parameter.pattern)}\``);
      const wanted = parameter.pattern.parameters.length;
      if (wanted !== value.parameters) {
        const fault: CallProblem = { kind: "lambdaParameters", argument, given: value.parameters, wanted };
        return { kind: "misfit", progress, problem: fault };
      }
      continue;
    }
    const matched = matchArgument(parameter, value, bindings);
    if (matched === undefined) return problem(patternDescription(parameter.pattern, bindings));
    bindings = matched;
    progress++;
  }
  for (const { parameter, argument } of assignments) {
    const value = argument === undefined ? undefined : given[argument];
    if (value?.kind === "value" && parameter.pattern.kind !== "lambda") {
      cost += conversionCost(value.type.type, fillPattern(parameter.pattern, bindings).type);
    }
  }
  return { kind: "fits", signature, index, assignments, bindings, cost };
}

function matchArgument(
  parameter: SignatureParameter,
  value: Extract<CallArgument, { kind: "value" }>,
  bindings: Bindings,
): Bindings | undefined {
  const column = { type: value.type.type, nullable: parameter.takesNull && value.type.nullable };
  if (value.exact !== undefined && parameter.pattern.kind === "variable") {
    const bound = bindings.get(parameter.pattern.name)?.type.kind;
    if (bound === "decimal")
      return matchPattern(parameter.pattern, { ...column, type: value.exact }, bindings);
  }
  return matchPattern(parameter.pattern, column, bindings);
}

/** Arguments in the order in which they say most: plain values, then literals that adapt, then lambdas. */
function inMatchingOrder(
  assignments: readonly Assignment[],
  given: readonly CallArgument[],
): readonly { readonly parameter: SignatureParameter; readonly argument: number }[] {
  const present = assignments.flatMap(({ parameter, argument }) =>
    argument === undefined ? [] : [{ parameter, argument }],
  );
  const rank = ({ argument }: { readonly argument: number }): number => {
    const value = given[argument]!;
    if (value.kind === "lambda") return 2;
    return value.exact === undefined ? 0 : 1;
  };
  const isMixed = present.length > 1 && present.some((each) => rank(each) !== 0);
  return isMixed ? present.toSorted((left, right) => rank(left) - rank(right)) : present;
}

function assign(
  parameters: readonly SignatureParameter[],
  given: readonly CallArgument[],
): { readonly assignments: readonly Assignment[] } | Misfit {
  const misfit = (problem: CallProblem, progress: number): Misfit => ({ kind: "misfit", problem, progress });
  const taken = new Map<SignatureParameter, number[]>();
  let next = 0;
  for (let argument = 0; argument < given.length; argument++) {
    const name = given[argument]!.name;
    const parameter =
      name === undefined ? parameters[next] : parameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) {
      if (name === undefined) {
        const atMost = parameters.length;
        return misfit({ kind: "tooMany", argument, atMost, given: given.length }, 10 + argument);
      }
      const known = parameters.map((candidate) => candidate.name);
      return misfit({ kind: "unknownName", argument, name, nearest: nearestName(name, known), known }, 5);
    }
    const before = taken.get(parameter);
    if (before !== undefined && (!parameter.variadic || name !== undefined)) {
      return misfit({ kind: "givenTwice", argument, parameter: parameter.name }, 10);
    }
    if (before === undefined) taken.set(parameter, [argument]);
    else before.push(argument);
    if (name === undefined && !parameter.variadic) next++;
  }
  const assignments: Assignment[] = [];
  for (const parameter of parameters) {
    const its = taken.get(parameter);
    if (its !== undefined) for (const argument of its) assignments.push({ parameter, argument });
    else if (parameter.default !== undefined) assignments.push({ parameter, argument: undefined });
    else {
      const wanted = patternName(parameter.pattern);
      return misfit({ kind: "missing", parameter: parameter.name, wanted }, 20 + given.length);
    }
  }
  return { assignments };
}

function finish(fit: Fit, given: readonly CallArgument[], vague: boolean): CallResolution {
  const pending = fit.assignments.find(({ parameter }) => parameter.pattern.kind === "lambda");
  if (pending?.argument === undefined || pending.parameter.pattern.kind !== "lambda") {
    return complete(fit, given, fit.bindings, vague);
  }
  const { argument } = pending;
  const pattern = pending.parameter.pattern;
  return {
    kind: "lambda",
    argument,
    parameters: pattern.parameters.map((parameter) => fillPattern(parameter, fit.bindings)),
    complete: (body) => {
      const bindings = matchPattern(pattern.result, body, fit.bindings, true);
      if (bindings === undefined) {
        const wanted = patternDescription(pattern.result, fit.bindings);
        return { kind: "lambdaBody", argument, found: typeName(body), wanted };
      }
      return complete(fit, given, bindings, vague);
    },
  };
}

function complete(
  fit: Fit,
  given: readonly CallArgument[],
  bindings: Bindings,
  vague: boolean,
): ResolvedCall {
  const { signature } = fit;
  const slots = fit.assignments.map(({ parameter, argument }): ArgumentSlot => {
    const value = argument === undefined ? undefined : given[argument];
    const pattern = parameter.pattern.kind === "lambda" ? parameter.pattern.result : parameter.pattern;
    const filled = fillPattern(pattern, bindings);
    const type =
      value?.kind === "value" && staysAsItIs(value.type.type, filled.type) ? value.type.type : filled.type;
    return {
      parameter: parameter.name,
      argument,
      default: argument === undefined ? parameter.default : undefined,
      type: { type, nullable: value?.kind === "value" ? value.type.nullable : filled.nullable },
      constant: parameter.constant,
      check: signature.checks?.[parameter.name],
    };
  });
  const nulls = signature.nulls ?? "strict";
  return {
    kind: "resolved",
    signature: fit.index,
    slots,
    result: vague ? { type: { kind: "unknown" }, nullable: true } : resultType(fit, given, bindings),
    nullWithoutRows: nulls !== "never",
  };
}

/** Nothing to convert: the parameter takes everything, or differs only in which parts may be null. */
function staysAsItIs(given: Type, wanted: Type): boolean {
  return wanted.kind === "unknown" || sameStorage(given, wanted);
}

function resultType(fit: Fit, given: readonly CallArgument[], bindings: Bindings): ColumnType {
  const { result } = parseSignature(fit.signature.type);
  const { type } = fillPattern(result.pattern, bindings);
  const values = fit.assignments.flatMap(({ parameter, argument }) => {
    const value = argument === undefined ? undefined : given[argument];
    return value?.kind === "value" ? [{ parameter, nullable: value.type.nullable }] : [];
  });
  switch (fit.signature.nulls ?? "strict") {
    case "never":
      return { type, nullable: false };
    case "always":
      return { type, nullable: true };
    case "all":
      return { type, nullable: values.every((value) => value.nullable) };
    case "strict": {
      const fromArguments = values.some((value) => value.nullable && !value.parameter.takesNull);
      return { type, nullable: result.nullable || fromArguments || variableIsNull(fit, bindings) };
    }
  }
}

/** A result that is a type variable is null where what the variable stands for is (`list_fold`). */
function variableIsNull(fit: Fit, bindings: Bindings): boolean {
  const { pattern } = parseSignature(fit.signature.type).result;
  return pattern.kind === "variable" && (bindings.get(pattern.name)?.nullable ?? false);
}

function likeliestProblem(
  candidates: readonly (Fit | Misfit)[],
  given: readonly CallArgument[],
): CallProblem {
  let best: Misfit | undefined;
  for (const candidate of candidates) {
    if (candidate.kind === "misfit" && (best === undefined || candidate.progress > best.progress)) {
      best = candidate;
    }
  }
  if (best === undefined) throw new Error(`A function without signatures got ${given.length} arguments`);
  if (best.problem.kind !== "wrongType") return best.problem;
  return { ...best.problem, wanted: alternatives(best, candidates) };
}

/** What any signature would have taken at the place of the fault. */
function alternatives(best: Misfit, candidates: readonly (Fit | Misfit)[]): string {
  const wanted = new Set<string>();
  for (const candidate of candidates) {
    if (candidate.kind !== "misfit" || candidate.progress !== best.progress) continue;
    const { problem } = candidate;
    if (problem.kind === "wrongType" && best.problem.kind === "wrongType") {
      if (problem.argument === best.problem.argument) wanted.add(problem.wanted);
    }
  }
  const all = [...wanted];
  return all.length <= 1 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} or ${all[all.length - 1]}`;
}

function conversionCost(from: Type, to: Type): number {
  if (sameStorage(from, to) || from.kind === "null" || from.kind === "unknown") return 0;
  return from.kind === "int" && to.kind === "float" ? 3 : from.kind === to.kind ? 1 : 2;
}

function isUnknown(argument: CallArgument): boolean {
  return argument.kind === "value" && argument.type.type.kind === "unknown";
}
