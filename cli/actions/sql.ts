// `weir sql`: the pipeline's SQL, spelled by the engine, which knows what the files are. Nothing is run.

import { EngineFailure, startEngine } from "../../engine/client.ts";
import type { SqlOptions } from "../command-options.ts";
import { engineSettings } from "../engine-settings.ts";
import { CommandError, type ExitCode } from "../exit.ts";
import { namingFor } from "../find-files.ts";
import type { Host } from "../host.ts";
import { openPipeline, withParameters } from "../open-pipeline.ts";
import { failureText } from "../output/run-notes.ts";
import { printable } from "../output/terminal.ts";
import { schemasFor } from "../schemas.ts";

export async function sql(
  host: Host,
  file: string,
  pipeline: string | undefined,
  options: SqlOptions,
): Promise<ExitCode> {
  const engine = startEngine();
  const colours = host.errorColours;
  try {
    const { plan, project, opened } = await openPipeline(host, file, pipeline, schemasFor(host, engine));
    const bound = withParameters(plan, options.param);
    try {
      const text = await engine.sql(bound, engineSettings(host, project));
      for (const note of text.notes)
        await host.errors.write(`${colours.yellow("warning:")} ${printable(note)}\n`);
      await host.output.write(text.sql);
      return 0;
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      await host.errors.write(failureText(error.failure, namingFor(host, opened.shown), colours));
      throw new CommandError(1, "");
    }
  } finally {
    await engine.close();
  }
}
