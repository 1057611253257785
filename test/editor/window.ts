// A real VS Code window for tests: code-server on loopback with a profile of its own, the extension of this checkout, and
// headless Chromium, driven as a person drives it. What is asserted is what stands on the screen.

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from "playwright-core";
import { isCodeServerInstalled, startCodeServer, windowAddress } from "../../scripts/editor/code-server.mjs";
import { findChromium } from "../support/chromium.ts";
import type { Need } from "../support/needs.ts";
import { repositoryRoot } from "../support/repository.ts";

export interface Window {
  readonly page: Page;
  /** The copied example that is open. */
  readonly folder: string;
  /** Addresses that the window asked for which are not on this machine. */
  readonly foreign: readonly string[];
  /** Process id of VS Code's server, from which the extension host descends. */
  readonly serverProcess: number | undefined;
  close(): Promise<void>;
}

export interface WindowOptions {
  /** False asks the person about trust, as on a desktop. */
  readonly isTrusted?: boolean;
  readonly settings?: Record<string, unknown>;
  readonly files?: readonly string[];
}

/** Without these the browser looks for its makers' services at every start. */
const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function codeServerNeed(): Need {
  return {
    what: "VS Code's server (`code-server` of npm)",
    available: isCodeServerInstalled(),
    remedy: "node scripts/editor/install.mjs",
  };
}

/** Opens a copy of the flights example, with its data beside it. */
export async function openWindow(options: WindowOptions = {}): Promise<Window> {
  const scratch = mkdtempSync(join(tmpdir(), "weir-window-"));
  const folder = join(scratch, "examples", "flights");
  mkdirSync(folder, { recursive: true });
  cpSync(join(repositoryRoot, "examples", "flights"), folder, {
    recursive: true,
    filter: (path) => !/[\\/](?:out|\.weir)(?:[\\/]|$)/.test(path.slice(repositoryRoot.length)),
  });
  symlinkSync(join(repositoryRoot, "node_modules"), join(scratch, "node_modules"), "junction");
  const server = await startCodeServer({
    options: options.isTrusted === false ? [] : ["--disable-workspace-trust"],
    settings: { "security.workspace.trust.startupPrompt": "never", ...options.settings },
  });
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    server.stop();
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    browser = await chromium.launch({
      executablePath: findChromium() ?? "chromium",
      args: [...browserFlags],
    });
    const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
    const foreign: string[] = [];
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(?:https?|wss?):$/.test(protocol) && hostname !== "127.0.0.1") foreign.push(request.url());
    });
    const files = (options.files ?? ["flights.weir"]).map((file) => join(folder, file));
    await page.goto(windowAddress(server.port, { folder, extension: repositoryRoot, files }));
    await page.locator(".monaco-editor .view-line").first().waitFor({ timeout: 60_000 });
    return { page, folder, foreign, serverProcess: server.processId, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lines of the editor that hold a text; its blanks are no ordinary ones. */
export function lineWith(page: Page, text: string): Locator {
  return page
    .locator(".view-lines .view-line")
    .filter({ hasText: text.replaceAll(" ", "\u00a0") })
    .first();
}

/** Puts the cursor on a line of the file, from 1. */
export async function goToLine(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press("Control+1");
  await page.keyboard.press("Control+g");
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press("Enter");
}

/** Runs a command of the palette by its title. */
export async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
}

/** The page inside the results panel. */
export function panelOf(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").last().frameLocator("iframe#active-frame");
}
