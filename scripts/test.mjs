// Everything that `npm test` runs: the build, the checks that are cheap, then the tests. It closes with the counts alone
// on a line, tells what was skipped and how to get what is missing, and never turns a failure into a skip.
//
//   npm test                          all of it
//   npm test -- grammar test/emit     only the tests of these folders or files
//   npm test -- --grep "left join"    whatever starts with a dash, and all after it, is mocha's
//   npm run fuzz                      the randomised tests alone, at their full size
//
// WEIR_FUZZ_SCALE   share of the full size of randomised tests (default 0.05)
// WEIR_REQUIRE_ALL  1: a skipped test counts as failed (as in .ci/run)
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs a command in the foreground and says whether it succeeded.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {Record<string, string>} [environment]
 */
function run(command, parameters, environment = {}) {
  const { status, error } = spawnSync(command, parameters, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/** The build and the checks, each counted as one test. @returns {{ passed: number, failed: number }} */
function runChecks() {
  const counts = { passed: 0, failed: 0 };
  const node = process.execPath;
  /** @type {readonly (readonly [string, readonly string[]])[]} */
  const checks = [
    ["build", ["scripts/build.mjs"]],
    ["format and lint", ["node_modules/@biomejs/biome/bin/biome", "ci", "."]],
    [
      "imports",
      [
        "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
        "--config",
        ".dependency-cruiser.cjs",
        ".",
      ],
    ],
    ["types", ["node_modules/typescript/bin/tsc", "-b"]],
    ["third-party notices", ["scripts/notices.mjs", "--check"]],
  ];
  for (const [name, parameters] of checks) {
    const succeeded = run(node, parameters);
    counts[succeeded ? "passed" : "failed"] += 1;
    console.log(`${succeeded ? "✔" : "✖"} ${name}`);
  }
  return counts;
}

/** Test files under the given folders or files, which may leave out the leading `test/`. @param {readonly string[]} places */
function findTests(places) {
  return places.flatMap((place) => {
    const path = [join("test", place), place].find((candidate) => existsSync(join(root, candidate)));
    if (path === undefined) throw new Error(`"${place}" is neither a file or folder nor one under test/`);
    if (path.endsWith(".test.ts")) return [path];
    return readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => join(path, name))
      .sort();
  });
}

/** Whether a test file has a size that WEIR_FUZZ_SCALE changes. @param {string} path */
function isRandomised(path) {
  return /WEIR_FUZZ_SCALE|support\/fuzz\.ts/.test(readFileSync(join(root, path), "utf8"));
}

/**
 * Runs the test files with mocha.
 *
 * @param {readonly string[]} files
 * @param {readonly string[]} mochaOptions
 * @param {string} fuzzScale
 */
function runTests(files, mochaOptions, fuzzScale) {
  const scratch = mkdtempSync(join(tmpdir(), "weir-test-"));
  const countsFile = join(scratch, "counts.json");
  const skipLog = join(scratch, "skipped.txt");
  try {
    const succeeded = run(
      process.execPath,
      [
        "node_modules/mocha/bin/mocha.js",
        "--parallel",
        "--jobs",
        String(Math.min(4, availableParallelism())),
        "--reporter",
        "scripts/test-reporter.cjs",
        ...mochaOptions,
        ...files,
      ],
      { WEIR_TEST_COUNTS: countsFile, WEIR_SKIP_LOG: skipLog, WEIR_FUZZ_SCALE: fuzzScale },
    );
    /** @type {{ passed: number, failed: number, skipped: readonly string[] }} */
    const counts = existsSync(countsFile)
      ? JSON.parse(readFileSync(countsFile, "utf8"))
      : { passed: 0, failed: 0, skipped: [] };
    // A run that broke off before its end (a syntax error, a crash) is a failure even if no test says so.
    const failed = succeeded ? counts.failed : Math.max(1, counts.failed);
    const reasons = existsSync(skipLog) ? readFileSync(skipLog, "utf8").split("\n").filter(Boolean) : [];
    return { passed: counts.passed, failed, skipped: counts.skipped, reasons: [...new Set(reasons)] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const fuzz = process.argv.includes("--fuzz");
const parameters = process.argv.slice(2).filter((parameter) => parameter !== "--fuzz");
const firstOption = parameters.findIndex((parameter) => parameter.startsWith("-"));
const places = firstOption < 0 ? parameters : parameters.slice(0, firstOption);
const mochaOptions = firstOption < 0 ? [] : parameters.slice(firstOption);
const fuzzScale = process.env.WEIR_FUZZ_SCALE ?? (fuzz ? "1" : "0.05");

const everything = findTests(places.length > 0 ? places : ["test"]);
const files = fuzz ? everything.filter(isRandomised) : everything;
const wholeRun = places.length === 0 && mochaOptions.length === 0 && !fuzz;

const checks = wholeRun
  ? runChecks()
  : { passed: 0, failed: run(process.execPath, ["scripts/build.mjs"]) ? 0 : 1 };
const tests =
  files.length > 0
    ? runTests(files, fuzz ? ["--timeout", "1800000", ...mochaOptions] : mochaOptions, fuzzScale)
    : { passed: 0, failed: 1, skipped: [], reasons: ["No test file was found."] };

if (tests.skipped.length > 0) {
  console.log("Skipped:");
  for (const title of tests.skipped) console.log(`  ${title}`);
}
for (const reason of tests.reasons) console.log(`  ${reason}`);

const skippedFail = process.env.WEIR_REQUIRE_ALL === "1";
const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed + (skippedFail ? tests.skipped.length : 0);
const skipped = skippedFail ? 0 : tests.skipped.length;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
