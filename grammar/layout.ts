// Documents and their layout: pieces of text, places where a line may break, and groups that are either flat or
// broken. After Wadler's "A prettier printer" and the algorithm of Oppen: a group stays flat where it fits.
// Knows nothing of the language.

/** Lines are at most this long where they can be broken. */
export const lineWidth = 100;

export type Doc = string | DocNode;

type DocNode =
  /** A place for a line break: nothing (`soft`) or a blank (`space`) while its group is flat. */
  | { readonly kind: "line"; readonly flat: "" | " "; readonly isForced: false }
  /** A line break, always; `blank` leaves an empty line before what follows. */
  | { readonly kind: "hard"; readonly blank: boolean; readonly isForced: true }
  | { readonly kind: "concat"; readonly parts: readonly Doc[]; readonly isForced: boolean }
  | { readonly kind: "indent"; readonly inner: Doc; readonly isForced: boolean }
  | { readonly kind: "group"; readonly inner: Doc; readonly isForced: boolean }
  | { readonly kind: "choice"; readonly broken: Doc; readonly flat: Doc; readonly isForced: boolean }
  /** Behind a blank while its group is flat; else on a line below, or as `otherwise` where that is too short. */
  | {
      readonly kind: "below";
      readonly inner: Doc;
      readonly otherwise: Doc;
      readonly width: number;
      readonly isForced: boolean;
    }
  /** A comment at the end of the line; the group around it breaks. */
  | { readonly kind: "suffix"; readonly text: string; readonly isForced: true };

export const softline: Doc = { kind: "line", flat: "", isForced: false };
export const line: Doc = { kind: "line", flat: " ", isForced: false };
export const hardline: Doc = { kind: "hard", blank: false, isForced: true };
export const blankline: Doc = { kind: "hard", blank: true, isForced: true };

export function concat(...parts: readonly Doc[]): Doc {
  return { kind: "concat", parts, isForced: parts.some(isForced) };
}

export function indent(inner: Doc): Doc {
  return { kind: "indent", inner, isForced: isForced(inner) };
}

/** Flat where it fits and nothing in it has to break; `mustBreak` breaks it in any case. */
export function group(inner: Doc, mustBreak = false): Doc {
  return { kind: "group", inner, isForced: mustBreak || isForced(inner) };
}

/** One thing or the other, as the group around it is broken or flat. */
export function choice(broken: Doc, flat: Doc): Doc {
  return { kind: "choice", broken, flat, isForced: isForced(broken) };
}

/** On this line, or flat on the next with one more indentation, or laid out in another way. */
export function below(inner: Doc, otherwise: Doc): Doc {
  const hasToBreak = isForced(inner);
  const width = hasToBreak ? Number.POSITIVE_INFINITY : flatWidth(inner);
  return { kind: "below", inner, otherwise, width, isForced: hasToBreak };
}

/** Text that goes to the end of the line, whatever else comes on it. */
export function suffix(text: string): Doc {
  return { kind: "suffix", text, isForced: true };
}

export function isForced(doc: Doc): boolean {
  return typeof doc !== "string" && doc.isForced;
}

/** How wide a document without forced breaks is on one line. */
export function flatWidth(doc: Doc): number {
  if (typeof doc === "string") return doc.length;
  switch (doc.kind) {
    case "concat":
      return doc.parts.reduce((sum: number, part) => sum + flatWidth(part), 0);
    case "indent":
    case "group":
      return flatWidth(doc.inner);
    case "choice":
      return flatWidth(doc.flat);
    case "line":
      return doc.flat.length;
    case "below":
      return 1 + doc.width;
    default:
      return 0;
  }
}

interface Command {
  readonly doc: Doc;
  readonly depth: number;
  readonly isFlat: boolean;
}

/** Lays a document out in lines of at most `width`, two blanks an indentation. */
export function render(doc: Doc, width: number, lineBreak = "\n"): string {
  const out: string[] = [];
  const pending: Command[] = [{ doc, depth: 0, isFlat: false }];
  let column = 0;
  let suffixes = "";
  const breakLine = (depth: number, blank: boolean): void => {
    while (/^ +$/.test(out.at(-1) ?? "")) out.pop();
    out.push(suffixes, blank ? lineBreak + lineBreak : lineBreak, "  ".repeat(depth));
    suffixes = "";
    column = depth * 2;
  };
  for (let command = pending.pop(); command !== undefined; command = pending.pop()) {
    const { doc: one, depth, isFlat } = command;
    if (typeof one === "string") {
      out.push(one);
      const lastBreak = one.lastIndexOf("\n");
      column = lastBreak < 0 ? column + one.length : one.length - lastBreak - 1;
      continue;
    }
    switch (one.kind) {
      case "concat":
        for (let index = one.parts.length - 1; index >= 0; index--) {
          pending.push({ doc: one.parts[index]!, depth, isFlat });
        }
        break;
      case "indent":
        pending.push({ doc: one.inner, depth: depth + 1, isFlat });
        break;
      case "group": {
        const staysFlat = isFlat || (!one.isForced && fits(one.inner, pending, width - column));
        pending.push({ doc: one.inner, depth, isFlat: staysFlat });
        break;
      }
      case "choice":
        pending.push({ doc: isFlat ? one.flat : one.broken, depth, isFlat });
        break;
      case "below":
        if (isFlat) pending.push({ doc: one.inner, depth, isFlat }, { doc: " ", depth, isFlat });
        else if (one.width <= width - (depth + 1) * 2) {
          breakLine(depth + 1, false);
          pending.push({ doc: one.inner, depth: depth + 1, isFlat: true });
        } else pending.push({ doc: one.otherwise, depth, isFlat });
        break;
      case "suffix":
        suffixes += one.text;
        break;
      case "hard":
        breakLine(depth, one.blank);
        break;
      case "line":
        if (isFlat) {
          out.push(one.flat);
          column += one.flat.length;
        } else breakLine(depth, false);
        break;
    }
  }
  out.push(suffixes);
  return out.join("");
}

/** Whether a document, flat, and what follows it up to the next possible break have room. */
function fits(doc: Doc, following: readonly Command[], room: number): boolean {
  let left = room;
  const pending: Command[] = [{ doc, depth: 0, isFlat: true }];
  let next = following.length - 1;
  while (left >= 0) {
    let command = pending.pop();
    if (command === undefined) {
      command = following[next--];
      if (command === undefined) return true;
    }
    const { doc: one, depth, isFlat } = command;
    if (typeof one === "string") {
      const lineEnd = one.indexOf("\n");
      if (lineEnd >= 0) return left >= lineEnd;
      left -= one.length;
      continue;
    }
    switch (one.kind) {
      case "concat":
        for (let index = one.parts.length - 1; index >= 0; index--) {
          pending.push({ doc: one.parts[index]!, depth, isFlat });
        }
        break;
      case "indent":
        pending.push({ doc: one.inner, depth, isFlat });
        break;
      case "group":
        pending.push({ doc: one.inner, depth, isFlat: isFlat && !one.isForced });
        break;
      case "choice":
        pending.push({ doc: isFlat ? one.flat : one.broken, depth, isFlat });
        break;
      case "hard":
        return true;
      case "below":
        if (!isFlat) return true;
        left -= 1 + one.width;
        break;
      case "line":
        if (!isFlat) return true;
        left -= one.flat.length;
        break;
      case "suffix":
        break;
    }
  }
  return false;
}
