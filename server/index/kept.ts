// The index as it lies on the disk between two sessions: a line a file, under a first line that says what it is and by which
// the rest is checked. What is damaged, cut short or of another version is as if it were not there.

import { createHash } from "node:crypto";
import type { FileStamp } from "../host.ts";
import { digestVersion, type FileDigest } from "./digest.ts";

/** What is known of a file on the disk. */
export interface KeptFile {
  readonly uri: string;
  readonly stamp: FileStamp;
  readonly digest: FileDigest;
}

interface Head {
  readonly weirIndex: number;
  /** The version of Weir: another one may read the same text differently. */
  readonly weir: string;
  readonly files: number;
  readonly sha256: string;
}

type Line = readonly [uri: string, bytes: number, modifiedMillis: number, digest: FileDigest];

/** Lets others have their turn when it is due. */
export type Pause = () => Promise<void>;

/** The text to be kept. */
export async function keptText(files: Iterable<KeptFile>, weir: string, pause: Pause): Promise<string> {
  const lines: string[] = [];
  const hash = createHash("sha256");
  for (const { uri, stamp, digest } of files) {
    const line: Line = [uri, stamp.bytes, stamp.modifiedMillis, digest];
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    lines.push(text);
    await pause();
  }
  const head: Head = { weirIndex: digestVersion, weir, files: lines.length, sha256: hash.digest("hex") };
  return `${JSON.stringify(head)}\n${lines.join("")}`;
}

/** The files of a text that was kept; none where it cannot be trusted. */
export async function readKept(text: string, weir: string, pause: Pause): Promise<readonly KeptFile[]> {
  const headEnd = text.indexOf("\n");
  const head = headOf(text.slice(0, Math.max(0, headEnd)));
  if (head === undefined || head.weirIndex !== digestVersion || head.weir !== weir) return [];
  const body = text.slice(headEnd + 1);
  if (createHash("sha256").update(body).digest("hex") !== head.sha256) return [];
  const files: KeptFile[] = [];
  const strings = new Map<string, string>();
  const shared = (name: string) => {
    const known = strings.get(name);
    if (known !== undefined) return known;
    strings.set(name, name);
    return name;
  };
  for (let start = 0; start < body.length; ) {
    const end = body.indexOf("\n", start);
    const [uri, bytes, modifiedMillis, digest] = JSON.parse(body.slice(start, end)) as Line;
    // Many files mention the same names: each is held once.
    const names = digest.names.map(shared);
    files.push({ uri, stamp: { bytes, modifiedMillis }, digest: { ...digest, names } });
    start = end + 1;
    await pause();
  }
  return files;
}

function headOf(line: string): Head | undefined {
  try {
    const head: unknown = JSON.parse(line);
    return typeof head === "object" && head !== null && "weirIndex" in head ? (head as Head) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
