// The files that a project is read from, as an interface: the real ones stand in a process' host, those of an
// editor are its open documents over the real ones, those of tests a map. Reading never throws.

export type ReadResult =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** There, and not to be read: why, in the system's words. */
  | { readonly kind: "unreadable"; readonly reason: string };

export interface FileSystem {
  /** The text of a file, decoded as UTF-8. */
  readText(uri: string): ReadResult;
}

/** A file system over a map from URI to text. */
export function memoryFileSystem(files: ReadonlyMap<string, string>): FileSystem {
  return {
    readText(uri) {
      const text = files.get(uri);
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
  };
}

/** What was read of a file: its text without a byte order mark, or that it is not UTF-8. */
export function decodeText(bytes: Uint8Array): ReadResult {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { kind: "unreadable", reason: "it is not UTF-8" };
  return { kind: "text", text: text.replace(/^\uFEFF/, "") };
}

/** Decodes UTF-8 strictly; undefined where the bytes are something else. A byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
