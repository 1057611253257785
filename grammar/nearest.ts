// "Did you mean": the nearest word of a list to one that nobody knows.
// Deterministic: of equally near words the first of the list wins.

/** The word of `words` nearest to `word`, when it is near enough to be what was meant. */
export function nearestWord<Word extends string>(word: string, words: Iterable<Word>): Word | undefined {
  const lower = word.toLowerCase();
  let best: Word | undefined;
  let bestDistance = allowedDistance(lower.length) + 1;
  for (const candidate of words) {
    if (candidate === lower) return candidate;
    if (Math.abs(candidate.length - lower.length) >= bestDistance) continue;
    const distance = editDistance(lower, candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The only word of `words` that begins with `prefix`, or the first of several. */
export function wordWithPrefix<Word extends string>(prefix: string, words: Iterable<Word>): Word | undefined {
  for (const word of words) if (word.startsWith(prefix)) return word;
  return undefined;
}

function allowedDistance(length: number): number {
  if (length <= 2) return 0;
  return length <= 4 ? 1 : 2;
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit` or more is reported as `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest >= limit) return limit;
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length]!;
}
