// The results panel's page in a real Chromium, with this test in the extension's place: it answers requests for pages from
// values that it makes up, and keeps every message that the page sends. The page, its policy and its bundle are the real ones.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as arrow from "apache-arrow";
import { type Browser, chromium, type Page } from "playwright-core";
import type { FromPage, PageRequest, PanelContent, ResultView, ToPage } from "../../client/panel/messages.ts";
import { pageHtml } from "../../client/panel/page-html.ts";
import { readMessage } from "../../client/panel/web-message.ts";
import { buildPrograms } from "../../scripts/build.mjs";
import type { ResultColumn } from "../../server/protocol.ts";
import { findChromium } from "../support/chromium.ts";

/** Answers one request, or fails it. */
export type Answer = (
  request: PageRequest,
) =>
  | { readonly rows: arrow.Table; readonly totalRows: number; readonly isCut?: boolean }
  | { readonly failure: string };

export interface OpenPage {
  readonly page: Page;
  readonly received: FromPage[];
  /** What the content security policy refused, and errors of the page. */
  readonly violations: string[];
  answer: Answer;
  /** While true, requests are kept in `held` rather than answered. */
  isHolding: boolean;
  readonly held: PageRequest[];
  reply(request: PageRequest): Promise<void>;
  show(content: PanelContent, groupDigits?: boolean): Promise<void>;
  requests(): readonly PageRequest[];
}

/** Serves the page and opens as many of them as are asked for. */
export class PanelPages {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #scratch: string;

  private constructor(server: Server, browser: Browser, scratch: string) {
    this.#server = server;
    this.#browser = browser;
    this.#scratch = scratch;
  }

  static async start(): Promise<PanelPages> {
    const scratch = mkdtempSync(join(tmpdir(), "weir-panel-"));
    await buildPrograms({ outputDirectory: scratch });
    const server = createServer((request, response) => {
      const name = (request.url ?? "/").slice(1);
      if (name === "panel.js" || name === "panel.css") {
        response.setHeader("content-type", name.endsWith("js") ? "text/javascript" : "text/css");
        response.end(readFileSync(join(scratch, name)));
      } else if (name === "") {
        response.setHeader("content-type", "text/html");
        const cspSource = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        response.end(pageHtml({ nonce: "bm9uY2U", cspSource, script: "/panel.js", styles: "/panel.css" }));
      } else {
        response.statusCode = 404;
        response.end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({
      executablePath: findChromium()!,
      // A browser started by root has no sandbox of its own.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    return new PanelPages(server, browser, scratch);
  }

  async open(
    answer: Answer,
    options: {
      readonly width?: number;
      readonly height?: number;
      readonly variables?: Readonly<Record<string, string>>;
      readonly themeClass?: string;
      readonly state?: unknown;
    } = {},
  ): Promise<OpenPage> {
    const context = await this.#browser.newContext({
      viewport: { width: options.width ?? 900, height: options.height ?? 600 },
    });
    const page = await context.newPage();
    const violations: string[] = [];
    const received: FromPage[] = [];
    const held: PageRequest[] = [];
    page.on("pageerror", (error) => violations.push(error.message));
    await page.exposeFunction("weirViolation", (text: string) => violations.push(text));
    await page.exposeFunction("weirReceive", (given: unknown) => {
      const message = readMessage(given);
      if (message === undefined) throw new Error(`no message: ${JSON.stringify(given)}`);
      received.push(message);
      if (message.kind !== "page") return undefined;
      if (open.isHolding) held.push(message);
      else return open.reply(message);
      return undefined;
    });
    await page.addInitScript(`
      document.addEventListener("securitypolicyviolation", (event) =>
        weirViolation(event.violatedDirective + " " + event.blockedURI + " " + event.sample));
      let state = ${JSON.stringify(options.state ?? null)} ?? undefined;
      globalThis.acquireVsCodeApi = () => ({
        postMessage: (message) => void weirReceive(message),
        getState: () => state,
        setState: (next) => { state = next; globalThis.weirState = next; },
      });
      globalThis.weirSend = (message, base64) => {
        if (base64 !== undefined) message.arrow = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        window.postMessage(message, "*");
      };
      document.addEventListener("DOMContentLoaded", () => {
        const variables = ${JSON.stringify(options.variables ?? {})};
        for (const [name, value] of Object.entries(variables))
          document.documentElement.style.setProperty("--vscode-" + name, value);
        document.body.className = ${JSON.stringify(options.themeClass ?? "vscode-dark")};
      });
    `);
    const send = async (message: ToPage): Promise<void> => {
      if (message.kind === "page") {
        const { arrow: bytes, ...rest } = message;
        const base64 = Buffer.from(bytes).toString("base64");
        await page.evaluate(`weirSend(${JSON.stringify(rest)}, ${JSON.stringify(base64)})`);
      } else {
        await page.evaluate(`weirSend(${JSON.stringify(message)})`);
      }
    };
    const open: OpenPage = {
      page,
      received,
      violations,
      answer,
      isHolding: false,
      held,
      async reply(request) {
        const given = open.answer(request);
        if ("failure" in given) {
          await send({ kind: "pageFailed", request: request.request, message: given.failure });
          return;
        }
        const bytes = arrow.tableToIPC(given.rows, "stream");
        const { numRows } = given.rows;
        const { totalRows, isCut = false } = given;
        await send({ kind: "page", request: request.request, arrow: bytes, rows: numRows, totalRows, isCut });
      },
      show: (content, groupDigits = true) => send({ kind: "content", content, settings: { groupDigits } }),
      requests: () => received.filter((message) => message.kind === "page"),
    };
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    return open;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}

/** Content of a finished run. */
export function resultContent(
  columns: readonly ResultColumn[],
  rows: number,
  more: Partial<ResultView> = {},
): PanelContent {
  return {
    kind: "result",
    heading: { pipeline: "delays_by_airport", step: "aggregate" },
    result: { resultId: "r1", columns, rows, isComplete: true, seconds: 1.25, notices: [], ...more },
  };
}

/** A table of columns that already are Arrow vectors, with the types that Weir writes into the schema. */
export function typedTable(
  columns: readonly ResultColumn[],
  vectors: Readonly<Record<string, arrow.Vector>>,
): arrow.Table {
  const table = new arrow.Table(vectors);
  const fields = table.schema.fields.map((field, index) => {
    const metadata = new Map([["weir.type", columns[index]!.type]]);
    return new arrow.Field(field.name, field.type, true, metadata);
  });
  const schema = new arrow.Schema(fields);
  return new arrow.Table(
    schema,
    table.batches.map((batch) => new arrow.RecordBatch(schema, batch.data)),
  );
}
