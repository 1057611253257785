// `npm run editor`: the flights example in VS Code, with the extension of this checkout. It takes the `code` of the machine (or
// VSCODE_EXECUTABLE); where there is none, VS Code in a browser.
//
//   npm run editor -- ../folder     another folder
//   npm run editor -- --browser     in a browser, even where there is VS Code
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { installCodeServer, startCodeServer, windowAddress } from "./code-server.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const parameters = process.argv.slice(2);
const inBrowser = parameters.includes("--browser");
const folder = resolve(
  parameters.find((parameter) => !parameter.startsWith("-")) ?? join(root, "examples", "flights"),
);

if (!existsSync(folder)) {
  console.error(`There is no folder "${folder}".`);
  process.exit(2);
}
build();
const code = inBrowser ? undefined : findCode();
if (code === undefined) await openInBrowser();
else openInCode(code);

function build() {
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

/** The `code` command, if it answers. @returns {string | undefined} */
function findCode() {
  const command = process.env.VSCODE_EXECUTABLE ?? "code";
  const { status } = spawnSync(command, ["--version"], {
    stdio: "ignore",
    shell: process.platform === "win32",
  });
  return status === 0 ? command : undefined;
}

/** @param {string} command */
function openInCode(command) {
  const { status, error } = spawnSync(command, [`--extensionDevelopmentPath=${root}`, folder], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error !== undefined) console.error(error.message);
  process.exitCode = status ?? 1;
}

async function openInBrowser() {
  installCodeServer();
  const server = await startCodeServer({ options: ["--disable-workspace-trust"] });
  const files = readdirSync(folder)
    .filter((name) => /[^.].*\.weir$/.test(name))
    .slice(0, 1)
    .map((name) => join(folder, name));
  const address = windowAddress(server.port, { folder, extension: root, files });
  console.log(`\nOpen this in a browser (only this machine can):\n\n  ${address}\n\nCtrl+C ends it.`);
  tryBrowser(address);
  const end = () => {
    server.stop();
    process.exit(0);
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

/** Opens the person's browser where there is a desktop to show it on; the address is printed in any case. @param {string} address */
function tryBrowser(address) {
  const isDesktop =
    process.platform !== "linux" ||
    process.env.DISPLAY !== undefined ||
    process.env.WAYLAND_DISPLAY !== undefined;
  if (!isDesktop) return;
  const commands = { darwin: ["open"], win32: ["cmd", "/c", "start", ""], linux: ["xdg-open"] };
  const [command, ...before] = commands[/** @type {"linux"} */ (process.platform)] ?? commands.linux;
  spawn(command ?? "xdg-open", [...before, address], { stdio: "ignore", detached: true }).on("error", () => {
    console.log("No browser could be opened here.");
  });
}
