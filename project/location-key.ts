// One name for each place where data lies, so that what was found out about it is found out once.

import type { DataLocation } from "../language/index.ts";
import { type PathStyle, resolveFrom } from "./paths.ts";

/** Locations are plain data: those that lead to the same files by the same options are one, whoever declares them. */
export function locationKey(location: DataLocation, style: PathStyle): string {
  const { role, format, path, declaredIn, options } = location;
  const place = resolveFrom(declaredIn, path, style);
  return JSON.stringify([role, format, place, options], (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}
