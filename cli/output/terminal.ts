// What a terminal may show: colours only where the stream is one, and data that cannot act on it. Text from files
// and results goes through `printable` before it is written to a person's screen.

import picocolors from "picocolors";

/** Colour functions for a stream: they do nothing where it is no terminal or NO_COLOR is set. */
export type Colours = ReturnType<typeof picocolors.createColors>;

export function coloursFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Colours {
  const wanted = stream.isTTY === true && (environment.NO_COLOR ?? "") === "" && environment.TERM !== "dumb";
  return picocolors.createColors(wanted);
}

/** For files and pipes. */
export const noColours: Colours = picocolors.createColors(false);

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** Control characters (and the marks that reorder text) as visible escapes, so that data cannot drive the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return (
      named[character] ??
      (code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`)
    );
  });
}
