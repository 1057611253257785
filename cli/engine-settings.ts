// The engine's settings for a project, as commands want them: a target that cannot be run is wrong usage.

import type { EngineSettings } from "../engine/messages.ts";
import { engineSettingsOf } from "../engine/settings.ts";
import type { Project } from "../project/index.ts";
import { usageError } from "./exit.ts";
import type { Host } from "./host.ts";

/** Settings for a project; `allowWrite` are absolute folders. */
export function engineSettings(
  host: Host,
  project: Project,
  allowWrite: readonly string[] = [],
): EngineSettings {
  const result = engineSettingsOf(project, host.environment, allowWrite);
  if (result.kind === "refused") throw usageError(result.message, result.hint);
  return result.settings;
}
