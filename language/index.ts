// The public face of the language: what other folders may know of it. They import from here alone.

export type { BoundStep, ManifestNames } from "./bind-context.ts";
export type * from "./bound.ts";
export * from "./catalogue.ts";
export { compareValues } from "./compare-values.ts";
export {
  type ConnectorEntry,
  type ConnectorOption,
  type ConnectorRole,
  connectorNamed,
  connectors,
} from "./connectors.ts";
export { type Environment, evaluate } from "./evaluate.ts";
export { specialForms } from "./expressions/special-forms.ts";
export type { Flow } from "./flow.ts";
export type * from "./functions/entry.ts";
export { argumentFit, parameterAt, resultFit, resultOf } from "./functions/fits.ts";
export type { CallArgument } from "./functions/resolve.ts";
export {
  type ParsedSignature,
  parseSignature,
  patternName,
  type SignatureParameter,
} from "./functions/signature.ts";
export { allFunctions, functionNamed } from "./functions/table.ts";
export { type ColumnLineage, lineageOf } from "./lineage.ts";
export type { SourceColumn } from "./lineage-traces.ts";
export { editDistance, nearestName } from "./nearest-name.ts";
export { parameterValues, parseValue } from "./parameter-texts.ts";
export type * from "./plan.ts";
export { type PlanRewrite, rewriteStep } from "./plan-steps.ts";
export { type PlanUpTo, planUpTo } from "./plan-up-to.ts";
export * from "./plan-walk.ts";
export type * from "./problems/entry.ts";
export { problemEntry, problemTable } from "./problems/table.ts";
export {
  type BoundFile,
  bindProgram,
  type LocatedProblem,
  type Program,
  type ProgramInput,
} from "./program.ts";
export type { ProgramFile } from "./program-files.ts";
export { isWhole, type Reach, reachOf } from "./reach.ts";
export type { OpenPlace, Reference, ReferenceTarget } from "./reporter.ts";
export type * from "./scope.ts";
export { type ParameterProblem, type Specialised, specialise, valueProblem } from "./specialise.ts";
export { modeWords, type StoreModeKind, storeModes } from "./store-modes.ts";
export type * from "./symbols.ts";
export { typeOfExpression } from "./type-of.ts";
export {
  commonType,
  printValue,
  sameType,
  typeName,
  unify,
  widens,
} from "./type-operations.ts";
export type * from "./types.ts";
