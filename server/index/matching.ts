// How well a name fits what a person typed into a search for names: letters in order, whatever stands between them, and
// better the more of them stand together.

import type { DeclarationPlace } from "./digest.ts";

export interface RankedPlace {
  readonly place: DeclarationPlace;
  readonly rank: number;
}

/** Smaller is better; undefined where the name does not fit. Letters of either case fit. */
export function matchRank(name: string, query: string): number | undefined {
  if (query === "") return 0;
  const lower = name.toLowerCase();
  const wanted = query.toLowerCase();
  if (lower === wanted) return name === query ? 0 : 1;
  if (lower.startsWith(wanted)) return 2;
  const at = lower.indexOf(wanted);
  if (at > 0) return lower[at - 1] === "_" ? 3 : 4;
  return isInOrder(lower, wanted) ? 5 : undefined;
}

/** The best, at most `count` of them; those that fit alike by name and file. */
export function bestOf(found: readonly RankedPlace[], count: number): readonly DeclarationPlace[] {
  return [...found]
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        compare(a.place.declaration.name, b.place.declaration.name) ||
        compare(a.place.uri, b.place.uri),
    )
    .slice(0, count)
    .map(({ place }) => place);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isInOrder(name: string, wanted: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    const found = name.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}
