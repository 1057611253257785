// Proposals as items of the protocol: in order of their scores, with an edit that is exact for what stands at the cursor.

import {
  type CompletionItem,
  InsertTextFormat,
  MarkupKind,
  type Range,
  type TextEdit,
} from "vscode-languageserver-types";
import { toRange, type View } from "../../view.ts";
import type { CompletionAbilities, Proposal } from "./types.ts";

/** What the items replace. */
export interface Replaced {
  readonly start: number;
  readonly cursor: number;
  readonly end: number;
  /** Whether the word begins with a backtick: then editors compare names as they are written in the text. */
  readonly isQuoted: boolean;
}

export function itemsOf(
  view: View,
  proposals: readonly Proposal[],
  replaced: Replaced,
  abilities: CompletionAbilities,
): CompletionItem[] {
  const insert = toRange(view.lines, replaced.start, replaced.cursor);
  const replace = toRange(view.lines, replaced.start, replaced.end);
  return ordered(proposals).map((proposal, index) => {
    const usesSnippet = abilities.snippets && proposal.snippet !== undefined;
    const newText = usesSnippet ? proposal.snippet! : (proposal.insert ?? proposal.label);
    const item: CompletionItem = {
      label: proposal.label,
      kind: proposal.kind,
      sortText: String(index).padStart(4, "0"),
      textEdit: edit(newText, insert, replace, abilities),
    };
    if (usesSnippet) item.insertTextFormat = InsertTextFormat.Snippet;
    const filter = proposal.filter ?? proposal.label;
    if (replaced.isQuoted) item.filterText = `\`${filter}\``;
    else if (filter !== proposal.label) item.filterText = filter;
    describe(item, proposal, abilities);
    if (proposal.documentation !== undefined) {
      item.documentation = abilities.markdown
        ? { kind: MarkupKind.Markdown, value: proposal.documentation }
        : proposal.documentation;
    }
    if (proposal.edits !== undefined && proposal.edits.length > 0)
      item.additionalTextEdits = [...proposal.edits];
    if (proposal.data !== undefined) item.data = proposal.data;
    if (
      abilities.asksAgain &&
      proposal.asksAgain === true &&
      (usesSnippet || newText.endsWith(" ") || newText.endsWith("/"))
    ) {
      item.command = { title: "Suggest", command: "editor.action.triggerSuggest" };
    }
    if (index === 0) item.preselect = true;
    return item;
  });
}

/** The best first, one of each label. */
export function ordered(proposals: readonly Proposal[]): readonly Proposal[] {
  const best = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const key = `${proposal.label} ${proposal.kind}`;
    const other = best.get(key);
    if (other === undefined || other.score < proposal.score) best.set(key, proposal);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.label < b.label ? -1 : 1));
}

function edit(
  newText: string,
  insert: Range,
  replace: Range,
  abilities: CompletionAbilities,
): NonNullable<CompletionItem["textEdit"]> {
  if (abilities.insertReplace && insert.end.character !== replace.end.character) {
    return { newText, insert, replace };
  }
  const plain: TextEdit = { newText, range: insert };
  return plain;
}

function describe(
  item: CompletionItem,
  { detail, description }: Proposal,
  abilities: CompletionAbilities,
): void {
  if (detail === undefined && description === undefined) return;
  if (abilities.labelDetails) {
    item.labelDetails = {
      ...(detail === undefined ? {} : { detail }),
      ...(description === undefined ? {} : { description }),
    };
  } else
    item.detail = [detail?.replace(/^: /, ""), description].filter((part) => part !== undefined).join(" · ");
}
