// Workspaces of many generated files that import each other and mention columns by many names.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files by path, of about 50 lines: one in fifty declares what the others of its folder import. */
export function* workspaceFiles(count: number): Generator<readonly [path: string, text: string]> {
  for (let number = 0; number < count; number++) {
    const group = Math.floor(number / 50);
    const path = `group-${group}/file-${number}.weir`;
    yield [path, number % 50 === 0 ? sharedText(group) : usingText(number, group * 50)];
  }
}

export function writeWorkspace(folder: string, count: number): void {
  for (const [path, text] of workspaceFiles(count)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function sharedText(group: number): string {
  const columns = Array.from({ length: 40 }, (_, number) => `  measure_${group}_${number}: float?`);
  return [
    "## Orders, one row an order.",
    `source orders_${group} = csv("orders-${group}.csv", header: true) {`,
    "  id: int",
    "  status: text",
    "  country: text?",
    "  quantity: int",
    ...columns,
    "}",
    "",
    "function net(gross: float, rate: float = 0.19) -> float = gross / (1 + rate)",
    "",
  ].join("\n");
}

function usingText(number: number, shared: number): string {
  const group = shared / 50;
  const lines = [`import "file-${shared}.weir"`, ""];
  for (let part = 0; part < 4; part++) {
    lines.push(
      `## Revenue of ${number}, part ${part}.`,
      `pipeline revenue_${number}_${part}(minimum: int = ${part}) {`,
      `  from orders_${group}`,
      '  where status == "paid" and quantity > $minimum',
      `  derive value_${number % 97} = net(measure_${group}_${(number + part) % 40} ?? 0.0)`,
      "  aggregate",
      `    revenue = sum(value_${number % 97}),`,
      "    orders = count(),",
      "    by country",
      "  sort revenue desc, country",
      "  take 100",
      "}",
    );
  }
  return `${lines.join("\n")}\n`;
}
