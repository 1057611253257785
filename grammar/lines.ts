// Lines of a text: where they begin, and offset ⇄ line and column. Lines end at `\n`, `\r\n` or a lone `\r`,
// as editors count them; columns are UTF-16 units. Both count from 0.

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The offsets at which the lines of a text begin. */
export interface LineIndex {
  readonly starts: readonly number[];
  readonly length: number;
}

export function lineIndex(text: string): LineIndex {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return { starts, length: text.length };
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    if (code === 13 && text.charCodeAt(at + 1) === 10) at++;
    starts.push(at + 1);
  }
  return { starts, length: text.length };
}

/** Offsets outside of the text count as its ends. */
export function positionAt(index: LineIndex, offset: number): Position {
  const wanted = Math.max(0, Math.min(offset, index.length));
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (index.starts[middle]! <= wanted) low = middle;
    else high = middle - 1;
  }
  return { line: low, column: wanted - index.starts[low]! };
}

/** Positions beyond the end of a line count as its end (before its line break only if the next line begins there). */
export function offsetAt(index: LineIndex, position: Position): number {
  if (position.line < 0) return 0;
  const start = index.starts[position.line];
  if (start === undefined) return index.length;
  const end = index.starts[position.line + 1] ?? index.length;
  return Math.min(start + Math.max(0, position.column), end);
}

/** Whether a line ends between two offsets. Linear in their distance. */
export function hasBreak(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return true;
  }
  return false;
}

/** How many UTF-16 units stand before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isFirstColumn(text, start)) start--;
  return offset - start;
}

/** Whether a line begins at an offset. A byte order mark takes no room. */
export function isFirstColumn(text: string, offset: number): boolean {
  if (offset === 0) return true;
  const before = text.charCodeAt(offset - 1);
  return before === 10 || before === 13 || (offset === 1 && before === 0xfeff);
}
