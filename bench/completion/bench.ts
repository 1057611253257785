// Completion at seeded positions of the examples: a column, function, relation or step is deleted, and the place of the
// wanted item in the list is counted. The ranking was tuned on the first half of the examples, not on the held half and not on
// the TPC-H queries.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { realHost } from "../../server/host.ts";
import type { View } from "../../server/view.ts";
import { Workspace } from "../../server/workspace/workspace.ts";
import { type Bench, type Figure, percentile } from "../measure.ts";
import { type PositionKind, positionsOf, sampled } from "./positions.ts";
import { type Score, scoreOf } from "./score.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const exampleFolders = ["examples/flights", "examples/cleaning", "examples/tasks"];
/** Written for another purpose, and never looked at while the ranking was tuned. */
const unseenFolders = ["bench/tpch"];
const seed = 20_010_101;

/** Views of all files of some folders, those of the examples if none is named, with the schemas of their data. */
export async function exampleViews(folders: readonly string[] = exampleFolders): Promise<{
  readonly views: readonly View[];
  readonly close: () => Promise<void>;
}> {
  const workspace = new Workspace(realHost(), {
    onFound: () => undefined,
    onState: () => undefined,
    onIndexing: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  workspace.setTrusted(true);
  const uris = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /[^.]\.weir$/.test(name))
      .sort()
      .map((name) => join(root, folder, name)),
  );
  for (const path of uris) workspace.open(pathToFileURL(path).href, "weir", 1, readFileSync(path, "utf8"));
  const look = () => uris.flatMap((path) => workspace.view(pathToFileURL(path).href) ?? []);
  look();
  await workspace.schemas.settled();
  return { views: look(), close: () => workspace.schemas.close() };
}

/** The scores of `count` positions of all examples: the first half was tuned on, the second was not. */
export function scoresOf(views: readonly View[], count: number): readonly Score[] {
  const positions = views.flatMap(positionsOf);
  return sampled(positions, count, seed).map(scoreOf);
}

/** The share of scores whose item is among the first five, in percent. */
export function shareOf(scores: readonly Score[], place: (score: Score) => number): number {
  return (100 * scores.filter((score) => place(score) <= 5).length) / scores.length;
}

export const completionBench: Bench = {
  name: "completion",
  about: "The wanted item among the first five, after a name was deleted from an example.",
  async run() {
    const { views, close } = await exampleViews();
    const scores = scoresOf(views, 1000);
    await close();
    const unseen = await exampleViews(unseenFolders);
    const unseenScores = scoresOf(unseen.views, 1000);
    await unseen.close();
    const half = Math.floor(scores.length / 2);
    const tuned = scores.slice(0, half);
    const held = scores.slice(half);
    const share = (
      name: string,
      part: readonly Score[],
      place: (score: Score) => number,
      promised?: number,
    ): Figure => ({
      name,
      value: shareOf(part, place),
      unit: "%",
      ...(promised === undefined ? {} : { limit: { relation: "≥" as const, value: promised } }),
      basis: `${part.length} positions`,
    });
    const kinds: readonly PositionKind[] = ["column", "function", "relation", "step"];
    return [
      share("held half, nothing typed", held, ({ untyped }) => untyped, 60),
      share("held half, two letters typed", held, ({ typed }) => typed, 95),
      share("tuned half, nothing typed", tuned, ({ untyped }) => untyped),
      share("tuned half, two letters typed", tuned, ({ typed }) => typed),
      ...kinds.flatMap((kind) => {
        const part = held.filter(({ position }) => position.kind === kind);
        return [
          share(`held half, ${kind}, nothing typed`, part, ({ untyped }) => untyped),
          share(`held half, ${kind}, two letters`, part, ({ typed }) => typed),
        ];
      }),
      share("TPC-H queries, nothing typed", unseenScores, ({ untyped }) => untyped, 60),
      share("TPC-H queries, two letters typed", unseenScores, ({ typed }) => typed, 95),
      {
        name: "columns offered that do not exist",
        value: [...scores, ...unseenScores].reduce((sum, { invented }) => sum + invented.length, 0),
        unit: "",
        limit: { relation: "≤", value: 0 },
        basis: `${scores.length + unseenScores.length} positions`,
      },
      {
        name: "one completion, rebinding the file included",
        value: percentile(
          scores.map(({ millis }) => millis),
          0.95,
        ),
        unit: "ms",
        basis: "95th percentile",
      },
    ];
  },
};
