// How long the `weir` command takes to start: for `--version`, to check one file, and to check a thousand generated
// files of a hundred lines. Every figure is a whole process from fork to exit, with nothing kept between them.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { type Bench, type Figure, median } from "./measure.ts";

const program = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

export const cliBench: Bench = {
  name: "cli",
  about: "The bundled command as a process of its own, from fork to exit.",
  run: async () => {
    const scratch = mkdtempSync(join(tmpdir(), "weir-bench-"));
    try {
      return figuresIn(scratch);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

function figuresIn(scratch: string): readonly Figure[] {
  const single = join(scratch, "single");
  const one = join(single, "one.weir");
  const thousand = join(scratch, "thousand");
  for (const folder of [single, thousand]) {
    mkdirSync(folder);
    writeFileSync(join(folder, "orders.csv"), ordersText);
  }
  writeFileSync(one, programText(0));
  for (let index = 0; index < 1000; index++) {
    writeFileSync(join(thousand, `pipelines-${index}.weir`), programText(index));
  }
  return [
    figure("node alone, an empty script", ["-e", ""], 20, undefined),
    figure("weir --version", [program, "--version"], 20, 100),
    figure("weir check of one file of 100 lines", [program, "check", one], 20, 250),
    figure("weir check of 1,000 files of 100 lines", [program, "check", thousand], 5, 3000),
    figure("the same, schemas not read before", [program, "check", thousand], 5, 3000, () =>
      rmSync(join(thousand, ".weir"), { recursive: true, force: true }),
    ),
  ];
}

function figure(
  name: string,
  parameters: readonly string[],
  times: number,
  limitMillis: number | undefined,
  before: () => void = () => undefined,
): Figure {
  const millis: number[] = [];
  for (let time = 0; time < times; time++) {
    before();
    const start = performance.now();
    const { status, stderr, stdout } = spawnSync(process.execPath, parameters, { encoding: "utf8" });
    millis.push(performance.now() - start);
    if (status !== 0) throw new Error(`${name} ended with ${status}:\n${stdout}${stderr}`);
  }
  return {
    name,
    value: median(millis),
    unit: "ms",
    ...(limitMillis === undefined ? {} : { limit: { relation: "≤", value: limitMillis } }),
    basis: `median of ${times}`,
  };
}

const ordersText = `id,status,country,ordered_at,quantity,unit_price
1,open,DE,2026-01-02T08:00:00,1,1.00
2,paid,,2026-01-02T09:00:00,2,1.50
`;

/** A file of a hundred lines with one small CSV beside it: sources with schema blocks, pipelines, a test. */
export function programText(seed: number): string {
  const lines = [
    `# Orders of branch ${seed}.`,
    "",
    "## Paid and open orders, one row an order.",
    'source orders = csv("orders.csv", header: true) {',
    "  id: int",
    "  status: text",
    "  country: text?",
    "  ordered_at: timestamp",
    "  quantity: int",
    "  unit_price: decimal(12, 2)",
    "}",
    "",
    `let branch = ${seed}`,
    "function net(gross: float, rate: float = 0.19) -> float = gross / (1 + rate)",
    "",
  ];
  for (let index = 0; lines.length < 86; index++) {
    lines.push(
      `## Revenue a day and country, ${index}.`,
      `pipeline revenue_${index}(since: date = @2026-01-01, country: text? = null) {`,
      "  from orders",
      '  where status == "paid" and ordered_at >= $since',
      "  where $country == null or country == $country",
      "  derive day = ordered_at as date, revenue = net(quantity * unit_price as float)",
      "  aggregate",
      "    revenue = sum(revenue),",
      `    orders = count(where: quantity > ${index}),`,
      "    by day, country",
      `  derive share = if orders > 0 then revenue / orders else null, branch = $branch + ${index}`,
      "  sort day desc, country",
      "  take 100",
      "}",
      "",
    );
  }
  lines.push(
    `test "orders of branch ${seed}" of revenue_0(since: @2026-01-01) {`,
    "  given orders = [",
    '    {id: 1, status: "open", country: "DE", ordered_at: @2026-01-02T08:00:00, quantity: 1, unit_price: 1.0},',
    '    {id: 2, status: "paid", country: "DE", ordered_at: @2026-01-02T09:00:00, quantity: 2, unit_price: 1.0},',
    "  ]",
    '  expect rows [{day: @2026-01-02, country: "DE", orders: 1}]',
    "}",
  );
  while (lines.length < 100) lines.push("# End of the file.");
  return `${lines.join("\n")}\n`;
}
