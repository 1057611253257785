// Writes THIRD_PARTY_NOTICES from the lock file: name, version, licence and licence text of every package that ships.
// The text is the same on every machine: a package of one platform stands under the package that chooses it.
//
//   node scripts/notices.mjs            writes the file
//   node scripts/notices.mjs --check    fails when the file is not what would be written
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const noticesFile = join(root, "THIRD_PARTY_NOTICES");

/**
 * What the lock file tells of a package.
 * @typedef {{ readonly version: string, readonly license?: string, readonly dev?: boolean,
 *   readonly os?: readonly string[], readonly optionalDependencies?: Record<string, string> }} LockedPackage
 */

/** Packages that ship: place in node_modules → entry of the lock file. @returns {[string, LockedPackage][]} */
function shippedPackages() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const packages = /** @type {[string, LockedPackage][]} */ (Object.entries(lock.packages));
  return packages.filter(([place, entry]) => place !== "" && entry.dev !== true);
}

/** @param {string} place */
const nameOf = (place) => place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);

/** The licence and notice files of an installed package, joined. @param {string} place */
function licenceText(place) {
  const files = readdirSync(join(root, place))
    .filter((name) => /^(licen[cs]e|copying|copyright|notice)/i.test(name))
    .sort();
  const texts = files.map((name) =>
    readFileSync(join(root, place, name), "utf8")
      .replaceAll("\r\n", "\n")
      .trim(),
  );
  return [...new Set(texts)].join("\n\n");
}

/** The whole text of THIRD_PARTY_NOTICES. */
function renderNotices() {
  const packages = shippedPackages();
  const everywhere = packages.filter(([, entry]) => entry.os === undefined);
  const ofOnePlatform = new Set(
    packages.filter(([, entry]) => entry.os !== undefined).map(([place]) => nameOf(place)),
  );

  /** Licence text → headings of the packages that come under it. @type {Map<string, string[]>} */
  const byText = new Map();
  for (const [place, entry] of everywhere) {
    if (!existsSync(join(root, place))) throw new Error(`${place} is not installed; run \`npm ci\` first`);
    const chosen = Object.keys(entry.optionalDependencies ?? {}).filter((name) => ofOnePlatform.has(name));
    const heading = [
      `${nameOf(place)} ${entry.version} (${entry.license ?? "licence not stated"})`,
      ...chosen.map((name) => `  and, on its platform, ${name}`),
    ].join("\n");
    const text = licenceText(place);
    if (text === "") throw new Error(`${nameOf(place)} carries no licence text; state it by hand here`);
    byText.set(text, [...(byText.get(text) ?? []), heading]);
  }

  const line = "-".repeat(80);
  const sections = [...byText].map(
    ([text, headings]) => `${line}\n${headings.sort().join("\n")}\n${line}\n\n${text}\n`,
  );
  return [
    "Weir is licensed under the Apache License 2.0 (see LICENSE). It ships with the packages below,",
    "each under its own licence. This file is written by `npm run notices`.",
    "",
    ...sections,
  ].join("\n");
}

const wanted = renderNotices();
if (process.argv.includes("--check")) {
  const found = existsSync(noticesFile) ? readFileSync(noticesFile, "utf8").replaceAll("\r\n", "\n") : "";
  if (found !== wanted) {
    console.error("THIRD_PARTY_NOTICES is not up to date; run `npm run notices`.");
    process.exitCode = 1;
  }
} else {
  writeFileSync(noticesFile, wanted);
}
