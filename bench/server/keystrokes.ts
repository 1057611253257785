// What a person feels in a file of 1,000 lines in a workspace of 1,000 files: typing, completion, hovering, the start.

import { setTimeout as wait } from "node:timers/promises";
import { CompletionRequest, HoverRequest, type Position } from "vscode-languageserver/node";
import { programOf } from "../language/thousand-lines.ts";
import { type Figure, median, percentile } from "../measure.ts";
import { type BenchClient, startClient } from "./client.ts";

const warmUps = 150;
const rounds = 300;
const starts = 10;
const longFile = "long.weir";
const text = programOf(1000).weir;
const lines = text.split("\n");

/** Typing, completion and hovering in one session. */
export async function keystrokeFigures(folder: string): Promise<readonly Figure[]> {
  const client = await startClient(folder);
  try {
    await client.open(longFile, text);
    await typeMany(client, warmUps);
    const typed = await typeMany(client, rounds);
    const basis = `${rounds} keystrokes`;
    return [
      { name: "keystroke → problems, p50", value: median(typed), unit: "ms", limit: at(8), basis },
      {
        name: "keystroke → problems, p95",
        value: percentile(typed, 0.95),
        unit: "ms",
        limit: at(16),
        basis,
      },
      ...(await asked(client, "completion, p95", 20, "completionProvider", CompletionRequest.method)),
      ...(await asked(client, "hover, p95", 10, "hoverProvider", HoverRequest.method)),
    ];
  } finally {
    await client.end();
  }
}

/** From the start of the process until the first problems of a file are there. */
export async function startFigure(folder: string): Promise<Figure> {
  const millis: number[] = [];
  for (let round = 0; round < starts; round++) {
    const before = performance.now();
    const client = await startClient(folder);
    await client.open(longFile, text);
    millis.push(performance.now() - before);
    await client.end();
  }
  const basis = `median of ${starts}`;
  return { name: "start → first problems", value: median(millis), unit: "ms", limit: at(400), basis };
}

/** Heap in use after many edits beside that after a few, both after a forced collection. */
export async function heapFigures(folder: string): Promise<readonly Figure[]> {
  const client = await startClient(folder);
  try {
    await client.open(longFile, text);
    await typeMany(client, 2000, 0);
    const before = await client.heapBytes();
    await typeMany(client, 20_000, 0);
    const after = await client.heapBytes();
    const basis = "after a forced collection";
    return [
      { name: "heap after 2,000 edits", value: before / 1e6, unit: "MB", basis },
      { name: "heap after 20,000 more ÷ before", value: after / before, unit: "×", limit: at(1.05), basis },
    ];
  } finally {
    await client.end();
  }
}

/** The longest of many keystrokes' times, typed until `isDone`. */
export async function longestKeystroke(client: BenchClient, isDone: () => boolean): Promise<number> {
  await client.open(longFile, text);
  let longest = 0;
  while (!isDone()) longest = Math.max(longest, ...(await typeMany(client, 2, 20)));
  return longest;
}

// ------------------------------------------------------------------------------------------------ helpers

function at(value: number) {
  return { relation: "≤" as const, value };
}

/** Digits typed into numbers and out again, one pipeline after the other: the time of each until its problems are there. */
async function typeMany(client: BenchClient, count: number, pauseMillis = 5): Promise<readonly number[]> {
  const places = placesAfter("quantity > ");
  const millis: number[] = [];
  for (let round = 0; millis.length < count; round++) {
    const place = places[round % places.length]!;
    const behind = { ...place, character: place.character + 1 };
    for (const [to, typed] of [
      [place, "1"],
      [behind, ""],
    ] as const) {
      if (pauseMillis > 0) await wait(pauseMillis);
      const before = performance.now();
      await client.type(longFile, place, to, typed);
      millis.push(performance.now() - before);
    }
  }
  return millis;
}

/** A request at many places; nothing where the server does not offer it. */
async function asked(
  client: BenchClient,
  name: string,
  limit: number,
  capability: "completionProvider" | "hoverProvider",
  method: string,
): Promise<readonly Figure[]> {
  if (!client.capabilities[capability]) return [];
  const places = placesAfter("sum(reve");
  const millis: number[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const place = places[round % places.length]!;
    // Between two questions something is typed, as people do.
    const behind = { ...place, character: place.character + 1 };
    await client.type(longFile, place, place, "e");
    await client.type(longFile, place, behind, "");
    const before = performance.now();
    await client.connection.sendRequest(method, {
      textDocument: { uri: client.uri(longFile) },
      position: place,
    });
    millis.push(performance.now() - before);
  }
  const measured = millis.slice(warmUps);
  const basis = `${rounds} requests`;
  return [{ name, value: percentile(measured, 0.95), unit: "ms", limit: at(limit), basis }];
}

function placesAfter(words: string): readonly Position[] {
  return lines.flatMap((line, number) => {
    const found = line.indexOf(words);
    return found < 0 ? [] : [{ line: number, character: found + words.length }];
  });
}
