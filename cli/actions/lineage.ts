// `weir lineage`: the source columns behind each column of a pipeline, from the plan alone.

import { lineageOf } from "../../language/index.ts";
import { handleOf } from "../choose-pipeline.ts";
import type { LineageOptions } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import { openPipeline } from "../open-pipeline.ts";
import { lineageDot, lineageMermaid, lineageRecord, lineageText } from "../output/lineage.ts";
import { schemasFor } from "../schemas.ts";

export async function lineage(
  host: Host,
  file: string,
  pipeline: string | undefined,
  options: LineageOptions,
): Promise<ExitCode> {
  const schemas = schemasFor(host);
  try {
    const { plan, files, opened } = await openPipeline(host, file, pipeline, schemas);
    const record = lineageRecord(lineageOf(plan), opened.shown);
    const title = handleOf(files[0]!, plan);
    switch (options.json ? "json" : options.format) {
      case "json":
        await host.output.write(`${JSON.stringify(record, undefined, 2)}\n`);
        break;
      case "mermaid":
        await host.output.write(lineageMermaid(record, title));
        break;
      case "dot":
        await host.output.write(lineageDot(record, title));
        break;
      case "text":
        await host.output.write(lineageText(record, host.outputColours));
        break;
    }
    return 0;
  } finally {
    await schemas.close();
  }
}
