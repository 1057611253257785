// `weir format`: texts through the formatter and back to where they came from. Line endings are the formatter's matter;
// the byte order mark is put back here.

import { formatText } from "../../grammar/index.ts";
import { decodeUtf8 } from "../../project/index.ts";
import type { FormatOptions } from "../command-options.ts";
import { type ExitCode, fault, usageError } from "../exit.ts";
import { findFiles } from "../find-files.ts";
import { type Host, readNamedFile } from "../host.ts";
import { printable } from "../output/terminal.ts";
import { writeWhole } from "../write-file.ts";

const byteOrderMark = "\uFEFF";

export async function format(
  host: Host,
  paths: readonly string[],
  options: FormatOptions,
): Promise<ExitCode> {
  if (options.stdin) return formatInput(host, paths, options);
  if (paths.length === 0) {
    throw usageError(
      "there is nothing to format",
      "name files or folders, or pass a text to `weir format --stdin`",
    );
  }
  const files = await findFiles(host, paths);
  let changed = 0;
  for (const { path, shown } of files) {
    const before = textOf(await readNamedFile(host, path), shown);
    const after = formatted(before);
    if (after === before) continue;
    changed += 1;
    if (!options.check) await writeWhole(path, after, shown);
    await host.output.write(`${printable(shown)}\n`);
  }
  const { dim } = host.errorColours;
  const all = `${files.length} ${files.length === 1 ? "file" : "files"}`;
  if (options.check) {
    if (changed > 0) await host.errors.write(`${changed} of ${all} not formatted; \`weir format\` does it\n`);
    return changed > 0 ? 1 : 0;
  }
  await host.errors.write(dim(`${changed} of ${all} changed\n`));
  return 0;
}

async function formatInput(host: Host, paths: readonly string[], options: FormatOptions): Promise<ExitCode> {
  if (paths.length > 0) throw usageError("--stdin takes no paths", "leave out one of them");
  const before = textOf(await host.readInput(), "standard input");
  const after = formatted(before);
  if (options.check) return after === before ? 0 : 1;
  await host.output.write(after);
  return 0;
}

function textOf(bytes: Uint8Array, shown: string): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw fault(`"${shown}" is not UTF-8`, "save it as UTF-8; nothing was changed");
  return text;
}

function formatted(text: string): string {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : "";
  return mark + formatText(text.slice(mark.length));
}
