// What the results panel shows when things are not as one would like: hostile values, answers out of order, failures, no rows;
// and that it comes back as it was left. In Chromium, as in `panel-browser.test.ts`.

import assert from "node:assert/strict";
import type * as arrow from "apache-arrow";
import { chromiumNeed } from "../support/chromium.ts";
import { needs } from "../support/needs.ts";
import { type Answer, type OpenPage, PanelPages, resultContent } from "./panel-page.ts";
import {
  cellAt,
  columns,
  copied,
  focusPlace,
  header,
  million,
  numbered,
  soon,
  texts,
} from "./panel-samples.ts";

describe("the results panel at its edges", function () {
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

  it("says that a value may be cut where the engine cut texts of its row", async () => {
    const whole = texts(["x".repeat(20_000)]);
    const one = resultContent([{ name: "text", type: "text", nullable: false }], 1);
    await show(
      (request) => ({ ...(whole(request) as { rows: arrow.Table; totalRows: number }), isCut: true }),
      one,
    );
    await cellAt(open, 0, 0).filter({ hasText: "xxx" }).waitFor();
    await cellAt(open, 0, 0).dblclick();
    assert.match(await open.page.locator(".value pre").innerText(), /long texts of it may be cut.*Export/);
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
    const kept = `globalThis.weirState?.selection?.focus.row`;
    await soon(async () => assert.equal(await open.page.evaluate(kept), million - 1));
    const state = await open.page.evaluate("weirState");
    await open.page.context().close();
    await show(numbered(million), resultContent(columns, million), { state });
    await cellAt(open, million - 1, 0)
      .filter({ hasText: "999,999" })
      .waitFor();
    assert.equal(await header(open, 2).getAttribute("aria-sort"), "ascending");
    assert.deepEqual(open.requests()[0]?.sort, [{ column: "amount", descending: false }]);
  });
});
