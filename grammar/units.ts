// Units after a number: durations (`90 s`, `7 days`) and sizes (`2 GB`, `512 MiB`).
// Decides only what a word means as a unit, never whether it stands where one may.
import type { DurationUnit } from "./tree.ts";

const durationUnits: ReadonlyMap<string, DurationUnit> = new Map([
  ["us", "microsecond"],
  ["microsecond", "microsecond"],
  ["microseconds", "microsecond"],
  ["ms", "millisecond"],
  ["millisecond", "millisecond"],
  ["milliseconds", "millisecond"],
  ["s", "second"],
  ["second", "second"],
  ["seconds", "second"],
  ["min", "minute"],
  ["minute", "minute"],
  ["minutes", "minute"],
  ["h", "hour"],
  ["hour", "hour"],
  ["hours", "hour"],
  ["day", "day"],
  ["days", "day"],
  ["week", "week"],
  ["weeks", "week"],
  ["month", "month"],
  ["months", "month"],
  ["quarter", "quarter"],
  ["quarters", "quarter"],
  ["year", "year"],
  ["years", "year"],
]);

const sizeUnits: ReadonlyMap<string, bigint> = new Map([
  ["B", 1n],
  ["kB", 1000n],
  ["KB", 1000n],
  ["MB", 1000n ** 2n],
  ["GB", 1000n ** 3n],
  ["TB", 1000n ** 4n],
  ["PB", 1000n ** 5n],
  ["KiB", 1024n],
  ["MiB", 1024n ** 2n],
  ["GiB", 1024n ** 3n],
  ["TiB", 1024n ** 4n],
  ["PiB", 1024n ** 5n],
]);

/** Every word that is a unit right after a number. */
export const unitWords: readonly string[] = [...durationUnits.keys(), ...sizeUnits.keys()];

/** The duration unit that a word names, in its canonical singular. */
export function durationUnit(word: string): DurationUnit | undefined {
  return durationUnits.get(word);
}

/** Bytes of one unit of a size. */
export function bytesPerUnit(word: string): bigint | undefined {
  return sizeUnits.get(word);
}
