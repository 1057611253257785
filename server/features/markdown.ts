// Markdown of texts that come from files and data: they are shown as they are and can do nothing, whatever they hold.

/** Plain text as Markdown: no links, no HTML, no emphasis of its own. */
export function plainText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, "\\$&").replace(/[\r\n]+/g, " ");
}

/** Code within a line, whatever backticks it holds. */
export function inlineCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const blank = longest > 0 || text === "" ? " " : "";
  return `${fence}${blank}${text.replace(/[\r\n]+/g, " ")}${blank}${fence}`;
}

/** A block of Weir code. */
export function codeBlock(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}weir\n${code}\n${fence}`;
}
