// `weir check`: checks the files, prints what is wrong with them.

import { checkFiles } from "../checking/check-files.ts";
import type { CheckOptions } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import { findFiles } from "../find-files.ts";
import type { Host } from "../host.ts";
import { problemRecords, problemsText, summaryText } from "../output/problems.ts";
import { schemasFor } from "../schemas.ts";

export async function check(host: Host, paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const found = await findFiles(host, paths);
  const schemas = schemasFor(host);
  try {
    const { problems, fileCount } = await checkFiles(host, found, schemas);
    if (options.json) {
      const answer = { files: fileCount, problems: problemRecords(problems) };
      await host.output.write(`${JSON.stringify(answer, undefined, 2)}\n`);
    } else {
      const colours = host.outputColours;
      await host.output.write(problemsText(problems, colours));
      await host.output.write(`${summaryText(problems, fileCount, colours)}\n`);
    }
    return problems.some((problem) => problem.severity === "error") ? 1 : 0;
  } finally {
    await schemas.close();
  }
}
