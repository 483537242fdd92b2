/** The list of customers and its export, beside what each customer's own page says and whom the engine finds. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openEngine } from "edgewise";
import { customer, order } from "./bodies.mjs";
import { damageState } from "./damaged-row.mjs";
import { recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "./world.mjs";

const DAY = 86_400_000;
const PEOPLE = 40;
let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await wholeShop();
});
after(() => world.stop());

const CONFIG = recovery({
  segments: [
    {
      id: "buyers",
      name: "Buyers",
      condition: { type: "order_count", is: "at_least", count: 1 },
    },
    { id: "tagged", name: "Tagged, twice", condition: { type: "tag", tag: "VIP" } },
  ],
  tiers: [{ id: "gold", name: "Gold", spend_at_least: "150.00" }],
});

const CONDITIONS = [
  null,
  { type: "consent", channel: "email", is: "subscribed" },
  { type: "order_count", is: "at_least", count: 2 },
  { type: "spend", is: "at_least", amount: "100.00" },
  { type: "date", name: "last_order_at", is: "in_last", span: { amount: 20, unit: "days" } },
  { type: "date", name: "last_order_at", is: "before_last", span: { amount: 20, unit: "days" } },
  { type: "segment", segment: "buyers", member: false },
  { type: "tier", tier: "gold" },
  {
    type: "all",
    of: [
      { type: "segment", segment: "tagged" },
      { type: "attribute", name: "country", is: "equals", value: "DE" },
    ],
  },
];

/** A chance that is the same in every run. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const emailOf = (person) => `p${person}@list.example`;

/** Random lives: orders paid, open, canceled and refunded, tags, points, merges, and some who are erased. */
async function wholeShop() {
  const made = await world.shop();
  const saved = await world.api("PUT", `${made.api}/config`, CONFIG);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const { now } = await world.advance(made, 0);
  const draw = chance(7);
  const at = (ago) => new Date(now - ago).toISOString();
  for (let person = 1; person <= PEOPLE; person += 1) {
    const email = emailOf(person);
    const who = { id: person, email, first_name: `Name${draw(9)}`, last_name: `P${person}` };
    const times = { created_at: at(60 * DAY), updated_at: at(60 * DAY) };
    const consent = { state: draw(2) === 0 ? "subscribed" : "not_subscribed" };
    await world.deliver(
      made,
      "customers/create",
      customer(person, email, {
        ...who,
        ...times,
        tags: draw(3) === 0 ? "VIP" : "",
        email_marketing_consent: { ...consent, consent_updated_at: times.updated_at },
        default_address: { country_code: draw(2) === 0 ? "DE" : "US" },
      }),
    );
    for (let number = draw(4); number > 0; number -= 1) {
      const placed = at((1 + draw(50)) * DAY);
      const fate = draw(5);
      const total = `${20 + draw(90)}.50`;
      const body = order(person * 100 + number, email, {
        customer: who,
        created_at: placed,
        updated_at: placed,
        processed_at: placed,
        total_price: total,
        financial_status: fate === 0 ? "pending" : fate === 1 ? "refunded" : "paid",
        cancelled_at: fate === 2 ? placed : null,
        refunds:
          fate === 1 ? [{ id: number, created_at: placed, transactions: [refundOf(total)] }] : [],
      });
      await world.deliver(made, "orders/create", body);
    }
  }
  const idOf = async (person) => (await world.customer(made, emailOf(person))).customer;
  for (const person of [3, 4, 5]) {
    const given = { type: "give_points", points: 50 * person, note: "kindness" };
    const done = await world.api(
      "POST",
      `${made.api}/customers/${await idOf(person)}/commands`,
      given,
    );
    assert.equal(done.status, 200, JSON.stringify(done.body));
  }
  // A guest's order under an address that turns out to be an account's: two become one.
  for (const person of [6, 7]) {
    const guest = `guest${person}@list.example`;
    const placed = at(2 * DAY);
    const times = { created_at: placed, updated_at: placed, processed_at: placed };
    await world.deliver(
      made,
      "orders/create",
      order(90_000 + person, guest, { ...times, customer: null }),
    );
    const joined = customer(person, guest, { ...times, updated_at: at(DAY) });
    await world.deliver(made, "customers/update", joined);
  }
  for (const person of [8, 9]) {
    const gone = await world.api("DELETE", `${made.api}/customers/${await idOf(person)}`);
    assert.equal(gone.status, 204);
  }
  await world.advance(made, 0);
  return made;
}

const refundOf = (amount) => ({ kind: "refund", status: "success", amount, currency: "EUR" });

/** Everybody, a page at a time. */
async function everybody(limit = 7) {
  const all = [];
  for (let offset = 0; ; offset += limit) {
    const { body } = await world.api(
      "GET",
      `${shop.api}/customers?limit=${limit}&offset=${offset}`,
    );
    all.push(...body.customers);
    if (offset + limit >= body.total) return { all, total: body.total };
  }
}

const exported = (body, key = ADMIN_KEY) =>
  world.fetch(`${shop.api}/customers/export`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });

/** A file's rows by their heads. */
async function rowsOf(response) {
  assert.equal(response.status, 200);
  const [head, ...lines] = (await response.text()).replace(/^\uFEFF/, "").split("\r\n");
  assert.equal(lines.pop(), "");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    );
    return Object.fromEntries(names.map((name, place) => [name, cells[place]]));
  });
}

test("each line says what the customer's own page says, on whichever page of the list it stands", async () => {
  const { all, total } = await everybody();
  // Two were merged into others before they had a line of their own, and two are erased.
  assert.equal(total, PEOPLE - 2);
  assert.equal(new Set(all.map(({ customer: id }) => id)).size, total);
  for (const line of all) {
    const { body } = await world.api("GET", `${shop.api}/customers/${line.customer}`);
    const { standing } = body;
    for (const field of ["orders", "spent", "last_order_at", "consents", "points"]) {
      assert.deepEqual(line[field], standing[field], `${field} of ${line.email}`);
    }
    const tier = standing.tiers.find(({ id }) => id === standing.tier);
    assert.equal(line.tier, tier?.name ?? null);
    const own = await world.api("GET", `${shop.api}/customers/${line.customer}/segments`);
    assert.deepEqual(
      line.segments,
      own.body.segments.map(({ segment, name }) => ({ id: segment, name })),
    );
  }
  const some = (test) => assert.ok(all.some(test), String(test));
  some(({ orders }) => orders === 0);
  some(({ orders }) => orders > 1);
  some(({ tier }) => tier === "Gold");
  some(({ points }) => points === 250);
  some(({ segments }) => segments.length === 2);
  some(({ email, orders }) => email === "guest6@list.example" && orders > 0);
});

test("a canceled order is no order in the list either, as conditions count", async () => {
  const own = await world.shop();
  await world.api("PUT", `${own.api}/config`, CONFIG);
  const at = new Date((await world.advance(own, 1_000)).now).toISOString();
  const times = { created_at: at, updated_at: at, processed_at: at };
  const who = { id: 1, email: "once@list.example" };
  const more = { ...times, customer: who };
  await world.deliver(own, "orders/create", order(1, who.email, more));
  await world.deliver(own, "orders/create", order(2, who.email, { ...more, cancelled_at: at }));
  const line = await world.customer(own, who.email);
  assert.deepEqual([line.orders, line.last_order_at], [1, Date.parse(at)]);
});

test("customers are listed by their IDs, in that order, each once", async () => {
  const { all } = await everybody(200);
  const wanted = [all[5], all[1], all[20]];
  const ids = [...wanted, all[1]].map(({ customer: id }) => id);
  const path = `${shop.api}/customers?ids=${["nobody", ...ids].join(",")}`;
  assert.deepEqual((await world.api("GET", path)).body, { customers: wanted, total: 3 });
  const many = Array.from({ length: 101 }, (_, place) => `c${place}`).join(",");
  const refused = await world.api("GET", `${shop.api}/customers?ids=${many}`);
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.error.field, "ids");
});

test("an export has whom the engine finds in a browser, with what the list says of them", async () => {
  const { all } = await everybody(200);
  const lines = new Map(all.map((line) => [line.customer, line]));
  const engine = await openEngine();
  const { config } = (await world.api("GET", `${shop.api}/config`)).body;
  const { plan } = engine.load(JSON.stringify(config));
  const snapshot = await world.fetch(`${shop.api}/segment-preview?limit=2000`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  engine.loadCustomers(new Uint8Array(await snapshot.arrayBuffer()));
  const { now } = (await world.api("GET", `${shop.api}/health`)).body;
  const counts = new Set();
  for (const condition of CONDITIONS) {
    const question = { now, order: "spent", descending: true, skip: 0, take: 1_000 };
    const { list } = engine.listCustomers(plan, condition, question);
    const rows = await rowsOf(await exported({ condition }));
    const ids = rows.map(({ customer: id }) => id);
    assert.deepEqual(
      ids,
      list.list.map(({ customer: id }) => id).sort(),
      JSON.stringify(condition),
    );
    counts.add(rows.length);
    for (const { customer: id, number } of list.list) {
      assert.equal(number, lines.get(id).spent.minor, lines.get(id).email);
    }
    for (const row of rows) {
      const line = lines.get(row.customer);
      assert.deepEqual(
        [row.name, row.email, Number(row.orders), Number(row.spent) * 100, row.currency],
        [line.name, line.email, line.orders, line.spent.minor, "EUR"],
      );
      const { consent } = line.consents.find(({ channel }) => channel === "email");
      assert.equal(row.email_consent, consent);
      assert.equal(row.last_order === "" ? null : Date.parse(row.last_order), line.last_order_at);
      assert.equal(row.tier, line.tier ?? "");
      assert.equal(row.segments, line.segments.map(({ name }) => name).join("; "));
      assert.equal(Date.parse(row.updated), line.decided_at);
    }
  }
  assert.ok(counts.size > 5, `the conditions find different customers: ${[...counts]}`);

  // Every order is that of the lines, and the latest decided stand as the server lists them.
  const listed = (order, descending) => {
    const question = { now, order, descending, skip: 3, take: 9 };
    const { list } = engine.listCustomers(plan, null, question);
    return list.list.map(({ customer: id }) => lines.get(id));
  };
  assert.deepEqual(listed("decided", true), all.slice(3, 12));
  const rising = listed("orders", false).map(({ orders }) => orders);
  assert.deepEqual(
    rising,
    rising.toSorted((one, other) => one - other),
  );
  const names = listed("name", false).map(({ name }) => name.toLowerCase());
  assert.deepEqual(names, names.toSorted());
});

test("only the wanted columns go out, behind the ID, and no cell is one a spreadsheet computes", async () => {
  const own = await world.shop();
  await world.api("PUT", `${own.api}/config`, CONFIG);
  await world.deliver(
    own,
    "customers/create",
    customer(1, "formula@list.example", { first_name: "=1+1", last_name: "" }),
  );
  const answer = await world.fetch(`${own.api}/customers/export`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify({ columns: ["points", "name"] }),
  });
  assert.match(answer.headers.get("content-disposition"), /filename="customers\.csv"/);
  const [row] = await rowsOf(answer);
  assert.deepEqual(Object.keys(row), ["customer", "points", "name"]);
  assert.deepEqual([row.points, row.name], ["0", "'=1+1"]);
});

test("an export is written down with its rows and kinds of conditions, and nothing about a person", async () => {
  const own = await world.shop();
  await world.api("PUT", `${own.api}/config`, CONFIG);
  for (const id of [1, 2, 3]) {
    await world.deliver(own, "customers/create", customer(id, `canary${id}@list.example`));
  }
  const condition = {
    type: "all",
    of: [
      { type: "attribute", name: "email", is: "contains", value: "canary2" },
      { type: "segment", segment: "buyers", member: false },
    ],
  };
  const answer = await world.fetch(`${own.api}/customers/export`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify({ condition }),
  });
  assert.equal((await rowsOf(answer)).length, 1);
  const { body } = await world.api("GET", `${own.api}/changes`);
  const { operation, outcome, detail, by } = body.changes[0];
  assert.deepEqual([operation, outcome, by], ["customers-exported", "done", "admin-key"]);
  assert.deepEqual(detail, { rows: 1, conditions: "all attribute segment", segments: "buyers" });
  assert.doesNotMatch(JSON.stringify(body), /canary/);
});

test("what cannot be exported is refused before a byte goes out, with a way out", async () => {
  for (const [body, status, code, field] of [
    [{ condition: { type: "order_count", is: "at_least" } }, 422, "invalid-condition"],
    [{ condition: { type: "segment", segment: "gone" } }, 422, "invalid-condition"],
    [{ condition: { type: "rfm", groups: ["champions"] } }, 409, "not-ranked"],
    [{ condition: "everybody" }, 422, "invalid-field", "condition"],
    [{ columns: ["name", "password"] }, 422, "invalid-field", "columns.1"],
  ]) {
    const refused = await exported(body);
    const { error } = await refused.json();
    assert.deepEqual([refused.status, error.code], [status, code], JSON.stringify(error));
    if (field !== undefined) assert.equal(error.field, field);
    if (code === "invalid-condition") assert.match(error.field, /^condition/);
  }
  const { body } = await world.api("GET", `${shop.api}/changes?limit=1`);
  assert.notEqual(body.changes[0].outcome, "failed");
  const made = await world.api("POST", `${shop.api}/keys`, {
    name: "Counts only",
    scopes: ["workflows:write"],
  });
  assert.equal((await exported({}, made.body.key)).status, 403);
});

test("of a damaged record the list and the export give the ID, and no condition exports it", async () => {
  const { customer: id } = await world.customer(shop, emailOf(1));
  await damageState(world, shop, id);
  const { all } = await everybody(200);
  const line = all.find(({ customer: one }) => one === id);
  assert.deepEqual(
    [line.unreadable, line.orders, line.spent, line.last_order_at],
    [true, 0, null, null],
  );
  const rows = await rowsOf(await exported({}));
  assert.equal(rows.length, all.length);
  const { customer: _, ...cells } = rows.find(({ customer: one }) => one === id);
  assert.deepEqual([...new Set(Object.values(cells))], [""]);
  const condition = { type: "order_count", is: "at_least", count: 0 };
  const known = await rowsOf(await exported({ condition }));
  assert.deepEqual(known.length, rows.length - 1);
});
