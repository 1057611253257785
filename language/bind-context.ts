// What the binders of one declaration share: where to report, how to number columns, how to find what other
// declarations mean. A context lives as long as the binding of its declaration.

import { quoteName } from "../grammar/index.ts";
import type { Name, Range, Step } from "../grammar/tree.ts";
import type { Flow, OuterScope } from "./flow.ts";
import { nearestName } from "./nearest-name.ts";
import type { Column, ColumnId, PlanStep, RelationInput, RelationPlan, RowShape } from "./plan.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";
import type { ModelSymbol, RelationSymbol } from "./symbols.ts";
import type { ColumnType } from "./types.ts";

export interface BindContext {
  readonly reporter: Reporter;
  /** URI of the file. */
  readonly file: string;
  /** Key of the declaration, as in step origins. */
  readonly declaration: string;
  readonly outer: OuterScope;
  readonly lookup: Lookup;
  /** A column id that this declaration has not used yet. */
  readonly newId: () => ColumnId;
  /** The declaration's text at `range`. */
  readonly text: (range: Range) => string;
  /** The line of `offset`, counted from the declaration's first line, from 0. */
  readonly line: (offset: number) => number;
  /** What weir.json names; undefined where there is none to check against. */
  readonly manifest: ManifestNames | undefined;
  /** Whether the parser found a fault in `range`: then something may be missing from the tree there. */
  readonly faulty: (range: Range) => boolean;
  /** Hears of every bound step, with what flows into it and out of it. */
  readonly observe: (step: BoundStep) => void;
  /** Binds the steps of a relation in parentheses. */
  readonly bindInner: (steps: readonly Step[], range: Range) => BoundSteps;
}

/** The names of weir.json that a file may use. */
export interface ManifestNames {
  readonly targets: readonly string[];
  /** Types of the connections by name. */
  readonly connections: Readonly<Record<string, string>>;
}

/** A bound chain of steps. */
export interface BoundSteps {
  readonly plan: RelationPlan;
  /** Columns that the promised order reads and the output lacks. */
  readonly carried: readonly Column[];
}

/** A step as bound, for questions about a place in the text. */
export interface BoundStep {
  readonly node: Step;
  readonly input: Flow;
  readonly output: Flow;
  readonly plan: PlanStep;
}

/** A relation as a step reads it. */
export interface BoundRelation {
  /** Undefined where the relation could not be found: then `shape` is of unknown columns. */
  readonly input: RelationInput | undefined;
  readonly shape: RowShape;
  /** The name by which its columns are reached without `as`; empty where it has none. */
  readonly alias: string;
}

/** How the names of other declarations are found. */
export interface Lookup {
  /** A source, store or pipeline, `"cyclic"` for a pipeline of a cycle, undefined for no such name. */
  relation(name: string): RelationSymbol | "cyclic" | "faulty" | undefined;
  model(name: string): ModelSymbol | undefined;
  /** What a name that is no relation or model is: `function`, `constant`, …; undefined where nothing bears it. */
  kindOf(name: string): string | undefined;
  names(kinds: readonly string[]): readonly string[];
}

/** A new column of this declaration. */
export function newColumn(context: BindContext, name: string, type: ColumnType, doc = ""): Column {
  return { id: context.newId(), name, doc, type: type.type, nullable: type.nullable };
}

/** The end of a message and a fix for a name that is near one of `candidates`. */
export function suggestion(
  name: Name,
  candidates: Iterable<string>,
): { readonly text: string; readonly options: ReportOptions } {
  const nearest = nearestName(name.text, candidates);
  if (nearest === undefined) return { text: "", options: {} };
  return {
    text: `; did you mean \`${nearest}\`?`,
    options: {
      fixes: [
        {
          title: `Write \`${nearest}\``,
          edits: [{ start: name.start, end: name.end, newText: quoteName(nearest) }],
        },
      ],
    },
  };
}

/** A name as it is written in a file: in backticks where it must be. */
export const nameText = quoteName;

/** `a, b or c` of names in backticks; at most `limit` of them. */
export function namesInWords(names: readonly string[], conjunction = "or", limit = 6): string {
  const shown = names.slice(0, limit).map((name) => `\`${name}\``);
  if (names.length > limit) shown.push(`${names.length - limit} more`);
  if (shown.length <= 1) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} ${conjunction} ${shown[shown.length - 1]}`;
}
