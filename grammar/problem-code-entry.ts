// The shape of one entry of the table of syntax problems.

export interface SyntaxProblemEntry {
  readonly code: SyntaxCode;
  readonly severity: "error";
  /** Short, for lists: `text without end`. */
  readonly title: string;
  /** One paragraph: what it means and how to get out of it. */
  readonly explanation: string;
  /** A whole Weir text that gives this code and no other, and its repaired version without it. */
  readonly wrong: string;
  readonly right: string;
}

export type SyntaxCode = `WR0${number}`;
