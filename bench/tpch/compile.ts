// Compiles a TPC-H query as Weir's command does: the file with its imports, its last pipeline with the default
// parameters, as one statement of DuckDB SQL that runs by itself.

import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { emitDuckdb } from "../../emit/emit.ts";
import { emptyCatalogue, specialise } from "../../language/index.ts";
import { type FileSystem, loadProgram } from "../../project/index.ts";

const files: FileSystem = {
  readText(uri) {
    const path = fileURLToPath(uri);
    return existsSync(path) ? { kind: "text", text: readFileSync(path, "utf8") } : { kind: "missing" };
  },
};

export interface CompiledQuery {
  readonly sql: string;
  /** What the compiler has to say about the file, hints left out. */
  readonly problems: readonly string[];
}

export function compileQuery(path: string): CompiledQuery {
  const uri = pathToFileURL(path).href;
  const { program } = loadProgram({ files, uris: [uri], catalogue: emptyCatalogue, style: "posix" });
  const file = program.file(uri);
  const pipeline = file?.pipelines.at(-1);
  if (file === undefined || pipeline === undefined) throw new Error(`${path} holds no pipeline`);
  const { plan, problems } = specialise(pipeline, {});
  const { sql } = emitDuckdb(plan, {
    literals: true,
    startedAtMicros: undefined,
    scans: {
      scan({ location }) {
        const file = resolve(dirname(fileURLToPath(location.declaredIn)), location.path);
        return { sql: `read_parquet('${file.replaceAll("'", "''")}')` };
      },
      storeScan: () => undefined,
    },
  });
  const said = file.problems.filter(({ severity }) => severity === "error" || severity === "warning");
  return {
    sql,
    problems: [
      ...said.map(({ code, message }) => `${code} ${message}`),
      ...problems.map(({ message }) => message),
    ],
  };
}
