// The grid of the results panel as a person uses it, in Chromium under its real content security policy: ten million rows, keys,
// screen readers' names, selecting, copying, sorting, widths. The extension's side is played by `panel-page.ts`.

import assert from "node:assert/strict";
import * as arrow from "apache-arrow";
import type { ResultColumn } from "../../server/protocol.ts";
import { chromiumNeed } from "../support/chromium.ts";
import { needs } from "../support/needs.ts";
import { type Answer, type OpenPage, PanelPages, resultContent, typedTable } from "./panel-page.ts";
import { cellAt, columns, copied, focusPlace, header, million, numbered, soon } from "./panel-samples.ts";

describe("the results panel in a browser", function () {
  this.timeout(120_000);
  let pages: PanelPages;
  let open: OpenPage;

  before(async function () {
    needs(this, chromiumNeed());
    pages = await PanelPages.start();
  });
  after(() => pages?.stop());

  async function show(
    answer: Answer,
    content = resultContent(columns, 10 * million),
    options: Parameters<PanelPages["open"]>[1] = {},
  ): Promise<void> {
    open = await pages.open(answer, options);
    await open.show(content);
  }

  afterEach(async () => {
    assert.deepEqual(open?.violations ?? [], [], "what the policy refused, and errors of the page");
    await open?.page.context().close();
  });

  it("says what is shown, and keeps null apart from the text null", async () => {
    await show(numbered(10 * million));
    await cellAt(open, 1, 1).filter({ hasText: "name 1" }).waitFor();
    assert.equal(await open.page.locator("h1 .pipeline").innerText(), "delays_by_airport");
    assert.equal(await open.page.locator(".counts").innerText(), "10,000,000 rows · 1.3 s");
    assert.equal(await header(open, 2).locator(".type").innerText(), "float?");
    assert.equal(await cellAt(open, 3, 1).locator(".null").count(), 1);
    assert.equal(await cellAt(open, 4, 1).innerText(), "null");
    assert.equal(await cellAt(open, 4, 1).locator(".null").count(), 0);
    const align = `getComputedStyle(document.querySelector(".slick-row[data-row='4'] .l3")).textAlign`;
    assert.equal(await open.page.evaluate(align), "right");
  });

  it("scrolls to the last of ten million rows, exactly and by the wheel", async () => {
    await show(numbered(10 * million));
    await cellAt(open, 0, 0).click();
    await open.page.keyboard.press("Control+End");
    await cellAt(open, 10 * million - 1, 0)
      .filter({ hasText: "9,999,999" })
      .waitFor();
    assert.equal(await focusPlace(open), `${10 * million + 1} 4`);
    // Numbers are never cut, since half of one looks like another.
    const cut = `[...document.querySelectorAll(".slick-cell.number, .slick-cell.row-number")]
      .filter((cell) => cell.scrollWidth > cell.clientWidth).length`;
    await soon(async () => assert.equal(await open.page.evaluate(cut), 0));
    await open.page.keyboard.press("ArrowUp");
    assert.equal(await focusPlace(open), `${10 * million} 4`);

    await open.page.evaluate(`document.querySelector(".slick-viewport").scrollTop = 0`);
    await cellAt(open, 0, 0).filter({ hasText: "0" }).waitFor();
    await cellAt(open, 5, 0).hover();
    await open.page.mouse.wheel(0, 240);
    // Ten rows of 24 pixels each: a turn of the wheel is not scaled, however many rows there are.
    await soon(async () =>
      assert.equal(await open.page.evaluate(`document.querySelector(".slick-viewport").scrollTop`), 240),
    );
    await cellAt(open, 12, 0).filter({ hasText: "12" }).waitFor();
    const sent = open.requests();
    assert.ok(sent.length < 20, `${sent.length} requests`);
    assert.ok(sent.every(({ rows }) => rows <= 500));
  });

  it("is a grid to a screen reader", async () => {
    await show(numbered(10 * million));
    await cellAt(open, 0, 0).filter({ hasText: "0" }).waitFor();
    const grid = open.page.getByRole("grid", { name: "Rows" });
    assert.equal(await grid.getAttribute("aria-rowcount"), String(10 * million + 1));
    assert.equal(await grid.getAttribute("aria-colcount"), "4");
    assert.equal(
      await open.page.getByRole("columnheader", { name: "amount, float, may be null" }).count(),
      1,
    );
    assert.equal(await open.page.locator('.slick-row[data-row="7"]').getAttribute("aria-rowindex"), "9");
    assert.equal(await cellAt(open, 7, 2).getAttribute("aria-colindex"), "4");
    assert.equal(await open.page.locator('.slick-row[data-row="7"] [role="rowheader"]').innerText(), "8");
    // Tab passes filter, buttons and the active cell: one stop for all rows.
    assert.equal(await open.page.locator('.grid [tabindex="0"]').count(), 1);
    await open.page.locator(".filter").focus();
    for (let step = 0; step < 3; step++) await open.page.keyboard.press("Tab");
    assert.equal(await focusPlace(open), "2 2");
    await open.page.keyboard.press("Tab");
    assert.ok(
      !(await open.page.evaluate(`document.querySelector(".grid").contains(document.activeElement)`)),
    );
  });

  it("moves, selects and copies by keys", async () => {
    await show(numbered(10 * million));
    await cellAt(open, 1, 1).click();
    await open.page.keyboard.press("Shift+ArrowRight");
    await open.page.keyboard.press("Shift+ArrowDown");
    await open.page.keyboard.press("Shift+ArrowDown");
    assert.equal(await open.page.locator(".slick-cell.selected").count(), 6);
    assert.equal(await cellAt(open, 2, 2).getAttribute("aria-selected"), "true");
    assert.match(await open.page.locator(".note").innerText(), /3 × 2 selected/);
    await open.page.evaluate(
      `document.addEventListener("copy", (event) => { globalThis.copiedText = event.clipboardData.getData("text/plain"); })`,
    );
    await open.page.keyboard.press("Control+c");
    assert.equal(await open.page.evaluate("copiedText"), "name 1\t1.5\nname 2\t3.0\n\t4.5");
    // VS Code copies by this command rather than by the key.
    await open.page.evaluate(`globalThis.copiedText = ""; document.execCommand("copy")`);
    assert.equal(await open.page.evaluate("copiedText"), "name 1\t1.5\nname 2\t3.0\n\t4.5");
    await open.page.keyboard.press("PageDown");
    await open.page.keyboard.press("Home");
    assert.match(await focusPlace(open), /^\d+ 2$/);
    await open.page.keyboard.press("Control+Home");
    assert.equal(await focusPlace(open), "2 2");
    await open.page.keyboard.press("ArrowUp");
    assert.equal(await open.page.evaluate("document.activeElement.getAttribute('role')"), "columnheader");
  });

  it("selects all of ten million rows at once, copies a bounded part and says so", async () => {
    await show(numbered(10 * million));
    await cellAt(open, 0, 0).click();
    await open.page.keyboard.press("Control+a");
    assert.match(await open.page.locator(".note").innerText(), /10,000,000 × 3 selected/);
    await open.page.keyboard.press("Control+c");
    await open.page.locator(".note", { hasText: "Copied the first 100,000 of 10,000,000 rows" }).waitFor();
    const lines = copied(open).split("\n");
    assert.equal(lines.length, 100_000);
    assert.equal(lines[99_998], "99998\tname 99998\t149997.0");
    const parts = open.received.filter((message) => message.kind === "copy");
    assert.ok(parts.every(({ text }) => Buffer.byteLength(text) <= million));
  });

  it("asks the engine to sort by a header, by several with Shift, and by keys", async () => {
    await show(numbered(1000), resultContent(columns, 1000));
    await cellAt(open, 0, 0).filter({ hasText: "0" }).waitFor();
    await header(open, 2).click();
    assert.equal(await header(open, 2).getAttribute("aria-sort"), "ascending");
    assert.deepEqual(open.requests().at(-1)?.sort, [{ column: "amount", descending: false }]);
    await cellAt(open, 3, 1).click();
    await header(open, 2).click();
    assert.equal(
      await open.page.locator(".slick-cell.selected, .slick-cell.active").count(),
      0,
      "of the rows before",
    );
    await header(open, 1).click({ modifiers: ["Shift"] });
    assert.deepEqual(open.requests().at(-1)?.sort, [
      { column: "amount", descending: true },
      { column: "name", descending: false },
    ]);
    assert.equal(await header(open, 2).locator(".sort").innerText(), "↓1");
    await header(open, 1).focus();
    await open.page.keyboard.press("ArrowLeft");
    await open.page.keyboard.press("Enter");
    assert.deepEqual(open.requests().at(-1)?.sort, [{ column: "id", descending: false }]);
    assert.equal(await header(open, 1).getAttribute("aria-sort"), "none");
  });

  it("widens columns by the pointer and by keys, and fits them by a double click", async () => {
    await show(numbered(1000), resultContent(columns, 1000));
    await cellAt(open, 1, 1).filter({ hasText: "name 1" }).waitFor();
    const width = async (): Promise<number> => (await header(open, 1).boundingBox())!.width;
    const fitted = await width();
    const handle = (await header(open, 1).locator(".slick-resizable-handle").boundingBox())!;
    await open.page.mouse.move(handle.x + 4, handle.y + 10);
    await open.page.mouse.down();
    await open.page.mouse.move(handle.x + 104, handle.y + 10, { steps: 4 });
    await open.page.mouse.up();
    assert.ok(Math.abs((await width()) - fitted - 100) <= 2, `${fitted} → ${await width()}`);
    assert.deepEqual(open.requests().at(-1)?.sort, [], "widening is no click on the header");
    await header(open, 1).focus();
    await open.page.keyboard.press("Alt+ArrowRight");
    assert.ok(Math.abs((await width()) - fitted - 116) <= 2);
    await header(open, 1).locator(".slick-resizable-handle").dblclick();
    assert.ok(Math.abs((await width()) - fitted) <= 2, `${fitted} → ${await width()}`);
    assert.equal(await header(open, 1).getAttribute("aria-sort"), "none");
  });

  it("draws a result of a thousand columns as far as it is in view", async () => {
    const wide = Array.from(
      { length: 1000 },
      (_, index): ResultColumn => ({ name: `c${index}`, type: "int", nullable: false }),
    );
    await show(
      ({ offset, rows }) => ({
        totalRows: 5000,
        rows: typedTable(
          wide,
          Object.fromEntries(
            wide.map(({ name }, index) => [
              name,
              arrow.vectorFromArray(
                Array.from({ length: rows }, (_, row) => (offset + row) * 1000 + index),
                new arrow.Int32(),
              ),
            ]),
          ),
        ),
      }),
      resultContent(wide, 5000),
    );
    await cellAt(open, 1, 0).filter({ hasText: "1,000" }).waitFor();
    assert.ok((await open.page.locator(".slick-cell").count()) < 2000);
    assert.ok(open.requests().every(({ rows }) => rows <= 20));
    await cellAt(open, 1, 0).click();
    await open.page.keyboard.press("End");
    await cellAt(open, 1, 999).filter({ hasText: "1,999" }).waitFor();
    assert.equal(await focusPlace(open), "3 1001");
  });
});
