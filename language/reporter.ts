// Where checks say what they found. A reporter belongs to one declaration: its ranges are relative to that
// declaration's start, and its findings are kept with the declaration's bound result. The severity of a problem
// comes from the problem table, never from the place that reports it.

import type { Range, RelatedRange, TextFix } from "../grammar/tree.ts";
import type { ColumnId } from "./plan.ts";
import type { Problem } from "./problems/entry.ts";
import { problemEntry } from "./problems/table.ts";
import type { Scope } from "./scope.ts";
import type { ColumnType } from "./types.ts";

export interface Reporter {
  /** Reports one fault. `code` must stand in the problem table; anything else is a bug and throws. */
  report(code: string, range: Range, message: string, options?: ReportOptions): void;
  /** Notes what the name at `range` stands for, for definitions, references and renames. */
  refer(range: Range, target: ReferenceTarget): void;
  /** Notes that at `range` a name is missing, or stands for nothing, and what could stand there. */
  miss(range: Range, scope: Scope, object?: ColumnType): void;
}

export interface ReportOptions {
  readonly fixes?: readonly TextFix[];
  readonly related?: readonly RelatedRange[];
}

/** What a name stands for. Column ids are those of the declaration's own plan. */
export type ReferenceTarget =
  | { readonly kind: "column"; readonly column: ColumnId }
  | { readonly kind: "alias"; readonly name: string }
  | { readonly kind: "parameter"; readonly name: string }
  /** A parameter of a function or lambda, read in its body. */
  | { readonly kind: "variable"; readonly name: string }
  /** A declaration of this file or of an imported one. */
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "libraryFunction"; readonly name: string };

export interface Reference extends Range {
  readonly target: ReferenceTarget;
}

/** A place where a name is missing or stands for nothing: what completion offers there is what the binder would find. */
export interface OpenPlace extends Range {
  readonly scope: Scope;
  /** The type of what stands before the dot, where the name is a field's. */
  readonly object: ColumnType | undefined;
}

/** A reporter that keeps what it is told, in the order of the telling. */
export interface CollectingReporter extends Reporter {
  readonly problems: readonly Problem[];
  readonly references: readonly Reference[];
  readonly openPlaces: readonly OpenPlace[];
}

/** Makes a reporter that collects. The same finding at the same range is kept once. */
export function collectingReporter(): CollectingReporter {
  const problems: Problem[] = [];
  const references: Reference[] = [];
  const openPlaces: OpenPlace[] = [];
  return {
    problems,
    references,
    openPlaces,
    report(code, range, message, options) {
      const again = problems.some(
        (known) =>
          known.code === code &&
          known.start === range.start &&
          known.end === range.end &&
          known.message === message,
      );
      if (again) return;
      problems.push({
        code,
        severity: problemEntry(code).severity,
        message,
        start: range.start,
        end: range.end,
        fixes: options?.fixes ?? [],
        related: options?.related ?? [],
      });
    },
    refer(range, target) {
      references.push({ start: range.start, end: range.end, target });
    },
    miss(range, scope, object) {
      openPlaces.push({ start: range.start, end: range.end, scope, object });
    },
  };
}

/** A reporter that hears nothing, for looking at an expression twice. */
export const silentReporter: Reporter = {
  report: () => undefined,
  refer: () => undefined,
  miss: () => undefined,
};
