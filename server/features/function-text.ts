// A function of the library in Markdown, for hovers, completion and signature help: shapes, what it does, an example.

import type { FunctionEntry } from "../../language/index.ts";

export function functionText({ name, doc, signatures, example }: FunctionEntry): string {
  const shapes = signatures.map(({ type }) => `${name}${type}`).join("\n");
  const where = example.rows === undefined ? "" : `\n# over ${example.rows}`;
  const clauses = example.clauses === undefined ? "" : ` ${example.clauses}`;
  return `\`\`\`weir\n${shapes}\n\`\`\`\n\n${doc}\n\n\`\`\`weir\n${example.call}${clauses}  # ${example.result}${where}\n\`\`\``;
}
