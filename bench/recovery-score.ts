// Scores the parser on the recovery corpus: is there exactly one diagnostic, is it at the right place, is the
// rest of the file intact. Knows the shape of cases and trees, and never which half a case is from.
import {
  type Declaration,
  lineIndex,
  parseFile,
  positionAt,
  type RelationNode,
  type Step,
  type SyntaxFile,
} from "../grammar/index.ts";

/** A range on one line, lines and columns from 1, the end exclusive. */
export interface ScoredPlace {
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

export interface ScoredItem {
  readonly word: string;
  readonly faulty: boolean;
  readonly steps: readonly ScoredItem[];
}

export interface ScoredDeclaration {
  readonly declaration: string;
  readonly faulty: boolean;
  readonly steps: readonly ScoredItem[];
}

export interface ScoredCase {
  readonly name: string;
  readonly source: string;
  readonly places: readonly ScoredPlace[];
  readonly outline: readonly ScoredDeclaration[];
}

export interface Score {
  readonly name: string;
  readonly hasOneDiagnostic: boolean;
  readonly isAtRightPlace: boolean;
  readonly isRestIntact: boolean;
  /** What was found, for a person to read. */
  readonly found: string;
}

export interface Totals {
  readonly cases: number;
  readonly oneDiagnostic: number;
  readonly rightPlace: number;
  readonly oneAtRightPlace: number;
  readonly restIntact: number;
}

export function scoreCase(one: ScoredCase): Score {
  const file = parseFile(one.source);
  const index = lineIndex(one.source);
  const problems = file.parts.flatMap((part) =>
    part.problems.map(({ start, end, code, message }) => {
      const from = positionAt(index, part.start + start);
      const to = positionAt(index, part.start + end);
      return { from, to, code, message };
    }),
  );
  const [first] = problems;
  const isAtRightPlace =
    first !== undefined &&
    one.places.some((place) => {
      const isOnLine = first.from.line + 1 <= place.line && place.line <= first.to.line + 1;
      const start = first.from.line + 1 === place.line ? first.from.column + 1 : 0;
      const end = first.to.line + 1 === place.line ? first.to.column + 1 : Number.POSITIVE_INFINITY;
      return isOnLine && start <= place.endColumn + 1 && end >= place.startColumn - 1;
    });
  const actual = outlineOf(file);
  const shown = problems.map(
    ({ from, code, message }) => `${from.line + 1}:${from.column + 1} ${code} ${message}`,
  );
  return {
    name: one.name,
    hasOneDiagnostic: problems.length === 1,
    isAtRightPlace,
    isRestIntact: matchesDeclarations(one.outline, actual),
    found: [...shown, ...actual.map(show)].join("\n    "),
  };
}

export function totalsOf(scores: readonly Score[]): Totals {
  const count = (holds: (score: Score) => boolean): number => scores.filter(holds).length;
  return {
    cases: scores.length,
    oneDiagnostic: count((score) => score.hasOneDiagnostic),
    rightPlace: count((score) => score.isAtRightPlace),
    oneAtRightPlace: count((score) => score.hasOneDiagnostic && score.isAtRightPlace),
    restIntact: count((score) => score.isRestIntact),
  };
}

// ---------------------------------------------------------------------------------- the outline of a tree

interface ActualItem {
  readonly word: string;
  readonly steps: readonly ActualItem[];
}

interface ActualDeclaration {
  readonly declaration: string;
  readonly steps: readonly ActualItem[];
}

function show({ declaration, steps }: ActualDeclaration): string {
  const showItem = (item: ActualItem): string =>
    item.steps.length === 0 ? item.word : `${item.word}(${item.steps.map(showItem).join(" ")})`;
  return `${declaration}: ${steps.map(showItem).join(" ")}`;
}

function outlineOf(file: SyntaxFile): readonly ActualDeclaration[] {
  return file.parts.map(({ declaration }) => ({
    declaration: labelOf(declaration),
    steps: itemsOf(declaration),
  }));
}

function labelOf(declaration: Declaration): string {
  switch (declaration.kind) {
    case "import":
    case "bare":
      return declaration.kind;
    case "faultyDeclaration":
      return "stray";
    case "test":
      return `test "${declaration.title?.value ?? ""}"`;
    default:
      return `${declaration.kind} ${declaration.name.text}`.trim();
  }
}

function itemsOf(declaration: Declaration): readonly ActualItem[] {
  switch (declaration.kind) {
    case "pipeline":
    case "bare":
      return declaration.steps.map(itemOfStep);
    case "test":
    case "service":
    case "job":
      return declaration.items.map(({ kind }) => ({
        word: kind === "expectRows" || kind === "expectCondition" ? "expect" : kind,
        steps: [],
      }));
    default:
      return [];
  }
}

function itemOfStep(step: Step): ActualItem {
  return { word: step.kind, steps: relationsOf(step).flatMap(stepsOf) };
}

function relationsOf(step: Step): readonly RelationNode[] {
  if (step.kind === "union") return step.relations;
  return "relation" in step ? [step.relation] : [];
}

function stepsOf(relation: RelationNode): readonly ActualItem[] {
  return relation.kind === "stepsRelation" ? relation.steps.map(itemOfStep) : [];
}

// ------------------------------------------------------------------------------------------------ matching

/** Whether all of `rest` fits `actual`, where a faulty element stands for any number of elements. */
function matches<Wanted, Actual>(
  wanted: readonly Wanted[],
  actual: readonly Actual[],
  isWild: (one: Wanted, between: readonly Actual[]) => boolean,
  isSame: (one: Wanted, other: Actual) => boolean,
): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return actual.length === 0;
  const [next, ...others] = actual;
  if (next !== undefined && isSame(first, next) && matches(rest, others, isWild, isSame)) return true;
  for (let taken = 0; taken <= actual.length; taken++) {
    if (!isWild(first, actual.slice(0, taken))) continue;
    if (matches(rest, actual.slice(taken), isWild, isSame)) return true;
  }
  return false;
}

function matchesDeclarations(
  wanted: readonly ScoredDeclaration[],
  actual: readonly ActualDeclaration[],
): boolean {
  return matches(
    wanted,
    actual,
    (one, between) =>
      one.faulty &&
      (one.steps.length === 0 ||
        matchesItems(
          one.steps,
          between.flatMap(({ steps }) => steps),
        )),
    (one, other) =>
      !one.faulty && one.declaration === other.declaration && matchesItems(one.steps, other.steps),
  );
}

function matchesItems(wanted: readonly ScoredItem[], actual: readonly ActualItem[]): boolean {
  return matches(
    wanted,
    actual,
    (one) => one.faulty,
    (one, other) => !one.faulty && one.word === other.word && matchesItems(one.steps, other.steps),
  );
}
