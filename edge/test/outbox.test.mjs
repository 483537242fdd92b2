/** Two effects with one id are a fault that is said, never “already there”. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-outbox-"));
let Outbox;

before(async () => {
  const outfile = join(folder, "outbox.mjs");
  const entry = new URL("../src/shop/outbox.ts", import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", external: ["node:*"] });
  ({ Outbox } = await import(pathToFileURL(outfile)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The outbox's table, as far as `put` asks for it. */
function table() {
  const rows = new Map();
  const exec = (query, ...values) => {
    if (query.startsWith("SELECT")) return { toArray: () => [rows.get(values[0])].filter(Boolean) };
    const [, id, customer, , , , workflow, step, enrollment] = values;
    rows.set(id, { id, customer, workflow, step, enrollment });
    return { toArray: () => [] };
  };
  return { rows, exec };
}

const effect = { id: "e1", type: "send", due: 0, workflow: "w", step: "s", enrollment: "r1" };

test("the same effect again changes nothing", () => {
  const sql = table();
  const outbox = new Outbox(sql, null, { crowdAt: () => 0, move: () => {} });
  assert.equal(outbox.put(effect, "anna", 0), "new");
  assert.equal(outbox.put(effect, "anna", 1), "known");
  assert.equal(sql.rows.size, 1);
});

for (const [what, other, customer] of [
  ["customer", {}, "ben"],
  ["workflow", { workflow: "w2" }, "anna"],
  ["step", { step: "s2" }, "anna"],
  ["run", { enrollment: "r2" }, "anna"],
]) {
  test(`an id that stands for another ${what}'s effect is taken`, () => {
    const sql = table();
    const outbox = new Outbox(sql, null, { crowdAt: () => 0, move: () => {} });
    outbox.put(effect, "anna", 0);
    assert.equal(outbox.put({ ...effect, ...other }, customer, 1), "taken");
    assert.equal(sql.rows.get("e1").customer, "anna");
  });
}
