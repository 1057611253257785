// `npm start`: builds Weir and runs its flights example on DuckDB, showing the pipeline, its progress and its result.
// It goes through the same `weir` command that a user types, and needs nothing but what `npm ci` has installed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { buildPrograms } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const example = "examples/flights/flights.weir";
const pipeline = "delays_by_airport";

/** @param {string} text */
const heading = (text) => (process.stdout.isTTY ? styleText("bold", text) : text);

/**
 * The lines of a pipeline with the comment before it: to the brace that closes it in the first column.
 *
 * @param {string} text
 * @param {string} name
 */
function linesOfPipeline(text, name) {
  const lines = text.split("\n");
  const head = lines.findIndex((line) => line.startsWith(`pipeline ${name}`));
  if (head < 0) throw new Error(`${example} has no pipeline "${name}"`);
  let first = head;
  while (lines[first - 1]?.startsWith("##")) first -= 1;
  return lines.slice(first, lines.indexOf("}", head) + 1);
}

await buildPrograms();

console.log(`${heading(example)}\n`);
for (const line of linesOfPipeline(readFileSync(join(root, example), "utf8"), pipeline))
  console.log(`  ${line}`.trimEnd());

const parameters = ["run", example, pipeline, "--format", "table", ...process.argv.slice(2)];
console.log(`\n${heading(`weir ${parameters.join(" ")}`)}\n`);
const { status, error } = spawnSync(process.execPath, [join(root, "dist", "cli.js"), ...parameters], {
  cwd: root,
  stdio: "inherit",
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
