// What all benchmarks share: figures with their limits, medians, and how they are printed. A benchmark never fails
// a test: times are told, next to what they should be, and people judge.

/** One measured value. `limit` is what the product promises, where it promises something. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `ms`, `s`, `MB`, `rows/s`, `×` for ratios, … */
  readonly unit: string;
  readonly limit?: { readonly relation: "≤" | "≥"; readonly value: number };
  /** How it was measured, in a few words: `median of 20`. */
  readonly basis: string;
}

/** A benchmark: its name on the command line and the work, which gives figures. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  readonly run: () => Promise<readonly Figure[]>;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which a share of the values lies, between neighbours by their distance; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** Whether a figure keeps its promise; undefined where there is none. */
export function keepsPromise(figure: Figure): boolean | undefined {
  const { limit, value } = figure;
  if (limit === undefined) return undefined;
  return limit.relation === "≤" ? value <= limit.value : value >= limit.value;
}

/** Figures as a Markdown table, as they stand in docs/benchmarks.md. */
export function figuresTable(figures: readonly Figure[]): string {
  const cells = figures.map((figure) => {
    const { limit } = figure;
    const promise = limit === undefined ? "" : `${limit.relation} ${shown(limit.value)} ${figure.unit}`;
    const kept = keepsPromise(figure);
    return [
      figure.name,
      `${shown(figure.value)} ${figure.unit}`,
      promise,
      kept === undefined ? "" : kept ? "yes" : "**no**",
      figure.basis,
    ];
  });
  const head = ["figure", "measured", "promised", "kept", "how"];
  const widths = head.map((name, index) => Math.max(name.length, ...cells.map((row) => row[index]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
