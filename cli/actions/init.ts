// `weir init`: the three files of a first project. What is there already stays as it is.

import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ExitCode } from "../exit.ts";
import { fault, systemReason } from "../exit.ts";
import { absolutePath, type Host } from "../host.ts";
import { printable } from "../output/terminal.ts";

export async function init(host: Host, folder: string): Promise<ExitCode> {
  const root = absolutePath(host, folder);
  try {
    await mkdir(root, { recursive: true });
  } catch (error) {
    throw fault(`the folder "${folder}" cannot be made: ${systemReason(error)}`);
  }
  const { green, dim } = host.outputColours;
  for (const [name, text] of Object.entries(filesOf(basename(root)))) {
    const made = await writeNew(join(root, name), text);
    await host.output.write(
      made ? `${green("made")}  ${name}\n` : dim(`kept  ${name}, which was there already\n`),
    );
  }
  const first = join(folder, "first.weir");
  await host.output.write(
    `\nNext: weir run ${/\s/.test(first) ? `"${printable(first)}"` : printable(first)}\n`,
  );
  return 0;
}

/** False when there is something of that name already. */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fault(`"${path}" cannot be written: ${systemReason(error)}`);
  }
}

function filesOf(name: string): Readonly<Record<string, string>> {
  return {
    "weir.json": `${JSON.stringify({ name: name === "" ? "project" : name, language: 1 }, undefined, 2)}\n`,
    "first.weir": firstPipeline,
    ".gitignore": ".weir/\nout/\n",
  };
}

/** Runs with nothing beside it: its rows stand in it. */
const firstPipeline = `# A first pipeline. Run it with \`weir run first.weir\`, test it with \`weir test first.weir\`.

## Revenue by country, the largest first.
pipeline revenue_by_country(
  ## Countries with less are left out.
  at_least: float = 0.0,
) {
  from rows([
    {country: "DE", quantity: 2, unit_price: 11.9},
    {country: "FR", quantity: 1, unit_price: 80.0},
    {country: "DE", quantity: 5, unit_price: 4.5},
  ])
  derive revenue = quantity * unit_price
  aggregate revenue = sum(revenue), orders = count() by country
  where revenue >= $at_least
  sort revenue desc, country
}

test "small countries are left out" of revenue_by_country(at_least: 50.0) {
  expect rows [{country: "FR", revenue: 80.0, orders: 1}]
}
`;
