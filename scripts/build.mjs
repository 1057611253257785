// Bundles the programs of Weir into dist/: what `npm ci` leaves behind and what ships.
// It never type-checks (that is `npm run check`) and never fails for an entry point that does not exist yet.
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { writeSample } from "./sample.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Name of the program in dist/ → its first module. */
const entryPoints = {
  cli: "cli/main.ts",
  engine: "engine/main.ts",
  server: "server/main.ts",
};

/** What VS Code loads: one CommonJS file, since its extension host gives `vscode` to `require` only. */
const clientEntry = "client/extension.ts";

/** What runs in the sandbox of the results panel: one script and one style sheet. */
const panelEntries = ["client/panel/web/main.ts", "client/panel/web/panel.css"];

/**
 * Native code cannot be bundled: each platform's binding is its own package, found at run time in node_modules.
 * @duckdb/node-api itself is JavaScript and is bundled.
 */
const external = ["@duckdb/node-bindings", "@duckdb/node-bindings-*"];

/** The protocol's package can speak over sockets too; Weir opens none, and so has no code for it. */
const noSockets = { net: join(root, "server", "no-sockets.ts") };

/**
 * A bundle of ES modules has no `require`; the CommonJS packages inside it still ask for Node's own modules by it.
 */
const requireForCommonJs =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * Builds every program that exists into `outputDirectory` and returns esbuild's account of what went where.
 * Code splitting keeps each lazy `import()` in its own chunk, so that `weir --version` loads neither parser nor Arrow.
 * Programs are built apart: in one build, what two share would lie in one chunk with all that either of them needs,
 * and the engine would load the parser.
 *
 * @param {{ readonly outputDirectory?: string }} [options]
 */
export async function buildPrograms(options = {}) {
  const outputDirectory = options.outputDirectory ?? join(root, "dist");
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  await rm(outputDirectory, { recursive: true, force: true });
  await mkdir(outputDirectory, { recursive: true });

  /** @type {import("esbuild").Metafile["outputs"]} */
  const outputs = {};
  for (const [name, path] of Object.entries(entryPoints)) {
    if (!existsSync(join(root, path))) continue;
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: { [name]: join(root, path) },
      outdir: outputDirectory,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      external,
      alias: noSockets,
      // Names are kept as they are, so that a stack trace of a user's report can be read; the rest is squeezed.
      minifyWhitespace: true,
      minifySyntax: true,
      sourcemap: true,
      sourcesContent: false,
      // Chunks lie next to the programs: `new URL("./engine.js", import.meta.url)` holds in every one of them.
      chunkNames: "[name]-[hash]",
      banner: { js: requireForCommonJs },
      define: { "process.env.WEIR_VERSION": JSON.stringify(manifest.version) },
      legalComments: "none",
      metafile: true,
      logLevel: "warning",
    });
    Object.assign(outputs, metafile.outputs);
    await chmod(join(outputDirectory, `${name}.js`), 0o755);
  }
  Object.assign(outputs, await buildClient(outputDirectory));
  Object.assign(outputs, await buildPanel(outputDirectory));
  return outputs;
}

/** Builds the extension, whose one file ends in `.cjs`: everything else of this package is ES modules. @param {string} outputDirectory */
async function buildClient(outputDirectory) {
  if (!existsSync(join(root, clientEntry))) return {};
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, clientEntry)],
    outfile: join(outputDirectory, "client.cjs"),
    bundle: true,
    format: "cjs",
    platform: "node",
    // VS Code 1.91, the oldest that the extension supports, runs its extensions on Node 20.9.
    target: "node20.9",
    external: ["vscode"],
    alias: noSockets,
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  return metafile.outputs;
}

/**
 * Builds the page of the results panel, `panel.js` and `panel.css`.
 *
 * @param {string} outputDirectory
 */
async function buildPanel(outputDirectory) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: panelEntries.map((path) => ({ in: join(root, path), out: "panel" })),
    outdir: outputDirectory,
    bundle: true,
    format: "iife",
    platform: "browser",
    // The Chromium of the oldest VS Code that the extension supports.
    target: "chrome122",
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  return metafile.outputs;
}

/**
 * Makes `npx weir` work in a checkout: npm links the commands of packages that it installs, but not those of the package
 * that it stands in.
 */
async function linkCommand() {
  const commands = join(root, "node_modules", ".bin");
  if (!existsSync(commands) || !existsSync(join(root, "dist", "cli.js"))) return;
  if (process.platform === "win32") {
    await writeFile(join(commands, "weir.cmd"), '@node "%~dp0\\..\\..\\dist\\cli.js" %*\r\n');
  } else {
    await rm(join(commands, "weir"), { force: true });
    await symlink("../../dist/cli.js", join(commands, "weir"));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const outputs = await buildPrograms();
  await linkCommand();
  await writeSample(join(root, "dist", "sample"));
  for (const [path, output] of Object.entries(outputs)) {
    const isProgram = Object.keys(entryPoints).some((name) => path === `dist/${name}.js`);
    if (isProgram || path === "dist/client.cjs") {
      console.log(`${path}  ${Math.ceil(output.bytes / 1024)} kB`);
    }
  }
}
