// The format of a case: one text file a behaviour, with sections that begin with `--- KIND [WHAT]`. Text before the
// first section is a remark. Inputs are written by hand; the others are goldens, which WEIR_UPDATE=1 rewrites.
//
//   --- file main.weir          a source text; `main.weir` is the one that is asked about
//   --- data orders.csv         a data file beside it, as text
//   --- problems                LINE:COLUMN-COLUMN severity CODE message, of main.weir (from 1, end exclusive)
//   --- schema PIPELINE         its columns, one a line
//   --- sql PIPELINE [a=1 …]    its SQL, parameters given after the name
//   --- rows PIPELINE [a=1 …]   its rows, one JSON object a line; sorted where no order is promised
//   --- checks PIPELINE [a=1 …] its expectations and promises of `one`: how many rows break them, and examples
//   --- fails PIPELINE [a=1 …]  what DuckDB says when it runs: the case is one of data that fails the run
//
// PIPELINE is a name, or `#1` for the first bare pipeline.

export interface CaseFile {
  readonly remark: string;
  readonly sections: readonly CaseSection[];
}

export interface CaseSection {
  readonly kind: SectionKind;
  /** What stands after the kind. */
  readonly subject: string;
  /** Without the line break before the next section. */
  readonly text: string;
}

const sectionKinds = ["file", "data", "problems", "schema", "sql", "rows", "checks", "fails"] as const;
export type SectionKind = (typeof sectionKinds)[number];

function isSectionKind(word: string): word is SectionKind {
  return sectionKinds.some((kind) => kind === word);
}

/** Reads a case; a section of an unknown kind is an error of the case itself. */
export function parseCase(text: string): CaseFile {
  const [remark, ...rest] = text.split(/^--- /m);
  const sections = rest.map((part): CaseSection => {
    const end = part.indexOf("\n");
    const head = (end < 0 ? part : part.slice(0, end)).trim();
    const [kind = "", ...subject] = head.split(" ");
    if (!isSectionKind(kind)) throw new Error(`There is no section \`--- ${head}\``);
    return { kind, subject: subject.join(" "), text: end < 0 ? "" : part.slice(end + 1).replace(/\n$/, "") };
  });
  return { remark: remark ?? "", sections };
}

/** Writes a case as `parseCase` reads it. */
export function printCase(file: CaseFile): string {
  const sections = file.sections.map(({ kind, subject, text }) => {
    return `--- ${kind}${subject === "" ? "" : ` ${subject}`}\n${text === "" ? "" : `${text}\n`}`;
  });
  return file.remark + sections.join("");
}
