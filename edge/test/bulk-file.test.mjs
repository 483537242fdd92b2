// Reading the file of a bulk operation in pieces, from any place, whatever a server makes of it.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-bulk-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const outfile = join(folder, "bulk-file.mjs");
await build({
  entryPoints: [new URL("../src/platform/shopify/bulk-file.ts", import.meta.url).pathname],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
});
const { readPiece } = await import(pathToFileURL(outfile));

const ADDRESS = "https://storage.shop-files.example/1.jsonl";
let file = "";
let asked = [];
const usual = globalThis.fetch;
after(() => {
  globalThis.fetch = usual;
});
beforeEach(() => {
  asked = [];
  serve(({ from, to }) => {
    const whole = Buffer.from(file);
    if (from >= whole.length) return new Response("", { status: 416 });
    return new Response(whole.subarray(from, to + 1), { status: 206 });
  });
});

function serve(answer) {
  globalThis.fetch = async (_, { headers }) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range).map(Number);
    asked.push(to - from + 1);
    return answer({ from, to });
  };
}

const order = (id, more = {}) => ({ id: `gid://shopify/Order/${id}`, ...more });
const line = (id, of, more = {}) => ({
  id: `gid://shopify/LineItem/${id}`,
  ...more,
  __parentId: `gid://shopify/Order/${of}`,
});
const fileOf = (...things) => things.map((thing) => `${JSON.stringify(thing)}\n`).join("");

/** Reads a file to its end; gives what stands in it and how many lines that were. */
async function readAll({ isPartial = false } = {}) {
  const things = [];
  let lines = 0;
  for (let at = 0; ; ) {
    const piece = await readPiece(ADDRESS, at, isPartial);
    assert.equal(piece.trouble, undefined, JSON.stringify(piece));
    things.push(...piece.rows.map(({ json }) => JSON.parse(json)));
    lines += piece.lines;
    if (piece.isEnd && piece.rows.length === 0) return { things, lines };
    assert.ok(piece.next > at, "it gets on");
    at = piece.next;
  }
}

test("what belongs together comes together, whatever a piece ends in", async () => {
  const title = "Schüssel, glasiert ".repeat(40);
  const things = Array.from({ length: 2_000 }, (_, id) => [
    order(id, { note: title }),
    ...Array.from({ length: id % 4 }, (__, nth) => line(id * 10 + nth, id, { image: null })),
  ]).flat();
  file = fileOf(...things);
  const read = await readAll();
  assert.equal(read.lines, things.length);
  assert.equal(read.things.length, 2_000);
  for (const [id, thing] of read.things.entries()) {
    assert.equal(thing.note, title);
    assert.equal(thing.line_items?.length ?? 0, id % 4);
    assert.ok(
      (thing.line_items ?? []).every((one) => one.image === null && !("__parentId" in one)),
    );
  }
  assert.ok(asked.length > 5 && asked.every((size) => size === 256 * 1024), "piece by piece");
});

test("a file without a line feed at its end is whole, and an empty one is the end", async () => {
  file = fileOf(order(1), line(11, 1)).trimEnd();
  assert.deepEqual((await readAll()).things, [order(1, { line_items: [{ id: line(11, 1).id }] })]);
  file = "";
  assert.deepEqual(await readAll(), { things: [], lines: 0 });
});

test("of a part of a file, the last thing may lack something and is left out", async () => {
  file = fileOf(order(1), line(11, 1), order(2), line(21, 2));
  assert.deepEqual(
    (await readAll({ isPartial: true })).things.map(({ id }) => id),
    [order(1).id],
  );
});

test("a thing that is larger than a piece is read in a larger one, up to a limit", async () => {
  const long = "x".repeat(1_000_000);
  file = fileOf(order(1, { note: long }), order(2));
  assert.equal((await readAll()).things.length, 2);
  assert.ok(asked.includes(1024 * 1024));
  file = fileOf(order(1, { note: "x".repeat(17 * 1024 * 1024) }), order(2));
  assert.deepEqual(await readPiece(ADDRESS, 0, false), { trouble: "too-much", found: "" });
});

test("a server that sends the whole file each time is skipped through", async () => {
  file = fileOf(...Array.from({ length: 3_000 }, (_, id) => order(id, { note: "x".repeat(300) })));
  serve(() => new Response(file, { status: 200 }));
  assert.equal((await readAll()).things.length, 3_000);
});

test("what is no such file is told apart", async () => {
  const cases = [
    [
      new Response("<html>One moment</html>", { status: 200 }),
      "not-a-list",
      "<html>One moment</html>",
    ],
    [new Response('{"id":"gid://shopify/Customer/1","first_name":"Mi'), "not-a-list", ""],
    [
      new Response("<Error>ExpiredToken</Error>", { status: 400 }),
      "expired",
      "<Error>ExpiredToken</Error>",
    ],
    [new Response("down", { status: 503 }), "unreachable", "down"],
    [new Response(fileOf(line(11, 1)), { status: 200 }), "unordered", ""],
    [new Response(fileOf(order(1), line(21, 2)), { status: 200 }), "unordered", ""],
    [
      new Response(fileOf(order(1), { ...line(1, 1), id: "gid://shopify/Ghost/1" })),
      "unordered",
      "",
    ],
  ];
  for (const [answer, trouble, found] of cases) {
    serve(() => answer);
    assert.deepEqual(await readPiece(ADDRESS, 0, false), { trouble, found });
  }
  serve(() => Promise.reject(new Error("reset")));
  assert.deepEqual(await readPiece(ADDRESS, 0, false), { trouble: "unreachable", found: "" });
});
