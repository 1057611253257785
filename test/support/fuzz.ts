// The size of randomised tests. The full figures are those of the project's promises (`npm run fuzz`); `npm test`
// runs a twentieth. It must never make a test run nothing.

/** The share of the full size that this run does: WEIR_FUZZ_SCALE, or a twentieth when it is not set. */
export function fuzzScale(): number {
  const text = process.env.WEIR_FUZZ_SCALE ?? "0.05";
  const scale = Number(text);
  if (!(scale > 0)) {
    throw new Error(`WEIR_FUZZ_SCALE is "${text}"; it has to be a number above 0, such as 0.05 or 1`);
  }
  return scale;
}

/** How often a randomised test whose full figure is `full` runs now; at least once. */
export function fuzzRuns(full: number): number {
  return Math.max(1, Math.round(full * fuzzScale()));
}
