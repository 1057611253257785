// Prints the positions of the tuned half at which the wanted item is not among the first five, for whoever works on the
// ranking: `node --import tsx bench/completion/misses.ts`. The held half is not looked at.

import { exampleViews, scoresOf } from "./bench.ts";

const { views, close } = await exampleViews();
const scores = scoresOf(views, 1000);
await close();
for (const { position, untyped, typed, first, invented } of scores.slice(0, Math.floor(scores.length / 2))) {
  if (untyped <= 5 && typed <= 5 && invented.length === 0) continue;
  const { view, start, end, kind, wanted } = position;
  const line = view.text.slice(view.text.lastIndexOf("\n", start - 1) + 1, start);
  const rest = view.text.slice(end).split("\n", 1)[0];
  console.log(`${kind} ${wanted} ${untyped} ${typed} ${invented.join(", ")}`);
  console.log(`   ${line}⟦⟧${rest}\n   ${first.join("  ")}`);
}
