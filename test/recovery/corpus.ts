// Reads the recovery corpus: broken programs, each with one fault, the places where its one diagnostic may
// stand, and the steps and declarations that must survive it. It knows the text format and nothing of any
// parser, and it never repairs a malformed case: it throws with the case's name.
//
//   === short unique name
//   pipeline p {
//     from orders
//     where x >
//   #         ^
//     sort y
//   }
//   --- outline
//   pipeline p: from where! sort
//
// A marker line (blanks, `#`, blanks, carets) is taken out of the source and marks the line above it. Several
// marker lines mean "any of". A diagnostic is at the right place when it overlaps or touches one place, give or
// take one column. The `#` of a marker takes column 1, so a fault there is marked from column 2.
//
// The outline has one line a declaration. Exactly one element bears `!`, and where it stands the tree may hold
// anything (another kind, several elements, none; its word is only a label). A faulty declaration that lists
// steps has its fault in the head or the closing brace: those steps must be there. All others must be there
// exactly, in order, with nothing between them. Blank lines are for the reader.

/** A range on one line: lines and columns from 1, columns in UTF-16 units, the end exclusive. */
export interface Place {
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** One step or item: its keyword (`join` for every kind of join), and the steps of its sub-pipeline. */
export interface OutlineItem {
  readonly word: string;
  readonly faulty: boolean;
  readonly steps: readonly OutlineItem[];
}

/** One declaration: kind and name (`pipeline p`, `test "name"`, `bare`, `import`), and its steps or items. */
export interface OutlineDeclaration {
  readonly declaration: string;
  readonly faulty: boolean;
  readonly steps: readonly OutlineItem[];
}

/** One broken program; `source` is without its marker lines and each of its lines ends with a line feed. */
export interface RecoveryCase {
  readonly name: string;
  readonly source: string;
  readonly places: readonly Place[];
  readonly outline: readonly OutlineDeclaration[];
}

const HEADER = /^=== (\S.*)$/;
const OUTLINE_LINE = "--- outline";
const MARKER = /^\s*#\s*(\^+)\s*$/;
const NAMED_KINDS = "pipeline|source|store|let|function|test|service|job|model";
const DECLARATION = new RegExp(
  String.raw`^((?:${NAMED_KINDS})(?: [\p{L}_][\p{L}\p{N}_]*| "[^"]*")?|import|bare|stray)(!?)(?:: (.+))?$`,
  "u",
);
const KINDS_WITH_STEPS = /^(?:pipeline|bare|test|service|job)\b/;

/** All cases of a corpus file in its order. Throws an error that names the case when one is malformed. */
export function readCorpus(text: string): readonly RecoveryCase[] {
  const cases: RecoveryCase[] = [];
  const names = new Set<string>();
  for (const { name, lines } of splitCases(text)) {
    if (names.has(name)) {
      throw malformed(name, "the name is used twice");
    }
    names.add(name);
    cases.push(readCase(name, lines));
  }
  return cases;
}

/** The faulty elements anywhere in an outline: a well-formed case has exactly one. */
export function faultyElements(outline: readonly OutlineDeclaration[]): readonly string[] {
  return outline.flatMap(({ declaration, faulty, steps }) => [
    ...(faulty ? [declaration] : []),
    ...faultyItems(steps),
  ]);
}

function faultyItems(items: readonly OutlineItem[]): readonly string[] {
  return items.flatMap(({ word, faulty, steps }) => [...(faulty ? [word] : []), ...faultyItems(steps)]);
}

interface RawCase {
  readonly name: string;
  readonly lines: string[];
}

function splitCases(text: string): readonly RawCase[] {
  const cases: RawCase[] = [];
  for (const line of text.split("\n")) {
    const name = HEADER.exec(line)?.[1];
    const current = cases.at(-1);
    if (name !== undefined) {
      cases.push({ name, lines: [] });
    } else if (current !== undefined) {
      current.lines.push(line);
    } else if (line.trim() !== "") {
      throw new Error(`recovery corpus: "${line}" stands before the first "=== name" line`);
    }
  }
  return cases;
}

function readCase(name: string, lines: readonly string[]): RecoveryCase {
  const end = lines.indexOf(OUTLINE_LINE);
  if (end < 0 || lines.lastIndexOf(OUTLINE_LINE) !== end) {
    throw malformed(name, `there must be exactly one "${OUTLINE_LINE}" line`);
  }
  const { source, places } = takeMarkers(name, lines.slice(0, end));
  const outline = lines
    .slice(end + 1)
    .filter((line) => line.trim() !== "")
    .map((line) => readDeclaration(name, line));
  const faults = faultyElements(outline);
  if (faults.length !== 1) {
    throw malformed(name, `exactly one element must bear "!", found ${faults.length}`);
  }
  return { name, source, places, outline };
}

function takeMarkers(name: string, lines: readonly string[]): Pick<RecoveryCase, "source" | "places"> {
  const kept: string[] = [];
  const places: Place[] = [];
  for (const line of lines) {
    const carets = MARKER.exec(line)?.[1];
    if (carets === undefined) {
      kept.push(line);
      continue;
    }
    const startColumn = line.indexOf("^") + 1;
    const endColumn = startColumn + carets.length;
    const marked = kept.at(-1);
    // A marker may reach one column past its line: there "missing" stands, and a one-letter line is marked.
    if (marked === undefined || endColumn > marked.length + 2) {
      throw malformed(name, `the marker "${line}" has no text above it`);
    }
    places.push({ line: kept.length, startColumn, endColumn });
  }
  if (places.length === 0) {
    throw malformed(name, "there is no marker line");
  }
  return { source: kept.map((line) => `${line}\n`).join(""), places };
}

function readDeclaration(name: string, line: string): OutlineDeclaration {
  const match = DECLARATION.exec(line);
  const declaration = match?.[1];
  if (match === null || declaration === undefined) {
    throw malformed(name, `"${line}" is no outline line such as "pipeline p: from where! sort"`);
  }
  const faulty = match[2] === "!";
  const steps = match[3] === undefined ? [] : readItems(name, match[3]);
  if (KINDS_WITH_STEPS.test(declaration) ? steps.length === 0 && !faulty : steps.length > 0) {
    throw malformed(name, `"${line}" must ${steps.length > 0 ? "not " : ""}list steps or items`);
  }
  return { declaration, faulty, steps };
}

/** Reads `from join(from where!) sort`; the brackets must match and nothing else may stand there. */
function readItems(name: string, text: string): readonly OutlineItem[] {
  const tokens = text.match(/[a-z]+|[!()]|\S/g) ?? [];
  let position = 0;

  function items(): OutlineItem[] {
    const found: OutlineItem[] = [];
    while (/^[a-z]+$/.test(tokens[position] ?? "")) {
      const word = tokens[position++] as string;
      const faulty = tokens[position] === "!";
      position += faulty ? 1 : 0;
      found.push({ word, faulty, steps: tokens[position] === "(" ? nested() : [] });
    }
    return found;
  }

  function nested(): OutlineItem[] {
    position++;
    const found = items();
    if (tokens[position] !== ")" || found.length === 0) {
      throw malformed(name, `a bracket in "${text}" is empty or not closed`);
    }
    position++;
    return found;
  }

  const found = items();
  if (position < tokens.length) {
    throw malformed(name, `"${tokens[position]}" is not expected in "${text}"`);
  }
  return found;
}

function malformed(name: string, fault: string): Error {
  return new Error(`recovery corpus, case "${name}": ${fault}`);
}
