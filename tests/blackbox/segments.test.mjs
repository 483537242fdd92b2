/** Segments as the merchant sees them: members, counts by day, and everybody recomputed by slices. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { openEngine } from "edgewise";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

const DAY = 24 * HOUR;
let world;

before(async () => {
  world = await startWorld();
});
after(() => world.stop());

const buyers = (days) => ({
  id: "recent-buyers",
  name: "Recent buyers",
  description: "Bought lately.",
  condition: {
    type: "order_count",
    is: "at_least",
    count: 1,
    window: { last: { amount: days, unit: "days" } },
  },
});
const loyal = {
  id: "loyal",
  name: "Loyal",
  condition: { type: "order_count", is: "at_least", count: 2 },
};

async function save(shop, segments) {
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ segments }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}
const list = async (shop) => (await world.api("GET", `${shop.api}/segments`)).body;
const one = async (shop, id) => (await world.api("GET", `${shop.api}/segments/${id}`)).body;
const membersOf = async (shop, id, query = "") =>
  (await world.api("GET", `${shop.api}/segments/${id}/members${query}`)).body;
const settled = (shop) => world.advance(shop, 0);

/** Somebody buys, now by the shop's clock. */
async function buys(shop, person, number, more = {}) {
  const { now } = await world.advance(shop, 0);
  const at = new Date(now).toISOString();
  const email = `${person}@people.example`;
  const buyer = { id: 50_000 + Number(person.replace(/\D/g, "")), email };
  const times = { created_at: at, updated_at: at, processed_at: at };
  const body = order(number, email, { customer: buyer, ...times, ...more });
  await world.deliver(shop, "orders/create", body);
  return now;
}

test("a member comes by an event, is listed with the moment, and leaves by time alone", async () => {
  const shop = await world.shop();
  await save(shop, [buyers(30)]);
  await settled(shop);
  await buys(shop, "p1", 7_001);
  const { customer: id } = await world.customer(shop, "p1@people.example");
  const { members, total, next } = await membersOf(shop, "recent-buyers");
  assert.deepEqual(
    members.map((member) => [member.customer, member.email]),
    [[id, "p1@people.example"]],
  );
  assert.deepEqual([total, next], [1, null]);
  const mine = (await world.api("GET", `${shop.api}/customers/${id}/segments`)).body;
  const { since } = members[0];
  assert.deepEqual(mine.segments, [{ segment: "recent-buyers", name: "Recent buyers", since }]);

  await world.advance(shop, 29 * DAY);
  assert.equal((await membersOf(shop, "recent-buyers")).total, 1);
  await world.advance(shop, 2 * DAY);
  assert.deepEqual((await membersOf(shop, "recent-buyers")).members, []);
  const { history, members: count } = await one(shop, "recent-buyers");
  assert.equal(count, 0);
  assert.deepEqual(
    history.map(({ entered, left, members: then }) => [entered, left, then]),
    [
      [0, 1, 0],
      [1, 0, 1],
    ],
  );
  // The day they left on, not the day of the late wake that found it: the host woke on time.
  const days = history.map(({ day }) => Date.parse(day) / DAY);
  assert.equal(days[0] - days[1], 30);
});

test("an edited definition recomputes who is in it, and only then counts as edited", async () => {
  const shop = await world.shop();
  await save(shop, [loyal]);
  await buys(shop, "p1", 7_101);
  await buys(shop, "p1", 7_102);
  await buys(shop, "p2", 7_103);
  const [before] = (await list(shop)).segments;
  assert.deepEqual([before.members, before.stale], [1, false]);
  await world.advance(shop, 93 * DAY);
  assert.equal((await list(shop)).segments[0].stale, true);

  await save(shop, [{ ...loyal, name: "Loyal people", description: "They come again." }]);
  const [renamed] = (await list(shop)).segments;
  assert.deepEqual([renamed.name, renamed.edited_at], ["Loyal people", before.edited_at]);

  await save(shop, [{ ...loyal, condition: { ...loyal.condition, count: 1 } }, buyers(30)]);
  await settled(shop);
  const { segments, recomputation } = await list(shop);
  assert.deepEqual(
    segments.map(({ id, members, stale }) => [id, members, stale]),
    [
      ["loyal", 2, false],
      ["recent-buyers", 0, false],
    ],
  );
  assert.ok(segments[0].edited_at > before.edited_at);
  assert.equal(recomputation, null);
  const { customer: id } = await world.customer(shop, "p2@people.example");
  const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline`);
  const causes = body.moments[0].summary.trace.map(({ is }) => [is.segment, is.entered, is.cause]);
  assert.deepEqual(causes, [["loyal", true, "definition"]]);
});

test("a segment that is no longer defined has no members, also when it comes back", async () => {
  const shop = await world.shop();
  await save(shop, [loyal]);
  for (const number of [7_201, 7_202]) await buys(shop, "p1", number);
  assert.equal((await list(shop)).segments[0].members, 1);
  await save(shop, []);
  await settled(shop);
  assert.equal((await world.api("GET", `${shop.api}/segments/loyal/members`)).status, 404);
  const { customer: id } = await world.customer(shop, "p1@people.example");
  const mine = () => world.api("GET", `${shop.api}/customers/${id}/segments`);
  assert.deepEqual((await mine()).body.segments, []);
  await save(shop, [{ ...loyal, condition: { ...loyal.condition, count: 3 } }]);
  await settled(shop);
  assert.equal((await one(shop, "loyal")).members, 0);
});

test("a new segment takes in everybody by slices, and a kill in between loses nobody", async () => {
  const shop = await world.shop();
  const people = 1_500;
  const numbers = Array.from({ length: people }, (_, index) => index);
  const create = async (index) => {
    const email = `many${index}@people.example`;
    await world.deliver(shop, "customers/create", customer(60_000 + index, email));
  };
  for (let from = 0; from < people; from += 100) {
    await Promise.all(numbers.slice(from, from + 100).map(create));
  }
  const all = {
    id: "reachable",
    name: "Reachable",
    condition: { type: "consent", channel: "email", is: "subscribed" },
  };
  await save(shop, [all]);
  const part = await until(async () => {
    const { recomputation, segments } = await list(shop);
    return recomputation?.done > 0 ? { ...recomputation, members: segments[0].members } : null;
  });
  await world.kill();
  assert.equal(part.of, people);
  assert.ok(part.done < people, `${part.done} were done at once`);
  assert.equal(part.members, part.done, "progress and members are of one commit");
  await world.start();
  await until(async () => (await list(shop)).recomputation === null, { seconds: 30 });
  assert.equal((await list(shop)).segments[0].members, people);
  const seen = new Set();
  for (let next = ""; next !== null; ) {
    const page = await membersOf(shop, "reachable", `?limit=200&after=${next}`);
    for (const member of page.members) seen.add(member.customer);
    next = page.next;
  }
  assert.equal(seen.size, people);
});

test("RFM ranks are computed for the shop, passed to everybody, and again on the next day", async () => {
  const shop = await world.shop();
  const best = {
    id: "champions",
    name: "Champions",
    condition: { type: "rfm", groups: ["champions"] },
  };
  for (let person = 1; person <= 20; person += 1) {
    // The higher the number, the later, the more often and the dearer.
    for (let time = 1; time <= person; time += 1) {
      await buys(shop, `p${person}`, 8_000 + person * 100 + time, { total_price: `${person}.00` });
    }
    await world.advance(shop, HOUR);
  }
  await save(shop, [best]);
  await settled(shop);
  const names = async () => {
    const { members } = await membersOf(shop, "champions");
    return members.map(({ email }) => email.split("@")[0]).sort();
  };
  const top = ["p17", "p18", "p19", "p20"];
  assert.deepEqual(await names(), top);
  const { customer: id } = await world.customer(shop, "p20@people.example");
  const story = async (who = id) =>
    (await world.api("GET", `${shop.api}/customers/${who}/timeline`)).body.moments;
  const [moment] = await story();
  assert.deepEqual([moment.kind, moment.input.type], ["shop_changed", "knowing"]);
  assert.equal(moment.summary.trace[0].is.cause, "definition", "a new segment's first judgement");

  // Four others overtake them; the ranks of the day stand until the next one begins.
  for (let time = 1; time <= 30; time += 1) {
    for (const person of ["p1", "p2", "p3", "p4"]) {
      const number = 20_000 + time * 10 + Number(person.slice(1));
      await buys(shop, person, number, { total_price: "90.00" });
    }
  }
  await world.kill();
  await world.start();
  await world.advance(shop, DAY);
  const after = await names();
  assert.deepEqual(after, ["p1", "p2", "p3", "p4"]);
  const { customer: middle } = await world.customer(shop, "p10@people.example");
  const news = (await story(middle)).filter(({ kind }) => kind === "shop_changed");
  assert.equal(news.length, 1, "on the second day nothing moved for them, so there is no row");
  const [moved] = await story();
  const { segment, entered, cause } = moved.summary.trace.find(
    ({ is }) => is.type === "segment-changed",
  ).is;
  assert.deepEqual([segment, entered, cause], ["champions", false, "shop"]);
});

test("forgetting somebody, and two who turn out to be one, leave no row of them behind", async () => {
  const shop = await world.shop();
  await save(shop, [{ ...loyal, condition: { ...loyal.condition, count: 1 } }]);
  for (const [index, person] of ["p1", "p2"].entries()) await buys(shop, person, 7_301 + index);
  assert.equal((await list(shop)).segments[0].members, 2);
  const { customer: gone } = await world.customer(shop, "p1@people.example");
  assert.equal((await world.api("DELETE", `${shop.api}/customers/${gone}`)).status, 204);
  const { members, total } = await membersOf(shop, "loyal");
  assert.deepEqual([members.length, total], [1, 1]);
  assert.notEqual(members[0].customer, gone);

  // A guest with another address, who the shop then says is the customer we know.
  await buys(shop, "p9", 7_304, { customer: null });
  assert.equal((await membersOf(shop, "loyal")).total, 2);
  await world.deliver(shop, "customers/update", customer(50_002, "p9@people.example"));
  const left = await membersOf(shop, "loyal");
  assert.deepEqual([left.members.length, left.total], [1, 1]);
});

test("a condition that asks for more than histories kept is answered from the journal", async () => {
  const shop = await world.shop();
  await save(shop, []);
  const track = async (visitor, n, price) => {
    const call = {
      type: "track",
      event: "Product Viewed",
      messageId: `${visitor}-view-${n}`,
      anonymousId: visitor,
      timestamp: new Date((await world.advance(shop, 0)).now).toISOString(),
      properties: { product_id: `p${n}`, name: "Boots", price, currency: "EUR" },
    };
    const sent = await world.fetch("/v1/events", {
      method: "POST",
      body: JSON.stringify(call),
      headers: { "x-write-key": shop.write_key },
    });
    assert.equal(sent.status, 200, await sent.text());
  };
  await track("visitor-1", 1, 120);
  await track("visitor-2", 2, 20);
  const dear = (least) => ({
    id: "dear-views",
    name: "Looked at dear things",
    condition: {
      type: "performed",
      event: "product_viewed",
      is: "at_least",
      count: 1,
      where: [{ property: "price", is: "at_least", value: least }],
    },
  });
  await save(shop, [dear("100.00")]);
  await until(async () => (await list(shop)).recomputation === null);
  assert.equal(
    (await one(shop, "dear-views")).members,
    1,
    "received before anybody asked for prices",
  );
  const members = (await membersOf(shop, "dear-views")).members;
  const story = await world.api("GET", `${shop.api}/customers/${members[0].customer}/timeline`);
  const kinds = story.body.moments.map(({ kind }) => kind);
  assert.deepEqual(kinds, ["plan_changed", "retell", "events"]);

  // What is kept already is not replayed.
  await save(shop, [dear("10.00")]);
  await until(async () => (await list(shop)).recomputation === null);
  assert.equal((await one(shop, "dear-views")).members, 2);
  // Events that come while nobody asks are kept without their prices, and replayed afterwards.
  await save(shop, []);
  await track("visitor-3", 3, 500);
  await save(shop, [dear("400.00")]);
  await until(async () => (await list(shop)).recomputation === null);
  assert.equal((await one(shop, "dear-views")).members, 1);
});

test("the edge exports its customers in pages, and a preview over them counts its members", async () => {
  const shop = await world.shop();
  await save(shop, [buyers(30), loyal]);
  for (let person = 1; person <= 5; person += 1) await buys(shop, `p${person}`, 9_000 + person);
  for (let person = 1; person <= 2; person += 1) await buys(shop, `p${person}`, 9_100 + person);
  const pages = [];
  for (let next = ""; next !== null; ) {
    const answer = await world.fetch(`${shop.api}/segment-preview?limit=2&after=${next}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    assert.equal(answer.status, 200);
    pages.push(new Uint8Array(await answer.arrayBuffer()));
    next = answer.headers.get("edgewise-next");
  }
  assert.equal(pages.length, 3);
  const { plan } = (await world.api("GET", `${shop.api}/config`)).body;
  const config = await (
    await world.fetch(`${shop.api}/plans/${plan}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    })
  ).text();
  const engine = openEngine();
  assert.equal(engine.load(config).plan, plan);
  for (const page of pages) engine.loadCustomers(page);
  const { now } = await world.advance(shop, 0);
  for (const { id, members, sentence } of (await list(shop)).segments) {
    const { condition } = [buyers(30), loyal].find((segment) => segment.id === id);
    const said = engine.previewSegment(plan, condition, { now });
    assert.deepEqual([said.preview.count, said.sentence], [members, sentence]);
  }
  const facts = await world.api("GET", `${shop.api}/facts`);
  assert.deepEqual(facts.body.facts, {});
});

test("everybody in a segment goes out as a file that no spreadsheet computes", async () => {
  const shop = await world.shop();
  const everybody = { type: "order_count", is: "at_least", count: 1 };
  await save(shop, [{ id: "all", name: "All", condition: everybody }]);
  const names = [
    '=HYPERLINK("https://x.example")',
    "+49 30",
    "-1",
    "@sum",
    'Ann, "the" Lee',
    "Zoë",
  ];
  const at = new Date((await world.advance(shop, 1_000)).now).toISOString();
  const times = { created_at: at, updated_at: at, processed_at: at };
  for (let n = 0; n < 205; n += 1) {
    const who = {
      id: 5_000 + n,
      email: `p${n}@x.example`,
      first_name: names[n] ?? "Ann",
      last_name: "",
    };
    await world.deliver(
      shop,
      "orders/create",
      order(6_000 + n, who.email, { ...times, customer: who }),
    );
  }
  const answer = await world.fetch(`${shop.api}/segments/all/export`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-disposition"), /filename="segment-all\.csv"/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const [head, ...lines] = bytes.toString().slice(1).trim().split("\r\n");
  assert.equal(head, "customer,name,email,since");
  assert.equal(new Set(lines.map((line) => line.split(",")[0])).size, 205);
  const nameOf = (n) => lines.find((line) => line.includes(`,p${n}@x.example,`));
  for (const [n, cell] of [
    [0, `"'=HYPERLINK(""https://x.example"")"`],
    [1, "'+49 30"],
    [2, "'-1"],
    [3, "'@sum"],
    [4, '"Ann, ""the"" Lee"'],
    [5, "Zoë"],
  ]) {
    assert.ok(nameOf(n).includes(`,${cell},`), nameOf(n));
  }
  const { changes } = (await world.api("GET", `${shop.api}/changes`)).body;
  assert.deepEqual(
    [changes[0].operation, changes[0].target, changes[0].outcome],
    ["segment-exported", "all", "done"],
  );
  const none = await world.api("POST", `${shop.api}/segments/none/export`);
  assert.equal(none.status, 404);
});
