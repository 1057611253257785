// VS Code in a browser, for machines that have none: the npm package `code-server` carries VS Code's server and workbench, which
// are started directly, on 127.0.0.1 alone and with a profile of their own. It is installed once, into .cache/, with no scripts run.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The last version whose server runs on Node 20. Its VS Code is 1.100. */
export const codeServerVersion = "4.100.3";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Folder into which code-server is installed; WEIR_CODE_SERVER names another one. */
export const codeServerFolder = process.env.WEIR_CODE_SERVER ?? join(root, ".cache", "code-server");

const vscodeFolder = join(codeServerFolder, "node_modules", "code-server", "lib", "vscode");
const serverProgram = join(vscodeFolder, "out", "server-main.js");
/** Written last: an installation that was interrupted is begun anew. */
const completeMark = join(codeServerFolder, `complete-${codeServerVersion}`);

/** What a fresh profile is told, so that nothing but the editor is seen. */
const profileSettings = {
  "workbench.startupEditor": "none",
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

export function isCodeServerInstalled() {
  return existsSync(serverProgram) && existsSync(completeMark);
}

/** Installs code-server unless it is there. @throws where npm does not succeed. */
export function installCodeServer() {
  if (isCodeServerInstalled()) return;
  console.log(`Installing code-server ${codeServerVersion} into ${codeServerFolder} (about 300 MB, once) …`);
  mkdirSync(codeServerFolder, { recursive: true });
  writeFileSync(join(codeServerFolder, "package.json"), '{ "private": true }\n');
  npm(
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", `code-server@${codeServerVersion}`],
    codeServerFolder,
  );
  npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"], vscodeFolder);
  writeFileSync(completeMark, "");
}

/**
 * A running server.
 * @typedef {{ readonly port: number, readonly profile: string, readonly processId: number | undefined,
 *   readonly stop: () => void }} CodeServer
 */

/**
 * Starts a server with a profile of its own, which `stop` takes away with the server and all that it started.
 *
 * @param {{ readonly options?: readonly string[], readonly environment?: Record<string, string>,
 *   readonly settings?: Record<string, unknown> }} [given]
 * @returns {Promise<CodeServer>}
 */
export async function startCodeServer(given = {}) {
  const profile = mkdtempSync(join(tmpdir(), "weir-editor-"));
  mkdirSync(join(profile, "User"));
  const settings = { ...profileSettings, ...given.settings };
  writeFileSync(join(profile, "User", "settings.json"), JSON.stringify(settings));
  // Sockets, caches and settings of everything that it starts land in the profile.
  const places = ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR"];
  const own = Object.fromEntries(places.map((name) => [name, profile]));
  const server = spawn(
    process.execPath,
    [
      serverProgram,
      ...["--host", "127.0.0.1", "--port", "0", "--without-connection-token"],
      ...["--accept-server-license-terms", "--telemetry-level", "off"],
      ...["--server-data-dir", profile, "--user-data-dir", profile],
      ...["--extensions-dir", join(profile, "extensions")],
      ...(given.options ?? []),
    ],
    {
      env: { ...process.env, ...own, ...given.environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
  const stop = () => {
    // It does not end on SIGTERM while a window is connected, and has children: its whole group is ended.
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, "SIGKILL");
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const port = await new Promise((found, failed) => {
      let said = "";
      const listen = (/** @type {Buffer} */ bytes) => {
        said += bytes.toString("utf8");
        const match = /Extension host agent listening on (\d+)/.exec(said);
        if (match !== null) found(Number(match[1]));
      };
      server.stdout.on("data", listen);
      server.stderr.on("data", listen);
      server.once("error", failed);
      server.once("exit", (code) => failed(new Error(`code-server ended with ${code}:\n${said}`)));
    });
    return { port, profile, processId: server.pid, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/**
 * The address of a window on a folder, with an extension under development and files that are open.
 *
 * @param {number} port
 * @param {{ readonly folder: string, readonly extension?: string, readonly tests?: string, readonly files?: readonly string[] }} shown
 */
export function windowAddress(port, { folder, extension, tests, files = [] }) {
  const remote = (/** @type {string} */ path) =>
    `vscode-remote://127.0.0.1:${port}${encodeURI(resolve(path))}`;
  const payload = files.map((file) => ["openFile", remote(file)]);
  if (extension !== undefined) payload.push(["extensionDevelopmentPath", remote(extension)]);
  if (tests !== undefined) payload.push(["extensionTestsPath", remote(tests)]);
  const query = new URLSearchParams({ folder: resolve(folder), payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

/**
 * @param {readonly string[]} parameters
 * @param {string} directory
 */
function npm(parameters, directory) {
  const { status } = spawnSync("npm", parameters, {
    cwd: directory,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm ${parameters.join(" ")} failed in ${directory}`);
}
