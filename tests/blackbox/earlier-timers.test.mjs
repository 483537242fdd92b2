/**
 * Timers as earlier releases stored them, with how far they had come in their names: what was half done goes
 * on from there, whether it was pending or had failed.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

/** The last form of the tables in which a timer's subject held its cursor. */
const SCHEMA_BEFORE = 16;

let world;
let shop;
let ids;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  const everybody = { type: "consent", channel: "email", is: "subscribed" };
  const segments = [{ id: "everybody", name: "Everybody", condition: everybody }];
  await save({ segments });
  for (const id of [1, 2, 3]) {
    await world.deliver(shop, "customers/create", customer(id, `member-${id}@people.example`));
  }
  const wait = { id: "wait", type: "wait", for: { amount: 9, unit: "days" } };
  const trigger = { type: "segment_entered", segment: "everybody" };
  const workflow = onSignUp([wait], { id: "to-everybody", name: "To everybody", trigger });
  await save({ segments, workflows: [workflow] });
  await world.advance(shop, 1_000);
  const { body } = await world.api("GET", `${shop.api}/segments/everybody/members`);
  ids = body.members.map((member) => member.customer);
  assert.equal(ids.length, 3);
  await restoredFrom(earlier(await backup()));
});
after(() => world.stop());

async function save(more) {
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [], ...more }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}

async function backup() {
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  return (await world.fetch(`${shop.api}/backup`, { headers })).text();
}

/** The backup as the release before would have made it, with a backfill underway and one that failed. */
function earlier(text) {
  const [head, ...lines] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  lines.pop();
  const columns = head.tables;
  const rows = withoutLog(columns, lines);
  const row = (table, values) => [table, ...columns[table].map((name) => values[name] ?? null)];
  for (const table of ["timer", "dead_letter"]) {
    const at = columns[table].indexOf("cursor");
    columns[table].splice(at, 1);
    for (const one of rows) if (one[0] === table) one.splice(at + 1, 1);
  }
  const pending = `e/to-everybody/pending/everybody/1/${ids[0]}`;
  const failed = `e/to-everybody/failed/everybody/5/${ids[1]}`;
  rows.push(row("timer", { at: 1, subject: pending, attempts: 0 }));
  rows.push(
    row("dead_letter", { id: failed, v: 1, kind: "timer", subject: failed, reason: "test", at: 1 }),
  );
  // A row for each enrollment, as there was: of somebody in two revisions, one of them a test.
  columns.run = ["workflow", "id", "customer", "revision", "since", "test"];
  rows.push(["run", "to-everybody", "one", ids[0], 7, 1, 0]);
  rows.push(["run", "to-everybody", "two", ids[0], 8, 1, 0]);
  rows.push(["run", "to-everybody", "three", ids[0], 8, 1, 1]);
  const all = [{ ...head, schema: SCHEMA_BEFORE }, ...rows, { end: true, rows: rows.length }];
  return all.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** The rows with the journal under its names, as it stood before it was kept in its order. */
function withoutLog(columns, lines) {
  const journal = ["id", "v", "customer", "prev", "seq", "kind", "topic", "now", "plan", "sealed"];
  const readFrom = ([table, ...values], name) => values[columns[table].indexOf(name)];
  const entries = lines.filter(([table]) => table === "log");
  const names = new Map(
    entries.map((one) => [String(readFrom(one, "place")), readFrom(one, "id")]),
  );
  const later = new Set(["log", "name_page", "inside", "decided"]);
  const laterMeta = new Set(["inside", "journal-names", "journal-folded"]);
  const kept = lines.filter(
    ([table, name]) => !later.has(table) && !(table === "meta" && laterMeta.has(name)),
  );
  const [size, at] = [columns.customer.indexOf("size"), columns.customer.indexOf("head")];
  for (const one of kept.filter(([table]) => table === "customer")) {
    one[at + 1] = names.get(one[at + 1]);
    one.splice(size + 1, 1);
  }
  columns.customer.splice(size, 1);
  columns.journal = journal;
  const moved = entries.map((one) => {
    const early = (name) => {
      if (name === "v") return 1;
      const value = readFrom(one, name);
      return name === "prev" && value !== null ? names.get(String(value)) : value;
    };
    return ["journal", ...journal.map(early)];
  });
  for (const table of later) delete columns[table];
  return [...kept, ...moved];
}

async function restoredFrom(text) {
  const gone = await world.api("DELETE", `${shop.api}?domain=${shop.domain}`);
  assert.equal(gone.status, 204);
  const restored = await world.api("POST", "/api/restore", text);
  assert.equal(restored.status, 201, JSON.stringify(restored.body));
}

/** Who was enrolled by a command. */
async function enrolled() {
  const all = await Promise.all(
    ids.map(async (id) => {
      const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline`);
      return body.moments.some(({ kind }) => kind === "command") ? [id] : [];
    }),
  );
  return all.flat();
}

test("a backfill that was underway goes on after the last it had added, for as many as were left", async () => {
  await world.advance(shop, 1_000);
  await until(async () => (await enrolled()).length > 0, { what: "the next member's enrollment" });
  assert.deepEqual(await enrolled(), [ids[1]]);
  const { body } = await world.api("GET", `${shop.api}/workflows`);
  const [{ inside_by_revision: inside, backfill }] = body.workflows;
  assert.equal(backfill, null);
  assert.deepEqual(inside, [
    { revision: 8, inside: 1 },
    { revision: 7, inside: 1 },
    { revision: 1, inside: 1 },
  ]);
});

test("one that had failed goes on from where it failed when it is retried", async () => {
  const { body } = await world.api("GET", `${shop.api}/dead-letters`);
  const [deadLetter] = body.dead_letters;
  assert.deepEqual([deadLetter.kind, deadLetter.id], ["timer", "e/to-everybody/failed/everybody"]);
  const path = `${shop.api}/dead-letters/${encodeURIComponent(deadLetter.id)}/retry`;
  assert.deepEqual((await world.api("POST", path)).body, { type: "retried" });
  await until(async () => (await enrolled()).length > 1, { what: "the last member's enrollment" });
  assert.deepEqual(await enrolled(), [ids[1], ids[2]]);
});
