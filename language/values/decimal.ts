// Exact decimals as whole numbers with a scale. Nothing here rounds but where it says so, and what does not fit
// in 38 digits is undefined, so that the engine reports the overflow.

export const maximumPrecision = 38;

export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** 10 to the power of `exponent`. */
export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Whether `unscaled` has at most `precision` digits. */
export function fitsPrecision(unscaled: bigint, precision: number): boolean {
  const limit = powerOfTen(precision);
  return unscaled < limit && unscaled > -limit;
}

/** How many digits a whole number has; 1 for 0. */
export function digitCount(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

/** The same number with another scale; lost digits round half away from zero. */
export function rescale({ unscaled, scale }: Decimal, newScale: number): bigint {
  if (newScale >= scale) return unscaled * powerOfTen(newScale - scale);
  return divideRounding(unscaled, powerOfTen(scale - newScale));
}

/** `value / divisor`, rounded half away from zero. */
export function divideRounding(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const rest = value % divisor;
  const twice = 2n * (rest < 0n ? -rest : rest);
  if (twice < (divisor < 0n ? -divisor : divisor)) return quotient;
  return value < 0n === divisor < 0n ? quotient + 1n : quotient - 1n;
}

/** `12.50`, `-3`, `+.5` as a decimal of the scale written; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? "";
  if (match[2] === "" && fraction === "") return undefined;
  const digits = BigInt(`${match[2]}${fraction}`);
  return { unscaled: match[1] === "-" ? -digits : digits, scale: fraction.length };
}

/** `12.50`: every digit of the scale. */
export function printDecimal({ unscaled, scale }: Decimal): string {
  const sign = unscaled < 0n ? "-" : "";
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(digits.length - scale)}`;
}

/** Less than, equal to or greater than zero as `left` is to `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = rescale(left, scale) - rescale(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
