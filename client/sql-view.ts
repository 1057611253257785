// The SQL that a pipeline becomes, beside it: a read-only document that follows the cursor from pipeline to pipeline and
// marks the step under it, in both texts and from either side.

import {
  type Disposable,
  EventEmitter,
  l10n,
  Range,
  type TextDocumentContentProvider,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type PlaceParams, type SqlResult, sqlMethod } from "../server/protocol.ts";
import { cursorPlace, weirEditor } from "./place.ts";

export const sqlScheme = "weir-sql";

/** One document for all pipelines: following must not open tab after tab. */
const address = Uri.from({ scheme: sqlScheme, path: "/Generated SQL.sql" });

/** How long the cursor and the keyboard rest before the SQL is asked for anew, in milliseconds. */
const restMillis = 150;

export class SqlView implements TextDocumentContentProvider, Disposable {
  readonly #client: LanguageClient;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #marked = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor("editor.rangeHighlightBackground"),
    overviewRulerColor: new ThemeColor("editorOverviewRuler.rangeHighlightForeground"),
  });
  readonly #listening: readonly Disposable[];
  #shown: (SqlResult & { readonly uri: string }) | undefined;
  #text = "";
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;

  constructor(client: LanguageClient) {
    this.#client = client;
    this.#listening = [
      workspace.registerTextDocumentContentProvider(sqlScheme, this),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#moved(textEditor)),
      window.onDidChangeActiveTextEditor((editor) => editor !== undefined && this.#moved(editor)),
      workspace.onDidChangeTextDocument(({ document }) => {
        const editor = weirEditor();
        if (editor?.document === document) this.#moved(editor);
        // New text has come in: its step is marked in it.
        else if (document.uri.scheme === sqlScheme && editor !== undefined)
          this.#mark(editor.selection.active.line);
      }),
    ];
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  /** Opens the SQL of the pipeline at a place, beside it. */
  async show(place: PlaceParams): Promise<void> {
    if (!(await this.#ask(place))) {
      void window.showInformationMessage(
        l10n.t("There is no SQL here: put the cursor into a pipeline that has no errors."),
      );
      return;
    }
    const document = await workspace.openTextDocument(address);
    await window.showTextDocument(document, {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
    this.#mark(place.line);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const listener of this.#listening) listener.dispose();
    this.#marked.dispose();
    this.#changed.dispose();
  }

  // ----------------------------------------------------------------------------------------------- following

  #moved(editor: TextEditor): void {
    if (this.#sqlEditor() === undefined) return;
    if (editor.document.uri.scheme === sqlScheme) {
      this.#markSource(editor.selection.active.line);
      return;
    }
    if (editor.document.languageId !== "weir") return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow(editor).catch(nothing), restMillis);
  }

  async #follow(editor: TextEditor): Promise<void> {
    const place = cursorPlace(editor);
    if (await this.#ask(place)) this.#mark(place.line);
  }

  /** Asks the server; what is shown stays where there is no SQL. False too where something newer was asked for meanwhile. */
  async #ask(place: PlaceParams): Promise<boolean> {
    const own = ++this.#asked;
    const result = await this.#client.sendRequest<SqlResult | null>(sqlMethod, place);
    if (own !== this.#asked || result === null) return false;
    this.#shown = { ...result, uri: place.uri };
    const text = `-- ${result.pipeline}\n${result.sql}\n`;
    if (text !== this.#text) {
      this.#text = text;
      this.#changed.fire(address);
    }
    return true;
  }

  // ------------------------------------------------------------------------------------------------- marking

  /** Marks the step on a line of the program, and what it became. */
  #mark(line: number): void {
    // The last step that begins on the line or before it.
    const before = this.#shown?.steps.filter((one) => one.line <= line) ?? [];
    const step = before.toSorted((a, b) => a.line - b.line).at(-1);
    const source = this.#sourceEditor();
    const sql = this.#sqlEditor();
    source?.setDecorations(this.#marked, step === undefined ? [] : [wholeLines(step.line, step.line)]);
    if (sql === undefined) return;
    // The first line names the pipeline.
    const range = step === undefined ? undefined : wholeLines(step.start + 1, step.end);
    sql.setDecorations(this.#marked, range === undefined ? [] : [range]);
    if (range !== undefined) sql.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Marks the step that a line of the SQL comes from. */
  #markSource(sqlLine: number): void {
    const step = this.#shown?.steps.find(({ start, end }) => start + 1 <= sqlLine && sqlLine <= end);
    const source = this.#sourceEditor();
    if (step === undefined || source === undefined) return;
    const range = wholeLines(step.line, step.line);
    source.setDecorations(this.#marked, [range]);
    source.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    this.#sqlEditor()?.setDecorations(this.#marked, [wholeLines(step.start + 1, step.end)]);
  }

  #sqlEditor(): TextEditor | undefined {
    return window.visibleTextEditors.find(({ document }) => document.uri.scheme === sqlScheme);
  }

  #sourceEditor(): TextEditor | undefined {
    const uri = this.#shown?.uri;
    return window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  }
}

function nothing(): void {
  // The server is starting anew: the next move of the cursor asks again.
}

function wholeLines(first: number, last: number): Range {
  return new Range(first, 0, last, Number.MAX_SAFE_INTEGER);
}
