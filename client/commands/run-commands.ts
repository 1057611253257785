// Running a pipeline and previewing a step: asks for what is missing, has the server run it, shows what comes. Texts are
// those that the server has: what is on the screen, saved or not.

import { type ExtensionContext, type LogOutputChannel, l10n, window, workspace } from "vscode";
import { type LanguageClient, WorkDoneProgress } from "vscode-languageclient/node";
import {
  type ParametersParams,
  type ParametersResult,
  type PlaceParams,
  parametersMethod,
  placeCommands,
  type RunParams,
  type RunResult,
  runMethod,
} from "../../server/protocol.ts";
import { reasonOf } from "../output.ts";
import type { ResultsPanel } from "../panel/results.ts";
import { contentOfRun } from "../panel/run-content.ts";
import { placeOf } from "../place.ts";
import { confirmStore } from "../run/confirm-store.ts";
import { askForParameters, type Texts } from "../run/parameters-form.ts";
import type { Running } from "../run/running.ts";
import { logResult, tellFailure, tellRefusal } from "../run/tell.ts";
import type { Command } from "./register.ts";

export interface RunParts {
  readonly context: ExtensionContext;
  readonly client: LanguageClient;
  readonly output: LogOutputChannel;
  readonly panel: ResultsPanel;
  readonly running: Running;
}

interface Wanted {
  readonly place: PlaceParams;
  readonly title: string;
  readonly pipeline: string;
  readonly params: RunParams;
}

/** Rows that a preview gives where the setting says nothing. */
const previewRows = 1000;

let runs = 0;

export function runCommands(parts: RunParts): Readonly<Record<string, Command>> {
  return {
    [placeCommands.run]: (given) => runPipeline(parts, given, false),
    "weir.runWithParameters": (given) => runPipeline(parts, given, true),
    [placeCommands.preview]: (given) => previewStep(parts, given),
    "weir.cancelRun": () => parts.running.cancel(),
  };
}

async function runPipeline(parts: RunParts, given: unknown, asksForAll: boolean): Promise<void> {
  const found = await pipelineAt(parts, given);
  if (found === undefined) return;
  const { place, needs } = found;
  const parameters = await valuesFor(parts, place, needs, asksForAll);
  if (parameters === undefined) return;
  const choice = needs.store === undefined ? "show" : await confirmStore(needs.pipeline, needs.store);
  if (choice === "nothing") return;
  await start(parts, {
    place,
    title: l10n.t("Running {0}", needs.pipeline),
    pipeline: needs.pipeline,
    params: { ...place, upToStep: false, parameters, store: choice === "store" },
  });
}

async function previewStep(parts: RunParts, given: unknown): Promise<void> {
  const found = await pipelineAt(parts, given);
  if (found === undefined) return;
  const { place, needs } = found;
  const parameters = await valuesFor(parts, place, needs, false);
  if (parameters === undefined) return;
  const limit = workspace.getConfiguration("weir").get("run.previewRows", previewRows);
  await start(parts, {
    place,
    title: l10n.t("Preview of {0}", needs.pipeline),
    pipeline: needs.pipeline,
    params: { ...place, upToStep: true, parameters, store: false, limit },
  });
}

async function pipelineAt(
  { client }: RunParts,
  given: unknown,
): Promise<{ readonly place: PlaceParams; readonly needs: ParametersResult } | undefined> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage(
      l10n.t("Weir runs nothing in a folder that is not trusted. Trust it, and run again."),
    );
    return undefined;
  }
  const place = placeOf(given);
  if (place === undefined) {
    void window.showInformationMessage(l10n.t("Open a .weir file and put the cursor into a pipeline."));
    return undefined;
  }
  const params: ParametersParams = place;
  const needs = await client.sendRequest<ParametersResult | null>(parametersMethod, params);
  if (needs !== null) return { place, needs };
  void window.showInformationMessage(l10n.t("The cursor is in no pipeline. Put it into one, and run again."));
  return undefined;
}

/** Values of the parameters, asked for where one has no default; what was given last is remembered in the workspace. */
async function valuesFor(
  { context, client }: RunParts,
  place: PlaceParams,
  { pipeline, parameters }: ParametersResult,
  asksForAll: boolean,
): Promise<Texts | undefined> {
  const asked = asksForAll ? parameters : parameters.filter((parameter) => parameter.default === undefined);
  if (asked.length === 0) return {};
  const key = `parameters ${place.uri} ${pipeline}`;
  const remembered = context.workspaceState.get<Texts>(key, {});
  const texts = await askForParameters(pipeline, asked, remembered, async (typed) => {
    const params: ParametersParams = { ...place, texts: typed };
    const answer = await client.sendRequest<ParametersResult | null>(parametersMethod, params);
    return answer?.problems ?? [];
  });
  if (texts !== undefined) await context.workspaceState.update(key, { ...remembered, ...texts });
  return texts;
}

async function start(parts: RunParts, wanted: Wanted): Promise<void> {
  const { client, output, panel, running } = parts;
  const { title, pipeline, params } = wanted;
  const heading = params.upToStep ? { pipeline, step: await lineText(wanted.place) } : { pipeline };
  const again = () => void start(parts, wanted);
  const result = await running.start({
    title,
    isPreview: params.upToStep,
    run: async (source, report): Promise<RunResult> => {
      panel.show({ kind: "running", heading }, again);
      const workDoneToken = `weir run ${++runs}`;
      const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (progress) => {
        if (progress.kind !== "end") report(progress);
      });
      try {
        return await client.sendRequest<RunResult>(runMethod, { ...params, workDoneToken }, source.token);
      } catch (error) {
        if (source.token.isCancellationRequested) return { kind: "cancelled" };
        const refused: RunResult = { kind: "refused", problems: [{ message: reasonOf(error) }] };
        panel.show(contentOfRun(heading, refused), again);
        throw error;
      } finally {
        listening.dispose();
      }
    },
  });
  if (result === undefined) return;
  panel.show(contentOfRun(heading, result), again);
  switch (result.kind) {
    case "result":
      logResult(output, title, result);
      return;
    case "failed":
      return tellFailure(output, title, result);
    case "cancelled":
      output.info(`${title}: cancelled.`);
      return;
    case "refused":
      return tellRefusal(output, title, result.problems);
  }
}

/** The step that a preview ends with, as its line shows it. */
async function lineText({ uri, line }: PlaceParams): Promise<string | undefined> {
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri);
  return document !== undefined && line < document.lineCount ? document.lineAt(line).text.trim() : undefined;
}
