/** A journal row is found by its name, however many there are and whenever the process ended. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-journal-names-"));
let Names;

before(async () => {
  const outfile = join(folder, "names.mjs");
  const entry = new URL("../src/shop/names.ts", import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", external: ["node:*"] });
  ({ Names } = await import(pathToFileURL(outfile)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The tables, as far as the index asks for them; `written` counts rows. */
function tables() {
  const [log, pages, meta] = [[], new Map(), new Map()];
  const state = { log, written: 0 };
  const rows = (list) => ({ toArray: () => list, [Symbol.iterator]: () => list.values() });
  state.exec = (query, ...values) => {
    if (query.startsWith("SELECT place")) return rows(log.filter(({ place }) => place > values[0]));
    if (query.startsWith("SELECT names")) {
      const names = pages.get(values[0]);
      return rows(names === undefined ? [] : [{ names: names.slice().buffer }]);
    }
    if (query.startsWith("SELECT value")) {
      return rows(meta.has(values[0]) ? [{ value: meta.get(values[0]) }] : []);
    }
    state.written += 1;
    const [key, value] = values;
    if (query.includes("name_page")) pages.set(key, value);
    else meta.set(key, value);
    return rows([]);
  };
  /** What stands there now, to be put back when a transaction is rolled back. */
  state.mark = () => {
    const kept = [log.length, new Map(pages), new Map(meta)];
    return () => {
      log.length = kept[0];
      for (const [map, before] of [
        [pages, kept[1]],
        [meta, kept[2]],
      ]) {
        map.clear();
        for (const [key, value] of before) map.set(key, value);
      }
    };
  };
  state.pages = () => pages.size;
  return state;
}

test("every name is found and no other, over new beginnings and what was rolled back", () => {
  const sql = tables();
  let names = new Names(sql);
  const known = new Map();
  const isCalled = (id) => (place) => sql.log[place - 1]?.id === id;
  const find = (id) => names.find(id, isCalled(id));
  for (let batch = 0; batch < 1_000; batch += 1) {
    const undo = sql.mark();
    const more = Array.from({ length: 25 }, (_, n) =>
      n % 5 === 0 ? `customer/${batch * 25 + n}` : randomBytes(16).toString("base64url"),
    );
    const from = sql.log.length;
    for (const [n, id] of more.entries()) {
      sql.log.push({ place: from + n + 1, id });
      names.add(id, from + n + 1);
    }
    names.settle(sql.log.length);
    if (batch % 7 === 3) {
      undo();
      names.reload();
    } else for (const [n, id] of more.entries()) known.set(id, from + n + 1);
    if (batch % 50 === 49) names = new Names(sql);
    assert.equal(find(randomBytes(16).toString("base64url")), null);
    assert.equal(find(more[3]), known.get(more[3]) ?? null);
  }
  for (const [id, place] of known) assert.equal(find(id), place);
  assert.ok(sql.pages() > 15, `${sql.pages()} pages`);
  const cost = sql.written / known.size;
  assert.ok(cost < 0.05, `${cost} rows written for a name`);
});

test("two names with one hash are told apart by the rows themselves", () => {
  const sql = tables();
  const names = new Names(sql);
  for (let place = 1; place <= 1_100; place += 1) {
    sql.log.push({ place, id: `name-${place}` });
    names.add(`name-${place}`, place);
  }
  names.settle(1_100);
  let asked = 0;
  const refuses = () => {
    asked += 1;
    return false;
  };
  assert.equal(names.find("name-7", refuses), null);
  assert.equal(asked, 1, "only the place with its hash is looked at");
});
