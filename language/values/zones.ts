// Time zones, by the tables that come with the JavaScript runtime. Whether a name is one, and what it adds to UTC.

import { microsPerDay, microsPerSecond, parseTimestamp, splitMicros } from "./calendar.ts";

/** Whether a text names a time zone, as `UTC` or `Europe/Berlin`. */
export function isZoneName(name: string): boolean {
  return formatterOf(name) !== undefined;
}

/** What the zone's clocks are ahead of UTC at an instant; undefined for no zone or outside the calendar. */
export function zoneOffsetMicros(zone: string, instant: bigint): bigint | undefined {
  if (zone === "UTC") return 0n;
  const formatter = formatterOf(zone);
  const millis = Number(instant / 1000n);
  if (formatter === undefined || Math.abs(millis) > 8.64e15) return undefined;
  const parts = new Map(formatter.formatToParts(millis).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const local = parseTimestamp(
    `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`,
  );
  if (local === undefined) return undefined;
  const { days, rest } = splitMicros(instant);
  return local - (BigInt(days) * microsPerDay + (rest - (rest % microsPerSecond)));
}

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(zone)) formatters.set(zone, makeFormatter(zone));
  return formatters.get(zone);
}

/** The runtime says by an exception that it knows no such zone; offsets such as `+02:00` are no names. */
function makeFormatter(zone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
