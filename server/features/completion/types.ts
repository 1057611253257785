// What the parts of completion hand to each other: a proposal before it is ranked, and what has to come from outside,
// since features read no disk. It says nothing about how an editor shows it.

import type { CompletionItemKind, TextEdit } from "vscode-languageserver-types";
import type { SourceColumn } from "../../../language/index.ts";
import type { PathStyle } from "../../../project/index.ts";

/** What the editor can show; plain text where it can no more. */
export interface CompletionAbilities {
  readonly snippets: boolean;
  readonly insertReplace: boolean;
  readonly labelDetails: boolean;
  readonly markdown: boolean;
  /** Whether an item may ask for completion again as it is taken: the command is that of VS Code. */
  readonly asksAgain: boolean;
}

/** A file or folder, as completion of paths offers it. */
export interface ListedEntry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/** Knows values of columns whose values are few. */
export interface KnownValues {
  /** Texts that a column of a source holds, the most frequent first; empty where nothing is known. */
  valuesOf(column: SourceColumn): readonly string[];
}

/** A declaration of a file that this one does not import yet. */
export interface ForeignDeclaration {
  readonly name: string;
  readonly kind: "source" | "store" | "model" | "let" | "function" | "pipeline";
  readonly uri: string;
  readonly doc: string;
}

/** What completion knows of the world beyond the program. Whatever is left out is not offered. */
export interface CompletionWorld {
  /** How paths are written on this system; as on POSIX where it is left out. */
  readonly style?: PathStyle;
  /** What is in a folder; empty where it may not be read. */
  readonly listFolder?: (uri: string) => readonly ListedEntry[];
  readonly knownValues?: KnownValues;
  /** Declarations of the workspace's other files whose names begin so. */
  readonly declarationsMatching?: (prefix: string) => readonly ForeignDeclaration[];
}

/** What `completionItem/resolve` needs to write the documentation. */
export type ResolveData =
  | { readonly of: "function"; readonly name: string }
  | { readonly of: "step"; readonly name: string };

/** Something that could stand at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is written; the label where it is left out. */
  readonly insert?: string | undefined;
  /** The same with placeholders, for editors that have them. */
  readonly snippet?: string | undefined;
  /** What the typed letters are compared with; the label where it is left out. */
  readonly filter?: string | undefined;
  /** Right behind the label, such as `: int?`. */
  readonly detail?: string | undefined;
  /** At the end of the line, such as the relation that a column comes from. */
  readonly description?: string | undefined;
  readonly documentation?: string | undefined;
  readonly data?: ResolveData | undefined;
  /** Edits elsewhere, such as an import. */
  readonly edits?: readonly TextEdit[] | undefined;
  /** How well it fits; more is better. */
  readonly score: number;
  /** Whether the editor should ask again after it was taken. */
  readonly asksAgain?: boolean | undefined;
}
