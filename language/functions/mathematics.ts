// Roots, powers, logarithms and trigonometry, on floats. What has no answer among the numbers is null.

import type { SqlSpelling } from "./entry.ts";
import { chapter, signature } from "./spelling.ts";

const oneFloat = "(x: float) -> float";
const maybeFloat = "(x: float) -> float?";

export const mathematicalFunctions = chapter("number", [
  {
    name: "sqrt",
    doc: "The square root; null for a negative number.",
    signatures: [signature(maybeFloat, "CASE WHEN $1 >= 0 THEN sqrt($1) ELSE NULL END")],
    example: { call: "sqrt(16)", result: "4.0" },
  },
  {
    name: "cbrt",
    doc: "The cube root.",
    signatures: [signature(oneFloat, "cbrt($1)")],
    example: { call: "cbrt(-8)", result: "-2.0" },
  },
  {
    name: "power",
    doc: "`x` to the power of `y`; null where that is no number.",
    signatures: [signature("(x: float, y: float) -> float?", "nullif(power($1, $2), 'NaN')")],
    example: { call: "power(2, 10)", result: "1024.0" },
  },
  {
    name: "exp",
    doc: "Euler's number e to the power of `x`.",
    signatures: [signature(oneFloat, "exp($1)")],
    example: { call: "exp(0)", result: "1.0" },
  },
  {
    name: "ln",
    doc: "The natural logarithm; null for zero and below.",
    signatures: [signature(maybeFloat, "CASE WHEN $1 > 0 THEN ln($1) ELSE NULL END")],
    example: { call: "ln(1)", result: "0.0" },
  },
  {
    name: "log10",
    doc: "The logarithm to the base of 10; null for zero and below.",
    signatures: [signature(maybeFloat, "CASE WHEN $1 > 0 THEN log10($1) ELSE NULL END")],
    example: { call: "log10(1000)", result: "3.0" },
  },
  {
    name: "log2",
    doc: "The logarithm to the base of 2; null for zero and below.",
    signatures: [signature(maybeFloat, "CASE WHEN $1 > 0 THEN log2($1) ELSE NULL END")],
    example: { call: "log2(8)", result: "3.0" },
  },
  {
    name: "log",
    doc: "The logarithm to any base; null where there is none.",
    signatures: [
      signature(
        "(x: float, base: float) -> float?",
        "CASE WHEN $1 > 0 AND $2 > 0 AND $2 <> 1 THEN ln($1) / ln($2) ELSE NULL END",
      ),
    ],
    example: { call: "log(81, 3)", result: "4.0" },
  },
  {
    name: "sin",
    doc: "The sine of an angle in radians.",
    signatures: [signature(maybeFloat, finite("sin"))],
    example: { call: "sin(0)", result: "0.0" },
  },
  {
    name: "cos",
    doc: "The cosine of an angle in radians.",
    signatures: [signature(maybeFloat, finite("cos"))],
    example: { call: "cos(0)", result: "1.0" },
  },
  {
    name: "tan",
    doc: "The tangent of an angle in radians.",
    signatures: [signature(maybeFloat, finite("tan"))],
    example: { call: "tan(0)", result: "0.0" },
  },
  {
    name: "asin",
    doc: "The angle in radians with this sine; null outside of -1 to 1.",
    signatures: [signature(maybeFloat, "CASE WHEN $1 BETWEEN -1 AND 1 THEN asin($1) ELSE NULL END")],
    example: { call: "degrees(asin(1))", result: "90.0" },
  },
  {
    name: "acos",
    doc: "The angle in radians with this cosine; null outside of -1 to 1.",
    signatures: [signature(maybeFloat, "CASE WHEN $1 BETWEEN -1 AND 1 THEN acos($1) ELSE NULL END")],
    example: { call: "acos(1)", result: "0.0" },
  },
  {
    name: "atan",
    doc: "The angle in radians with this tangent.",
    signatures: [signature(oneFloat, "atan($1)")],
    example: { call: "degrees(atan(1))", result: "45.0" },
  },
  {
    name: "atan2",
    doc: "The angle in radians of the point (`x`, `y`), from -π to π.",
    signatures: [signature("(y: float, x: float) -> float", "atan2($1, $2)")],
    example: { call: "degrees(atan2(1, -1))", result: "135.0" },
  },
  {
    name: "sinh",
    doc: "The hyperbolic sine.",
    signatures: [signature(oneFloat, "sinh($1)")],
    example: { call: "sinh(0)", result: "0.0" },
  },
  {
    name: "cosh",
    doc: "The hyperbolic cosine.",
    signatures: [signature(oneFloat, "cosh($1)")],
    example: { call: "cosh(0)", result: "1.0" },
  },
  {
    name: "tanh",
    doc: "The hyperbolic tangent.",
    signatures: [signature(oneFloat, "tanh($1)")],
    example: { call: "tanh(0)", result: "0.0" },
  },
  {
    name: "degrees",
    doc: "An angle in radians as degrees.",
    signatures: [signature(oneFloat, "degrees($1)")],
    example: { call: "degrees(pi())", result: "180.0" },
  },
  {
    name: "radians",
    doc: "An angle in degrees as radians.",
    signatures: [signature(oneFloat, "radians($1)")],
    example: { call: "radians(180)", result: "3.141592653589793" },
  },
  {
    name: "pi",
    doc: "The number π.",
    signatures: [signature("() -> float", "pi()")],
    example: { call: "pi()", result: "3.141592653589793" },
  },
]);

/** Infinite angles have no sine. */
function finite(name: string): SqlSpelling {
  return `CASE WHEN isfinite($1) THEN ${name}($1) ELSE NULL END`;
}
