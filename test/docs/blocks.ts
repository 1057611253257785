// Reads the runnable examples of a Markdown page: fenced `weir` blocks, each with the `problem` and `result` blocks
// that directly follow it, and writes answers back into the page. It knows Markdown fences and nothing of Weir.

/** A fenced block: its lines are `text` between the fences, which stand at `start` and `end` (line indices). */
export interface Block {
  readonly language: string;
  /** Without the fences, ending with a line feed unless empty. */
  readonly text: string;
  /** Index of the line with the opening fence. */
  readonly start: number;
  /** Index of the line with the closing fence. */
  readonly end: number;
}

/** A program of a page with what the page says about it. */
export interface Example {
  /** `docs/language.md:120 Joins`: where it stands, from line 1, and under which heading. */
  readonly title: string;
  readonly source: Block;
  readonly problem: Block | undefined;
  readonly result: Block | undefined;
}

/** An answer that replaces the text of a block. */
export interface Answer {
  readonly block: Block;
  readonly text: string;
}

/** The examples of a page, in order. `page` is its path, for titles. */
export function readExamples(markdown: string, page: string): readonly Example[] {
  const lines = markdown.split("\n");
  const blocks = readBlocks(lines, page);
  return blocks.flatMap((source, position) => {
    if (source.language !== "weir") return [];
    const answers: Block[] = [];
    for (const block of blocks.slice(position + 1)) {
      const last = answers.at(-1) ?? source;
      const between = lines.slice(last.end + 1, block.start);
      if (!isAnswer(block) || between.some((line) => line.trim() !== "")) break;
      answers.push(block);
    }
    return [
      {
        title: `${page}:${source.start + 1} ${headingBefore(lines, source.start)}`,
        source,
        problem: answers.find((block) => block.language === "problem"),
        result: answers.find((block) => block.language === "result"),
      },
    ];
  });
}

/** Answers that follow no program: nobody would ever compare them. */
export function strayAnswers(markdown: string, page: string): readonly string[] {
  const used = new Set(
    readExamples(markdown, page).flatMap(({ problem, result }) => [problem?.start, result?.start]),
  );
  return readBlocks(markdown.split("\n"), page)
    .filter((block) => isAnswer(block) && !used.has(block.start))
    .map((block) => `${page}:${block.start + 1}`);
}

/** The page with other texts in some of its blocks. */
export function withAnswers(markdown: string, answers: readonly Answer[]): string {
  const lines = markdown.split("\n");
  const fromTheEnd = [...answers].sort((a, b) => b.block.start - a.block.start);
  for (const { block, text } of fromTheEnd) {
    const inner = text === "" ? [] : text.replace(/\n$/, "").split("\n");
    lines.splice(block.start + 1, block.end - block.start - 1, ...inner);
  }
  return lines.join("\n");
}

function isAnswer(block: Block): boolean {
  return block.language === "problem" || block.language === "result";
}

function readBlocks(lines: readonly string[], page: string): readonly Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index++) {
    const fence = /^(`{3,})(\w*)\s*$/.exec(lines[index]!);
    if (fence === null) continue;
    const end = lines.findIndex((line, at) => at > index && line.trimEnd() === fence[1]);
    if (end < 0) throw new Error(`${page}:${index + 1}: this block is never closed`);
    const text = lines
      .slice(index + 1, end)
      .map((line) => `${line}\n`)
      .join("");
    blocks.push({ language: fence[2]!, text, start: index, end });
    index = end;
  }
  return blocks;
}

function headingBefore(lines: readonly string[], index: number): string {
  for (let at = index; at >= 0; at--) {
    const heading = /^#+ (.*)$/.exec(lines[at]!);
    if (heading !== null) return heading[1]!;
  }
  return "";
}
