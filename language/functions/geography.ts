// Functions of places on the earth, as latitudes and longitudes in degrees on a sphere of 6,371.0088 km (the mean radius
// of the International Union of Geodesy and Geophysics): plain trigonometry, good to half a percent.

import type { FunctionEntry } from "./entry.ts";
import { chapter, guarded, signature } from "./spelling.ts";

type Entry = Omit<FunctionEntry, "category" | "kind">;

const points = "(lat1: float, lon1: float, lat2: float, lon2: float) -> float";

const squares =
  "power(sin(radians($3 - $1) / 2), 2) + cos(radians($1)) * cos(radians($3)) * power(sin(radians($4 - $2) / 2), 2)";

export const geographyFunctions = chapter("geography", [
  distance("haversine_km", "kilometres", "6371.0088e0", "877.4645379215092"),
  distance("haversine_m", "metres", "6371008.8e0", "877464.5379215092"),
  distance("haversine_miles", "miles", "3958.761333810546e0", "545.2311860742695"),
  {
    name: "bearing_degrees",
    doc: "The direction in which to set out from the first place to reach the second on the shortest way: 0 is north, 90 east.",
    signatures: [
      signature(
        points,
        "modulo_360(degrees(atan2(sin(radians($4 - $2)) * cos(radians($3)), cos(radians($1)) * sin(radians($3)) - sin(radians($1)) * cos(radians($3)) * cos(radians($4 - $2)))))".replace(
          /^modulo_360\((.*)\)$/,
          (_, degrees: string) => `CASE WHEN ${degrees} < 0 THEN ${degrees} + 360 ELSE ${degrees} END`,
        ),
      ),
    ],
    example: { call: "bearing_degrees(0, 0, 0, 10)", result: "90.0" },
  },
  {
    name: "in_box",
    doc: "Whether a place lies in a box of latitudes and longitudes, its edges included. A box whose `west` is greater than its `east` crosses the 180th meridian.",
    signatures: [
      signature(
        "(lat: float, lon: float, south: float, west: float, north: float, east: float) -> bool",
        guarded(
          "($1 BETWEEN $3 AND $5 AND CASE WHEN $4 <= $6 THEN $2 BETWEEN $4 AND $6 ELSE $2 >= $4 OR $2 <= $6 END)",
          1,
          2,
          3,
          4,
          5,
          6,
        ),
      ),
    ],
    example: { call: "in_box(52.5, 13.4, 52.3, 13.0, 52.7, 13.8)", result: "true" },
  },
  {
    name: "is_place",
    doc: "Whether the latitude is in -90 to 90 and the longitude in -180 to 180.",
    signatures: [
      signature(
        "(lat: float, lon: float) -> bool",
        "CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN $1 BETWEEN -90 AND 90 AND $2 BETWEEN -180 AND 180 END",
      ),
    ],
    example: { call: "is_place(91, 0)", result: "false" },
  },
  {
    name: "tile_x",
    doc: "The column of the map tile (Web Mercator) at a zoom level in which a longitude lies.",
    signatures: [
      signature("(lon: float, zoom: int) -> int", "CAST(floor(($1 + 180) / 360 * power(2, $2)) AS BIGINT)"),
    ],
    example: { call: "tile_x(13.4, 10)", result: "550" },
  },
  {
    name: "tile_y",
    doc: "The row of the map tile (Web Mercator) at a zoom level in which a latitude lies; null beyond 85.0511 degrees.",
    signatures: [
      signature(
        "(lat: float, zoom: int) -> int?",
        "CASE WHEN abs($1) <= 85.0511 THEN CAST(floor((1 - ln(tan(radians($1)) + 1 / cos(radians($1))) / pi()) / 2 * power(2, $2)) AS BIGINT) ELSE NULL END",
      ),
    ],
    example: { call: "tile_y(52.5, 10)", result: "335" },
  },
]);

function distance(name: string, unit: string, radius: string, result: string): Entry {
  return {
    name,
    doc: `The distance of two places along the earth's surface in ${unit}, from their latitudes and longitudes in degrees.`,
    signatures: [
      signature(points, `(2 * ${radius} * asin(sqrt(CASE WHEN ${squares} > 1 THEN 1 ELSE ${squares} END)))`),
    ],
    example: { call: `${name}(52.52, 13.405, 48.8566, 2.3522)`, result },
  };
}
