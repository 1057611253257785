// How well a name fits what a person typed into a search for names: letters in order, whatever stands between them, and
// better the more of them stand together.

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

function isInOrder(name: string, wanted: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    const found = name.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}
