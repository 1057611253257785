// The rows that the results panel holds: what it asks for, what it drops, what it forgets.

import assert from "node:assert/strict";
import type { PageRequest } from "../../client/panel/messages.ts";
import type { LoadedPage } from "../../client/panel/web/page.ts";
import { PageCache } from "../../client/panel/web/page-cache.ts";

const asked = { resultId: "r", sort: [], filter: "" };

/** A cache of blocks of 100 rows, with what it asked for and said. */
function cacheOf(totalRows: number, maximumBytes = 1_000_000) {
  const sent: PageRequest[] = [];
  const came: (readonly [number, number])[] = [];
  const totals: number[] = [];
  const failures: (string | undefined)[] = [];
  const busy: boolean[] = [];
  const cache = new PageCache(asked, totalRows, {
    blockRows: 100,
    maximumBytes,
    send: (request) => sent.push(request),
    onRows: (from, to) => came.push([from, to]),
    onTotal: (total) => totals.push(total),
    onBusy: (isBusy) => busy.push(isBusy),
    onFailure: (message) => failures.push(message),
  });
  /** Answers a request with `rows` rows of 10 bytes each. */
  const answer = (request: PageRequest, rows = request.rows, total = cache.totalRows): boolean =>
    cache.take(request.request, (offset) => pageAt(offset, rows), total);
  return { cache, sent, came, totals, failures, busy, answer };
}

function pageAt(offset: number, rows: number): LoadedPage {
  return { offset, rows, bytes: rows * 10, isCut: false, batches: [] };
}

describe("the page cache", () => {
  it("asks for what is in view, then for what scrolling would show next", () => {
    const { cache, sent, answer } = cacheOf(10_000_000);
    cache.want(5_000_050, 5_000_080);
    assert.deepEqual(
      sent.map(({ offset, rows }) => [offset, rows]),
      [
        [5_000_000, 100],
        [5_000_100, 100],
      ],
    );
    for (const request of sent.splice(0)) answer(request);
    cache.want(5_000_010, 5_000_040);
    assert.deepEqual(
      sent.map(({ offset }) => offset),
      [4_999_900],
      "upwards",
    );
  });

  it("has at most two requests on their way, and asks for the newest wish next", () => {
    const { cache, sent, answer } = cacheOf(10_000);
    for (let row = 0; row < 5000; row += 500) cache.want(row, row + 30);
    assert.equal(sent.length, 2);
    answer(sent[0]!);
    assert.equal(sent[2]?.offset, 4500);
  });

  it("asks for the rest where an answer is short", () => {
    const { cache, sent, answer } = cacheOf(100);
    cache.want(0, 40);
    answer(sent[0]!, 30);
    assert.deepEqual([sent[1]?.offset, sent[1]?.rows], [30, 70]);
    answer(sent[1]!);
    assert.equal(cache.pageOf(99)?.offset, 30);
    assert.equal(sent.length, 2);
  });

  it("drops answers to a question that is not asked any more", () => {
    const { cache, sent, came, answer } = cacheOf(1000);
    cache.want(0, 30);
    const before = sent[0]!;
    cache.ask({ ...asked, sort: [{ column: "a", descending: true }] }, 1000);
    cache.want(0, 30);
    assert.equal(answer(before), false);
    assert.equal(cache.pageOf(0), undefined);
    assert.deepEqual(came, []);
    assert.ok(answer(sent.findLast(({ offset }) => offset === 0)!));
    assert.deepEqual(came, [[0, 100]]);
  });

  it("takes answers in any order, each once", () => {
    const { cache, sent, answer } = cacheOf(1000);
    cache.want(50, 150);
    assert.ok(answer(sent[1]!));
    assert.ok(answer(sent[0]!));
    assert.equal(answer(sent[0]!), false);
    assert.equal(cache.pageOf(50)?.offset, 0);
    assert.equal(cache.pageOf(150)?.offset, 100);
  });

  it("does not take another cache's answers for its own", () => {
    const before = cacheOf(1000);
    const after = cacheOf(1000);
    before.cache.want(0, 30);
    after.cache.want(0, 30);
    assert.equal(after.answer(before.sent[0]!), false);
    assert.equal(after.cache.pageOf(0), undefined);
  });

  it("says whether rows in view are on their way", () => {
    const { cache, sent, busy, answer } = cacheOf(1000);
    cache.want(0, 30);
    assert.equal(busy.at(-1), true);
    answer(sent[0]!);
    answer(sent[1]!);
    assert.equal(busy.at(-1), false);
  });

  it("keeps within its memory, and never forgets what is in view", () => {
    const { cache, sent, answer } = cacheOf(1_000_000, 5000);
    for (let row = 0; row < 100_000; row += 100) {
      cache.want(row, row + 50);
      for (const request of sent.splice(0)) answer(request);
      assert.ok(cache.pageOf(row) !== undefined, `row ${row}`);
      assert.ok(cache.bytes <= 5000, `${cache.bytes} bytes`);
    }
    assert.equal(cache.pageOf(0), undefined);
  });

  it("says what failed, and tries again only when it is told to", () => {
    const { cache, sent, failures, answer } = cacheOf(50);
    cache.want(0, 40);
    cache.fail(sent[0]!.request, "The engine was lost.");
    assert.equal(failures.at(-1), "The engine was lost.");
    cache.want(0, 41);
    assert.equal(sent.length, 1);
    cache.retry();
    assert.equal(sent.length, 2);
    answer(sent[1]!);
    assert.equal(failures.at(-1), undefined);
    assert.ok(cache.pageOf(0) !== undefined);
  });

  it("does not ask for ever where the engine sends nothing", () => {
    const { cache, sent, failures, answer } = cacheOf(50);
    cache.want(0, 40);
    answer(sent[0]!, 0);
    assert.equal(sent.length, 1);
    assert.match(failures.at(-1) ?? "", /no rows/);
  });

  it("learns from an answer how many rows a filter leaves", () => {
    const { cache, sent, totals, answer } = cacheOf(1000);
    cache.ask({ ...asked, filter: "x" }, 1000);
    cache.want(0, 30);
    answer(sent[0]!, 0, 0);
    assert.deepEqual(totals, [0]);
    cache.want(0, -1);
    assert.equal(sent.filter(({ offset }) => offset === 0).length, 1);
  });

  it("reads rows for a copy, until another question is asked", async () => {
    const { cache, sent, answer } = cacheOf(1000);
    const done = cache.load(250, 420);
    for (let at = 0; at < sent.length || at < 3; at++) {
      answer(sent[at]!);
      await Promise.resolve();
    }
    assert.equal(await done, true);
    assert.ok(cache.pageOf(420) !== undefined);
    const given = cache.load(900, 950);
    cache.ask({ ...asked, filter: "y" }, 1000);
    assert.equal(await given, false);
    const failing = cache.load(0, 10);
    cache.fail(sent.at(-1)!.request, "No.");
    await assert.rejects(failing, /No\./);
  });
});
