// Reading a list that changes while it is read, and shops that answer with something else than was asked.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-import-"));
after(() => rmSync(folder, { recursive: true, force: true }));

async function load(path) {
  const outfile = join(folder, `${path.replaceAll("/", "-")}.mjs`);
  const entry = new URL(`../src/${path}.ts`, import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "node" });
  return import(pathToFileURL(outfile));
}
const { begun, larger, offsetOf, smaller, take } = await load("platform/woocommerce/list-progress");
const { itemsOf, readPage } = await load("platform/woocommerce/pages");

const rowsOf = (ids) => ids.map((id) => ({ id, json: `{"id":${id}}` }));
/** What a shop with these ids answers. */
const page = (ids, { at, size }) => {
  const offset = Math.max(0, at - 1);
  return { rows: rowsOf(ids.slice(offset, offset + size)), total: ids.length };
};

/** Reads a whole list; `meanwhile` changes it before each page. Gives all ids in their order. */
function readAll(list, size, meanwhile = () => {}) {
  let progress = begun(size);
  const seen = [];
  for (let pages = 0; !progress.done; pages += 1) {
    assert.ok(pages < 1_000, "it comes to an end");
    meanwhile(list, pages);
    const taken = take(progress, page(list, progress));
    assert.equal(taken.fault, null);
    seen.push(...taken.fresh.map(({ id }) => id));
    ({ progress } = taken);
  }
  return { seen, progress };
}

test("a list of any length is read once, row by row", () => {
  for (let length = 0; length <= 23; length += 1) {
    for (const size of [2, 3, 5, 10, 23, 24]) {
      const list = Array.from({ length }, (_, index) => 10 + index * 3);
      const { seen, progress } = readAll([...list], size);
      assert.deepEqual(seen, list, `${length} rows, ${size} at once`);
      assert.equal(progress.read, length);
      assert.equal(progress.announced, length);
    }
  }
});

test("whatever is removed or added while it is read, what stays is read once", () => {
  let removals = 0;
  let seed = 7;
  const random = (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 500; round += 1) {
    const list = Array.from({ length: 30 + random(40) }, (_, index) => index + 1);
    let next = list.length + 1;
    const removed = new Set();
    const meanwhile = (rows) => {
      if (random(3) === 0 && rows.length > 0) {
        for (const id of rows.splice(random(rows.length), 1 + random(4))) {
          removed.add(id);
          removals += 1;
        }
      }
      if (random(3) === 0 && next < 120) {
        rows.push(next);
        next += 1;
      }
    };
    const { seen, progress } = readAll(list, 2 + random(12), meanwhile);
    assert.equal(new Set(seen).size, seen.length, "no row twice");
    assert.deepEqual(
      list.filter((id) => !seen.includes(id)),
      [],
      "no row that is there is left out",
    );
    assert.equal(progress.read, seen.length);
  }
  assert.ok(removals > 300, `rows were removed ${removals} times`);
});

test("a short page, one in another order, and one that repeats itself are no end", () => {
  const list = Array.from({ length: 30 }, (_, index) => index + 1);
  let progress = begun(10);
  progress = take(progress, page(list, progress)).progress;
  assert.equal(offsetOf(progress), 9);
  const cut = { rows: rowsOf([10, 11, 12]), total: 30 };
  assert.equal(take(progress, cut).fault, "short");
  const mixed = { rows: rowsOf([10, 12, 11]), total: 30 };
  assert.equal(take(progress, mixed).fault, "unordered");
  // A cache gives the first page whatever is asked.
  const cached = page(list, begun(10));
  let fault = null;
  for (let asked = 0; asked < 30 && fault === null; asked += 1) {
    const taken = take(progress, cached);
    ({ fault } = taken);
    progress = taken.progress ?? progress;
  }
  assert.equal(fault, "repeats");
  assert.equal(progress.read, 10, "nothing was counted twice");
});

test("a page that was too much is asked for in fewer rows, and later in more again", () => {
  let progress = begun(100);
  const sizes = [];
  for (let next = progress; next !== null; next = smaller(progress)) {
    progress = next;
    sizes.push(progress.size);
  }
  assert.deepEqual(sizes, [100, 25, 6, 2]);
  let pages = 0;
  for (; progress.size < 100; pages += 1) progress = larger(progress, 100);
  assert.equal(progress.size, 100);
  assert.ok(pages < 20, `${pages} pages`);
});

test("a list's rows come out byte for byte", () => {
  const rows = [
    '{"id":1,"a":"[\\"}\\\\"}',
    '{"id":2,"b":[{"c":[]},"\\u00e4"], "_links":{"x":[{}]}}',
  ];
  assert.deepEqual(itemsOf(` [${rows.join(" ,\n")}]`), rows);
  assert.deepEqual(itemsOf("[]"), []);
});

test("what is no page says why, and shows the beginning of what came instead", async () => {
  const real = globalThis.fetch;
  const answers = (status, body, headers = {}) => {
    globalThis.fetch = async () => new Response(body, { status, headers });
    return readPage(
      "shop.test",
      { key: "ck", secret: "cs" },
      { list: "orders", offset: 0, size: 2 },
    );
  };
  try {
    const cases = [
      [200, "<br /><b>Notice</b>: x [{}]", {}, "not-json"],
      [200, '[{"id":1}]', { age: "3600" }, "cached"],
      [403, "<title>Just a moment</title>", {}, "blocked"],
      [401, '{"code":"woocommerce_rest_cannot_view"}', {}, "refused"],
      [404, '{"code":"rest_no_route"}', {}, "no-such-list"],
      [500, "<h1>Fatal error</h1>", {}, "too-much"],
      [504, "", {}, "too-much"],
      [200, '{"orders":[]}', {}, "not-a-list"],
      [200, '[{"number":"7"}]', {}, "not-a-list"],
      [400, '{"code":"rate_limit_exceeded"}', { "ratelimit-retry-after": "7" }, "busy"],
    ];
    for (const [status, body, headers, trouble] of cases) {
      const answered = await answers(status, body, headers);
      assert.equal(answered.trouble, trouble, body);
      assert.ok(body.startsWith(answered.found));
      if (trouble === "busy") assert.equal(answered.after, 7_000);
    }
    const read = await answers(200, '\uFEFF\n[{"id":4}]', { "x-wp-total": "9" });
    assert.deepEqual(read.page, { rows: [{ id: 4, json: '{"id":4}' }], total: 9 });
  } finally {
    globalThis.fetch = real;
  }
});
