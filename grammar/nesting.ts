// What is open at a place of a declaration: its body, braces of values, brackets of the current step, and
// pipelines in parentheses. Finds out which of those parentheses are never closed, so that the parser can end
// them by indentation. A thing with a lifetime: one per pass, reset at each declaration.
import type { IToken } from "chevrotain";

/** Marks the `(` of a pipeline that nothing closes; its `startColumn` is the indentation of its line. */
export const neverClosed = "never closed";

export class Nesting {
  /** Whether the brace of the declaration's body is still to come, open, or closed. */
  body: "none" | "ahead" | "open" | "closed" = "none";
  valueBraces = 0;
  /** Brackets open since the current step or item began. */
  brackets = 0;
  private pipelines: IToken[] = [];

  begin(hasBody: boolean): void {
    this.giveUpPipelines();
    this.body = hasBody ? "ahead" : "none";
    this.valueBraces = 0;
    this.brackets = 0;
  }

  get hasPipeline(): boolean {
    return this.pipelines.length > 0;
  }

  /** A step begins: what values before it left open is given up. */
  beginStep(): void {
    this.valueBraces = 0;
    this.brackets = 0;
  }

  beginItem(): void {
    this.beginStep();
    this.giveUpPipelines();
  }

  openBody(): void {
    this.body = "open";
    this.beginStep();
  }

  closeBrace(): void {
    if (this.valueBraces > 0) this.valueBraces--;
    else if (this.body === "open") {
      this.body = "closed";
      this.giveUpPipelines();
    }
  }

  /** The bracket opened last is that of a pipeline: `from` stands right after it. */
  openPipeline(bracket: IToken, indentation: number): void {
    bracket.startColumn = indentation;
    if (this.brackets > 0) this.brackets--;
    this.pipelines.push(bracket);
  }

  /** `indentation` is that of the line that a bracket begins, undefined where it does not begin one. */
  closeBracket(isRound: boolean, indentation: number | undefined): void {
    if (this.brackets > 0) {
      this.brackets--;
      return;
    }
    if (!isRound) return;
    if (indentation !== undefined) {
      while (this.pipelines.length > 1 && this.pipelines.at(-1)!.startColumn! > indentation) this.giveUp();
    }
    this.pipelines.pop();
  }

  giveUpPipelines(): void {
    while (this.pipelines.length > 0) this.giveUp();
  }

  private giveUp(): void {
    this.pipelines.pop()!.payload = neverClosed;
  }
}
