// `weir schema`: the columns of a pipeline and of its steps, from the plan alone.

import type { SchemaOptions } from "../command-options.ts";
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import { openPipeline } from "../open-pipeline.ts";
import { schemaRecord, schemaText } from "../output/schema.ts";
import { schemasFor } from "../schemas.ts";

export async function schema(
  host: Host,
  file: string,
  pipeline: string | undefined,
  options: SchemaOptions,
): Promise<ExitCode> {
  const schemas = schemasFor(host);
  try {
    const { plan, program } = await openPipeline(host, file, pipeline, schemas);
    const record = schemaRecord(plan, program);
    await host.output.write(
      options.json
        ? `${JSON.stringify(record, undefined, 2)}\n`
        : `${schemaText(record, host.outputColours)}`,
    );
    return 0;
  } finally {
    await schemas.close();
  }
}
