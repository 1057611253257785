// The extension in a real VS Code window, as a person meets it: what is asserted stands on the screen.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { chromiumNeed } from "../support/chromium.ts";
import { needs } from "../support/needs.ts";
import { repositoryRoot } from "../support/repository.ts";
import { codeServerNeed, command, goToLine, lineWith, openWindow, panelOf, type Window } from "./window.ts";

/** Kept when a test fails, with what the window showed. */
const failures = join(repositoryRoot, "out", "editor");

async function keepPicture(page: Page, title: string): Promise<void> {
  mkdirSync(failures, { recursive: true });
  await page.screenshot({ path: join(failures, `${title.replace(/[^a-z0-9]+/gi, "-")}.png`) });
}

/** The line of the example that holds a text, from 1. */
function lineOf(window: Window, text: string): number {
  const lines = readFileSync(join(window.folder, "flights.weir"), "utf8").split("\n");
  const found = lines.findIndex((line) => line.includes(text));
  assert.ok(found >= 0, `the example has a line with ${text}`);
  return found + 1;
}

/** Process ids below a process, all the way down, with their command lines. */
function descendants(processId: number): readonly string[] {
  const found: string[] = [];
  const queue = [processId];
  for (const id of queue) {
    if (!existsSync(`/proc/${id}/task`)) continue;
    for (const task of readdirSync(`/proc/${id}/task`)) {
      const children = readFileSync(`/proc/${id}/task/${task}/children`, "utf8").split(" ").filter(Boolean);
      for (const child of children.map(Number)) {
        queue.push(child);
        found.push(readFileSync(`/proc/${child}/cmdline`, "utf8").replaceAll("\0", " "));
      }
    }
  }
  return found;
}

describe("the editor", function () {
  this.timeout(180_000);
  let window: Window;
  let page: Page;

  before(async function () {
    needs(this, chromiumNeed());
    needs(this, codeServerNeed());
    window = await openWindow();
    ({ page } = window);
    await page.locator(".codelens-decoration a", { hasText: "Run" }).first().waitFor({ timeout: 60_000 });
  });
  after(() => window?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await keepPicture(page, this.currentTest.title);
  });

  it("colours the file by meaning, shows lenses and the types that nobody wrote", async () => {
    await goToLine(page, lineOf(window, "pipeline sound_flights"));
    const colour = (text: string, token: string) =>
      lineWith(page, text)
        .locator("span > span", { hasText: new RegExp(`^${token}$`) })
        .first()
        .evaluate((span) => span.ownerDocument.defaultView?.getComputedStyle(span).color);
    const [keyword, relation] = [
      await colour("from flights", "from"),
      await colour("from flights", "flights"),
    ];
    assert.notEqual(keyword, relation);
    const lenses = await page.locator(".codelens-decoration a").allTextContents();
    for (const title of ["Run", "Preview", "SQL"]) assert.ok(lenses.includes(title), lenses.join(" "));
    await goToLine(page, lineOf(window, "mean_delay = round"));
    await lineWith(page, "mean_delay: float").waitFor();
  });

  it("completes a column after a join", async () => {
    const line = lineOf(window, "join airports as a one");
    await goToLine(page, line, 200);
    await page.keyboard.press("Enter");
    await page.keyboard.type("where cit");
    await page.keyboard.press("Control+Space");
    const list = page.locator(".suggest-widget.visible .monaco-list-row");
    await list.filter({ hasText: "city" }).first().waitFor();
    assert.match((await list.first().textContent()) ?? "", /city/);
    await page.keyboard.press("Enter");
    await lineWith(page, "where city").waitFor();
    await page.keyboard.type(' == "x"');
  });

  it("marks a typo and takes the fix", async () => {
    const place = lineWith(page, 'where city == "x"');
    await place.waitFor();
    await page.keyboard.press("Home");
    await page.keyboard.type("|");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("End");
    await page.keyboard.type(" and stat == 1");
    await page.locator(".squiggly-error").first().waitFor();
    await page.keyboard.press("Control+ArrowLeft");
    await page.keyboard.press("Control+ArrowLeft");
    await page.keyboard.press("Control+ArrowLeft");
    await page.keyboard.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row", { hasText: "Write state" }).first();
    await fix.waitFor();
    await page.keyboard.press("Enter");
    await lineWith(page, "and state == 1").waitFor();
    // Away with the line again.
    await page.keyboard.press("Control+Shift+k");
    await lineWith(page, "and state == 1").waitFor({ state: "detached" });
  });

  it("tells in a hover what a step changes", async () => {
    await goToLine(page, lineOf(window, "select airport = origin"));
    await lineWith(page, "select airport")
      .locator("span > span", { hasText: /^select$/ })
      .first()
      .hover();
    await page.locator(".monaco-hover:visible", { hasText: "adds airport: text" }).first().waitFor();
    await page.mouse.move(10, 10);
  });

  it("renames a column wherever it stands", async () => {
    const line = lineOf(window, "median_delay = median(delay)");
    await goToLine(page, line, 6);
    await page.keyboard.press("F2");
    const input = page.locator(".rename-box input");
    await input.waitFor();
    await input.fill("typical_delay");
    await page.keyboard.press("Enter");
    await lineWith(page, "mean_delay, typical_delay, late").waitFor();
    await page.keyboard.press("Control+z");
    await lineWith(page, "mean_delay, median_delay, late").waitFor();
  });

  it("lays the file out", async () => {
    const line = lineOf(window, "where delay >= -120");
    await goToLine(page, line, 3);
    await page.keyboard.type("   ");
    await lineWith(page, "     where delay").waitFor();
    await command(page, "Format Document");
    await page
      .locator(".view-line", { hasText: /^\u00a0\u00a0where\u00a0delay\u00a0>=\u00a0-120/ })
      .first()
      .waitFor();
  });

  it("previews the step under the cursor", async () => {
    await goToLine(page, lineOf(window, "where delay >= -120"), 5);
    await page.keyboard.press("Control+Enter");
    const panel = panelOf(page);
    await panel.locator(".slick-row").first().waitFor({ timeout: 60_000 });
    assert.match((await panel.locator("body").textContent()) ?? "", /first 1,000/i);
    assert.match((await panel.locator(".slick-header-columns").first().textContent()) ?? "", /destination/);
  });

  it("runs a pipeline, scrolls to its last row and sorts it", async () => {
    await goToLine(page, lineOf(window, "pipeline sound_flights"), 1);
    await command(page, "Weir: Run Pipeline");
    const panel = panelOf(page);
    await panel
      .getByText(/2,999,9\d\d/)
      .first()
      .waitFor({ timeout: 90_000 });
    await panel.locator(".slick-row").first().locator(".slick-cell").nth(1).click();
    await page.keyboard.press("Control+End");
    const last = panel.locator('[aria-rowindex="2999998"], [aria-rowindex="2999999"]').first();
    await last.waitFor({ timeout: 30_000 });
    await panel.locator(".slick-header-column", { hasText: "distance" }).first().click();
    await panel.locator('.slick-header-column[aria-sort="ascending"]').first().waitFor({ timeout: 60_000 });
  });

  it("shows the SQL beside the program", async () => {
    await goToLine(page, lineOf(window, "where delay >= -120"), 5);
    await command(page, "Weir: Show SQL");
    await page.locator(".view-line", { hasText: /WITH/ }).first().waitFor({ timeout: 30_000 });
  });

  it("asks nobody outside of this machine", () => {
    assert.deepEqual(
      window.foreign.filter((address) => !/vscode-cdn\.net|visualstudio|open-vsx|microsoft/.test(address)),
      [],
    );
  });
});

describe("the editor without trust", function () {
  this.timeout(180_000);
  let window: Window;

  before(async function () {
    needs(this, chromiumNeed());
    needs(this, codeServerNeed());
    needs(this, {
      what: "A list of processes in /proc",
      available: existsSync("/proc/self/task"),
      remedy: "run the tests on Linux",
    });
    window = await openWindow({ isTrusted: false });
  });
  after(() => window?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await keepPicture(window.page, this.currentTest.title);
  });

  it("starts the language server and no engine", async () => {
    const { page } = window;
    // The problem of a source that is not looked at: the language server is there.
    await page.locator(".squiggly-warning").first().waitFor({ timeout: 60_000 });
    await goToLine(page, lineOf(window, "where delay >= -120"), 1);
    await page.keyboard.press("Control+Enter");
    await page
      .locator(".notification-toast, .monaco-dialog-box, .webview")
      .filter({ hasText: /trust/i })
      .first()
      .waitFor({ timeout: 30_000 });
    const processes = descendants(window.serverProcess!);
    assert.ok(
      processes.some((line) => line.includes("server.js")),
      processes.join("\n"),
    );
    assert.ok(!processes.some((line) => line.includes("engine.js")), processes.join("\n"));
    // What a sniffed schema would leave behind.
    assert.equal(existsSync(join(window.folder, ".weir", "cache", "schemas")), false);
  });
});
