// The function table: every function of the language, by name.

import { aggregateFunctions } from "./aggregate.ts";
import { conditionalFunctions } from "./conditional.ts";
import { dateAndTimeFunctions } from "./date-and-time.ts";
import { datePartFunctions } from "./date-parts.ts";
import { encodingFunctions } from "./encoding.ts";
import type { FunctionEntry } from "./entry.ts";
import { geographyFunctions } from "./geography.ts";
import { hashFunctions } from "./hash.ts";
import { jsonFunctions } from "./json.ts";
import { listFunctions } from "./list.ts";
import { listSetFunctions } from "./list-sets.ts";
import { mathematicalFunctions } from "./mathematics.ts";
import { numberFunctions } from "./number.ts";
import { regularExpressionFunctions } from "./regular-expressions.ts";
import { structFunctions } from "./struct.ts";
import { textFunctions } from "./text.ts";
import { windowFunctions } from "./window.ts";

/** Every function, in the order of the documentation. */
export const allFunctions: readonly FunctionEntry[] = [
  ...textFunctions,
  ...encodingFunctions,
  ...regularExpressionFunctions,
  ...numberFunctions,
  ...mathematicalFunctions,
  ...dateAndTimeFunctions,
  ...datePartFunctions,
  ...conditionalFunctions,
  ...listFunctions,
  ...listSetFunctions,
  ...structFunctions,
  ...jsonFunctions,
  ...hashFunctions,
  ...geographyFunctions,
  ...aggregateFunctions,
  ...windowFunctions,
];

const byName: ReadonlyMap<string, FunctionEntry> = new Map(allFunctions.map((entry) => [entry.name, entry]));

/** The function of this name. */
export function functionNamed(name: string): FunctionEntry | undefined {
  return byName.get(name);
}
