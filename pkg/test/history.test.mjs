/** Exports of shops become histories that the engine takes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { HistoryReader, readHistory, stateOf } from "edgewise/history.js";

const SHOP = { currency: "EUR", timeZone: "Europe/Berlin" };
const NOW = Date.UTC(2026, 2, 31);
const ORDERS = [
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Country,Cancelled at,Refunded Amount,Vendor,Id,Source,Phone",
  '#1001,Anna@Example.com,paid,2026-03-02 10:05:00 +0100,,yes,EUR,60.00,65.90,WELCOME,2026-03-02 10:00:00 +0100,2,"Mug, blue",20.00,MUG-B,Anna,DE,,0.00,Acme,5001,web,',
  '#1001,Anna@Example.com,,,,,,,,,2026-03-02 10:00:00 +0100,1,"Plate ""round""",20.00,PLATE,,,,,Acme,,,',
  "#1002,anna@example.com,partially_refunded,2026-03-10 09:00:00 +0100,,yes,EUR,600.00,600.00,,2026-03-10 09:00:00 +0100,1,Lamp,600.00,LAMP,Anna,DE,,100.00,Acme,5002,pos,",
  "#1003,ben@example.com,pending,,,no,EUR,20.00,20.00,,2026-03-11 09:00:00 +0100,1,Mug,20.00,MUG-B,Ben,AT,,0.00,Acme,5003,web,",
  "#1004,,paid,,,no,EUR,20.00,20.00,,2026-03-12 09:00:00 +0100,1,Mug,20.00,MUG-B,,AT,,0.00,Acme,5004,web,",
  '#1005,=cmd|x@example.com,paid,,,no,EUR,"1,020.00","1,020.00",,not a date,1,Mug,20.00,MUG-B,,AT,,0.00,Acme,5005,web,',
].join("\n");
const CUSTOMERS = [
  "\uFEFFCustomer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Country Code,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags",
  '77,Anna,Aal,anna@example.com,yes,DE,+49151,no,665.90,2,"VIP, early"',
  "78,Clara,Cox,clara@example.com,no,FR,,no,80.00,3,",
].join("\r\n");

const plan = (engine, condition) => {
  const config = {
    format: 1,
    shop: { id: "s", name: "S", currency: "EUR", time_zone: "Europe/Berlin" },
    segments: [{ id: "asked", name: "Asked", condition }],
  };
  const { plan: id, diagnostics } = engine.load(JSON.stringify(config));
  assert.deepEqual(diagnostics, []);
  return id;
};

/** Who is meant by a condition among the customers of files. */
function members(files, condition) {
  const engine = openEngine();
  const id = plan(engine, condition);
  const { lines } = readHistory(files, SHOP);
  const states = lines.map((line) => stateOf(engine, id, line, NOW));
  assert.equal(engine.addCustomers(states.join("\n")), lines.length);
  return engine.previewSegment(id, condition, { now: NOW, sample: 100 }).preview.sample.sort();
}

test("orders of Shopify: lines of one order, refunds, and rows that cannot be used", () => {
  const { lines, forms, assumed, problems } = readHistory([ORDERS], SHOP);
  assert.deepEqual(forms, ["shopify-orders"]);
  assert.deepEqual(assumed, ["refunds-when-paid"]);
  assert.deepEqual(
    problems.map(({ line, code }) => [line, code]),
    [
      [6, "order-left-out"],
      [7, "order-left-out"],
    ],
  );
  const anna = lines.map((line) => JSON.parse(line)).find(({ customer }) => /anna/.test(customer));
  const placed = anna.events.filter(({ kind }) => kind.type === "order_placed");
  assert.equal(anna.customer, "email:anna@example.com");
  assert.deepEqual(
    placed.map(({ occurred_at: at, kind }) => [at, kind.order.total, kind.order.items.length]),
    [
      [Date.UTC(2026, 2, 2, 9), { minor: 6_590, currency: "EUR" }, 2],
      [Date.UTC(2026, 2, 10, 8), { minor: 60_000, currency: "EUR" }, 1],
    ],
  );
  assert.equal(placed[0].kind.order.items[1].title, 'Plate "round"');
});

test("the engine counts them as it counts webhooks", () => {
  const spend = (is, amount) => ({ type: "spend", is, amount });
  // 65.90 and 600.00, of which 100.00 were given back.
  assert.deepEqual(members([ORDERS], spend("exactly", "565.90")), ["email:anna@example.com"]);
  assert.deepEqual(members([ORDERS], spend("more_than", "565.90")), []);
  const bought = {
    type: "bought",
    is: "at_least",
    count: 1,
    where: [{ property: "sku", is: "equals", value: "MUG-B" }],
  };
  assert.deepEqual(members([ORDERS], bought), ["email:anna@example.com", "email:ben@example.com"]);
});

test("customers join their orders, and what no file says is told as assumed", () => {
  const { forms, assumed } = readHistory([ORDERS, CUSTOMERS], SHOP);
  assert.deepEqual(forms, ["shopify-orders", "shopify-customers"]);
  assert.deepEqual(assumed.sort(), [
    "consent-since-ever",
    "orders-only-as-totals",
    "refunds-when-paid",
  ]);
  const both = [ORDERS, CUSTOMERS];
  const consent = { type: "consent", channel: "email", is: "subscribed" };
  assert.deepEqual(members(both, consent), ["email:anna@example.com"]);
  assert.deepEqual(members(both, { type: "tag", tag: "early" }), ["email:anna@example.com"]);
  const totals = { type: "attribute", name: "total_orders", is: "at_least", value: 3 };
  assert.deepEqual(members(both, totals), ["email:clara@example.com"]);
});

test("orders of WooCommerce by the shop's clock, over a change of it", () => {
  const orders = [
    "order_id,order_number,order_date,status,order_total,order_currency,billing_email,billing_country",
    "11,11,2026-03-29 01:30:00,completed,10.00,EUR,anna@example.com,DE",
    "12,12,2026-03-29 03:30:00,processing,10.00,EUR,anna@example.com,DE",
    "13,13,2026-03-30 03:30:00,wc-pending,10.00,EUR,anna@example.com,DE",
  ].join("\n");
  const { lines, forms } = readHistory([orders], SHOP);
  assert.deepEqual(forms, ["woocommerce-orders"]);
  const placed = JSON.parse(lines[0]).events.filter(({ kind }) => kind.type === "order_placed");
  assert.deepEqual(
    placed.map(({ occurred_at: at }) => new Date(at).toISOString()),
    ["2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z"],
  );
});

test("our own lines come back as they are, and a backtest takes them", () => {
  const { lines } = readHistory([ORDERS, CUSTOMERS], SHOP);
  assert.deepEqual(readHistory([lines.join("\n")], SHOP).lines.sort(), [...lines].sort());
  const engine = openEngine();
  const id = plan(engine, { type: "tag", tag: "vip" });
  const question = { from: Date.UTC(2026, 0, 1), until: NOW };
  engine.beginBacktest({ live: id, draft: id, facts: null, question });
  assert.equal(engine.addToBacktest(lines.join("\n")).customers, lines.length);
  engine.endBacktest();
});

test("what is no export is said to be none", () => {
  const codes = (text) => readHistory([text], SHOP).problems.map(({ code }) => code);
  assert.deepEqual(codes("a,b\n1,2"), ["table-unknown"]);
  assert.deepEqual(codes('{"customer": 1}\n{"customer": "a", "events": []}'), ["not-a-history"]);
  assert.deepEqual(codes(""), ["table-unknown"]);
});

/** `rows` many times over, so that a file is longer than what shows in its beginning. */
const longer = (head, rows) =>
  [head, ...Array.from({ length: 2_000 }, (_, copy) => rows.replaceAll("€", copy))].join("\n");

test("a file may come in pieces, cut anywhere, and says the same", () => {
  const [head, , , plain] = ORDERS.split("\n");
  const row = plain.replace("#1002", "#€").replace(",5002,", ",€,");
  const orders = longer(head, `${row}\n${row.replace("Lamp", '"A ""Ü"",\n lamp"')}`);
  const line = '{"customer":"c€","events":[{"occurred_at":€,"kind":{"type":"ünknown"}}]}';
  const texts = [
    orders,
    orders.replaceAll("\n", "\r\n"),
    longer(CUSTOMERS.replaceAll("\r", ""), "€,Some,Body,€@people.example,yes,DE,,no,10.00,1,early"),
    longer(line, `${line}${" ".repeat(200)}`),
  ];
  for (const text of texts) {
    assert.ok(text.length > 66_000);
    const whole = readHistory([text], SHOP);
    assert.ok(whole.lines.length >= 1 && whole.events >= 2_000);
    for (const size of [61, 9_973]) {
      const reader = new HistoryReader(SHOP);
      for (let at = 0; at < text.length; at += size) reader.add(text.slice(at, at + size));
      reader.endFile();
      assert.deepEqual(reader.end(), whole);
    }
  }
});

test("rows that are cut off or lose a quotation mark are told with their row, and the others count", () => {
  const cut = ORDERS.split("\n").slice(0, 5).join("\n").slice(0, -40);
  const { problems, events } = readHistory([cut], SHOP);
  assert.deepEqual(
    problems.map(({ line, code }) => [line, code]),
    [[5, "row-unreadable"]],
  );
  assert.match(problems[0].message, /^Expected 23 fields, as in the header; found \d+\.$/);
  assert.ok(events > 5);
  const open = `${ORDERS.split("\n").slice(0, 4).join("\n")}\n#9,"never closed,${"x,\n".repeat(700_000)}`;
  const reader = new HistoryReader(SHOP);
  for (let at = 0; at < open.length; at += 100_000) reader.add(open.slice(at, at + 100_000));
  reader.endFile();
  const read = reader.end();
  assert.deepEqual(
    read.problems.map(({ line, code }) => [line, code]),
    [[5, "row-unreadable"]],
  );
  assert.equal(read.lines.length, 1);
});
