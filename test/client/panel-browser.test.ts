// The results panel as a person sees it, in Chromium under its real content security policy: ten million rows, keys, screen
// readers' names, sorting, copying, hostile values, failures. The extension's side is played by `panel-page.ts`.

import assert from "node:assert/strict";
import * as arrow from "apache-arrow";
import type { FromPage, PageRequest } from "../../client/panel/messages.ts";
import type { ResultColumn } from "../../server/protocol.ts";
import { chromiumNeed } from "../support/chromium.ts";
import { needs } from "../support/needs.ts";
import { type Answer, type OpenPage, PanelPages, resultContent, typedTable } from "./panel-page.ts";

const million = 1_000_000;
const columns: readonly ResultColumn[] = [
  { name: "id", type: "int", nullable: false },
  { name: "name", type: "text", nullable: true },
  { name: "amount", type: "float", nullable: true },
];

/** Rows that say where they stand; every third name is null, every fourth of the others is the text null. */
function numbered(totalRows: number): Answer {
  return ({ offset, rows, filter }: PageRequest) => {
    const total = filter === "" ? totalRows : filter === "nothing" ? 0 : 12;
    const at = Array.from({ length: Math.max(0, Math.min(rows, total - offset)) }, (_, i) => offset + i);
    return {
      totalRows: total,
      rows: typedTable(columns, {
        id: arrow.vectorFromArray(
          at.map((row) => BigInt(row)),
          new arrow.Int64(),
        ),
        name: arrow.vectorFromArray(
          at.map((row) => (row % 3 === 0 ? null : row % 4 === 0 ? "null" : `name ${row}`)),
          new arrow.Utf8(),
        ),
        amount: arrow.vectorFromArray(
          at.map((row) => row * 1.5),
          new arrow.Float64(),
        ),
      }),
    };
  };
}

/** A result of one text column. */
function texts(values: readonly string[]): Answer {
  return ({ offset, rows }) => ({
    totalRows: values.length,
    rows: typedTable([{ name: "text", type: "text", nullable: false }], {
      text: arrow.vectorFromArray(values.slice(offset, offset + rows), new arrow.Utf8()),
    }),
  });
}

const cellAt = (open: OpenPage, row: number, column: number) =>
  open.page.locator(`.slick-row[data-row="${row}"] .slick-cell.l${column + 1}`);

const header = (open: OpenPage, column: number) =>
  open.page.locator(`.slick-header-column[data-column="${column}"]`);

/** The row and column where the keyboard is, as a screen reader is told. */
const focusPlace = (open: OpenPage): Promise<string> =>
  open.page.evaluate(
    `document.activeElement.parentElement.getAttribute("aria-rowindex") + " " + document.activeElement.getAttribute("aria-colindex")`,
  );

const copied = (open: OpenPage): string =>
  open.received
    .filter((message): message is FromPage & { kind: "copy" } => message.kind === "copy")
    .map(({ text }) => text)
    .join("");

/** Tries until what is asserted holds; after five seconds the last failure counts. */
async function soon(check: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await check();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await check();
}

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
    await header(open, 2).click();
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

  it("drops answers that come after another sort", async () => {
    await show(numbered(1000), resultContent(columns, 1000));
    await cellAt(open, 0, 0).filter({ hasText: "0" }).waitFor();
    open.isHolding = true;
    await header(open, 0).click();
    await header(open, 0).click();
    const [up, down] = open.held.filter(({ offset }) => offset === 0);
    open.answer = ({ rows }) => ({
      ...(numbered(1000)({ ...up!, offset: 500, rows }) as { rows: arrow.Table }),
      totalRows: 1000,
    });
    await open.reply(down!);
    await cellAt(open, 0, 0).filter({ hasText: "500" }).waitFor();
    open.answer = numbered(1000);
    await open.reply(up!);
    await open.page.waitForTimeout(100);
    assert.equal(await cellAt(open, 0, 0).innerText(), "500");
  });

  it("filters by the engine, and says when no rows are left", async () => {
    await show(numbered(1000), resultContent(columns, 1000));
    await cellAt(open, 0, 0).click();
    await open.page.keyboard.press("Control+f");
    await open.page.keyboard.type("name 1");
    await open.page.locator(".counts", { hasText: "12 of 1,000 rows" }).waitFor();
    assert.equal(open.requests().at(-1)?.filter, "name 1");
    assert.equal(open.requests().filter(({ filter }) => filter === "na").length, 0, "not at each key");
    await open.page.locator(".filter").fill("nothing");
    await open.page.getByText("No rows match the filter").waitFor();
    assert.equal(await header(open, 1).isVisible(), true);
    await open.page.locator(".filter").press("Escape");
    await open.page.locator(".counts", { hasText: /^1,000 rows/ }).waitFor();
  });

  it("shows hostile values as text", async () => {
    const values = [
      "<img src=x onerror=\"document.title='hit'\">",
      "<script>document.title='hit'</script>",
      "[click](command:weir.run)",
      "https://example.com",
      "\u202egnp.exe",
      "a\u200bb\u0000c\nd",
      "x".repeat(million),
      "&amp;",
    ];
    const hostile = "<b>name</b>";
    await show(texts(values), {
      ...resultContent([{ name: hostile, type: "text", nullable: false }], values.length, {
        notices: [{ kind: "warned", text: "<i>warning</i>", examples: [{ "<u>": "<s>" }] }],
      }),
      heading: { pipeline: "<h2>pipeline</h2>", step: "where a < b" },
    });
    await cellAt(open, 7, 0).filter({ hasText: "&amp;" }).waitFor();
    for (const [row, value] of values.slice(0, 4).entries()) {
      assert.equal(await cellAt(open, row, 0).innerText(), value);
    }
    assert.equal(await cellAt(open, 4, 0).innerText(), "\\u202egnp.exe");
    assert.equal(await cellAt(open, 5, 0).innerText(), "a\\u200bb\\u0000c\\nd");
    assert.equal(await cellAt(open, 6, 0).innerText(), `${"x".repeat(300)}…`);
    assert.equal(await open.page.locator("body :is(img, b, i, u, s, a, h2, p script)").count(), 0);
    assert.equal(await open.page.title(), "Weir");
    assert.equal(await header(open, 0).locator(".name").innerText(), hostile);

    await cellAt(open, 6, 0).dblclick();
    const whole = open.page.locator(".value pre");
    assert.match(await whole.innerText(), /x{1000}\n… 800,000 more characters/);
    await open.page.getByRole("button", { name: "Copy value" }).click();
    await soon(async () => assert.equal(copied(open).length, million));
    await open.page.keyboard.press("Escape");
    assert.equal(await whole.count(), 0);
    assert.equal(await focusPlace(open), "8 2");
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

  it("says why rows could not be read, and reads them when asked again", async () => {
    await show(() => ({ failure: "The engine ended <b>unexpectedly</b>." }), resultContent(columns, 1000));
    const strip = open.page.getByRole("alert");
    await strip.getByText("The engine ended <b>unexpectedly</b>.").waitFor();
    open.answer = numbered(1000);
    await strip.getByRole("button", { name: "Retry" }).click();
    await cellAt(open, 1, 1).filter({ hasText: "name 1" }).waitFor();
    assert.equal(await strip.isVisible(), false);
  });

  it("shows runs, failures with a way to try again, and results without rows", async () => {
    open = await pages.open(numbered(0));
    const heading = { pipeline: "p" };
    await open.show({ kind: "running", heading });
    await open.page.getByText("Running…").waitFor();
    assert.equal(await open.page.locator(".actions").isVisible(), false);
    await open.show({
      kind: "failed",
      heading,
      failure: { title: "The run failed", message: "`a` is no number.", hint: "p.weir:3", notices: [] },
    });
    await open.page.getByText("`a` is no number.").waitFor();
    await open.page.getByRole("button", { name: "Run Again" }).click();
    assert.equal(open.received.at(-1)?.kind, "retry");
    await open.show(resultContent(columns, 0));
    await open.page.getByText("No rows").waitFor();
    assert.equal(await open.page.getByRole("columnheader", { name: /^name/ }).count(), 1);
    assert.equal(await open.page.locator(".counts").innerText(), "0 rows · 1.3 s");
  });

  it("comes back as it was left", async () => {
    await show(numbered(million), resultContent(columns, million));
    await cellAt(open, 0, 0).click();
    await header(open, 2).click();
    await cellAt(open, 0, 0).click();
    await open.page.keyboard.press("Control+End");
    await cellAt(open, million - 1, 0)
      .filter({ hasText: "999,999" })
      .waitFor();
    const state = await open.page.evaluate("weirState");
    await open.page.context().close();
    await show(numbered(million), resultContent(columns, million), { state });
    await cellAt(open, million - 1, 0)
      .filter({ hasText: "999,999" })
      .waitFor();
    assert.equal(await header(open, 2).getAttribute("aria-sort"), "ascending");
    assert.deepEqual(open.requests()[0]?.sort, [{ column: "amount", descending: false }]);
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
