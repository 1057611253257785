// Values that say less than they mean, in plain words: a size in bytes, an instant in UTC, the weekday of a date.

import type { AnyNode, LiteralValue } from "../../grammar/index.ts";

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Undefined where there is nothing to add to what is written. */
export function literalText(node: AnyNode): string | undefined {
  const { value } = node as { readonly value?: LiteralValue };
  switch (value?.kind) {
    case "size":
      return `${value.bytes.toLocaleString("en-US")} bytes`;
    case "instant": {
      const time = new Date(value.iso);
      return Number.isNaN(time.getTime()) ? undefined : `${time.toISOString()} (UTC)`;
    }
    case "date":
    case "timestamp": {
      const day = new Date(`${value.iso.slice(0, 10)}T00:00:00Z`);
      return Number.isNaN(day.getTime()) ? undefined : weekdays[day.getUTCDay()];
    }
    default:
      return undefined;
  }
}
