// Sizes as Weir writes them, in texts of the manifest and of the command line: `4 GB` is 4 × 10⁹ bytes, `512 MiB`
// 512 × 2²⁰.

const units: Readonly<Record<string, bigint>> = {
  B: 1n,
  kB: 1_000n,
  KB: 1_000n,
  MB: 1_000_000n,
  GB: 1_000_000_000n,
  TB: 1_000_000_000_000n,
  KiB: 1n << 10n,
  MiB: 1n << 20n,
  GiB: 1n << 30n,
  TiB: 1n << 40n,
};

/** The bytes of a size; undefined for what is none. Parts of a byte are cut off. */
export function parseSize(text: string): bigint | undefined {
  const match = /^\s*(\d{1,15})(?:\.(\d{1,9}))?\s*([kKMGT]?i?B)\s*$/.exec(text);
  if (match === null) return undefined;
  const unit = Object.hasOwn(units, match[3]!) ? units[match[3]!] : undefined;
  if (unit === undefined) return undefined;
  const fraction = match[2] ?? "";
  const scale = 10n ** BigInt(fraction.length);
  return (BigInt(match[1]! + fraction) * unit) / scale;
}
