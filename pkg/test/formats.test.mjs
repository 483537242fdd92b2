/** Exports as shops and spreadsheets really write them: nothing is guessed, and nobody gets another's order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readHistory } from "edgewise/history.js";

const SHOP = { currency: "EUR", timeZone: "Europe/Berlin" };
const table = (rows, delimiter = ",") => rows.map((row) => row.join(delimiter)).join("\n");

/** What a file says of each customer's orders: `placed` in the shop's own day, and totals. */
function read(text, shop = SHOP) {
  const history = readHistory([text], shop);
  const people = Object.fromEntries(
    history.lines.map((line) => {
      const { customer, events } = JSON.parse(line);
      return [customer.replace(/^email:/, ""), events];
    }),
  );
  const of = (who, type) => (people[who] ?? []).filter(({ kind }) => kind.type === type);
  return {
    ...history,
    people,
    of,
    placed: (who) => of(who, "order_placed").map((e) => e.kind.order),
  };
}

const WOO = ["Order ID", "Order Date", "Order Status", "Order Total", "Billing Email"];
const woo = (...orders) =>
  table(
    [
      WOO,
      ...orders.map(([total, date = "2026-03-02 10:00", status = "Completed"], index) => [
        index + 1,
        date,
        status,
        total,
        "a@b.example",
      ]),
    ],
    ";",
  );
const totals = (text, shop) =>
  read(text, shop)
    .placed("a@b.example")
    .map(({ total }) => total.minor);

test("the sign before decimals is found from the whole column", () => {
  for (const [amounts, minor] of [
    [
      ["49,90", "1.234", "12"],
      [4_990, 123_400, 1_200],
    ],
    [
      ["49.90", "1,234", "12"],
      [4_990, 123_400, 1_200],
    ],
    [
      ["1.234,56", "49,9"],
      [123_456, 4_990],
    ],
    [
      ["1 234,56 €", "5,00 €"],
      [123_456, 500],
    ],
    [["1\u202f234,56\u00a0€"], [123_456]],
    [["CHF 1'234.50"], [123_450]],
    [["1.234.567"], [123_456_700]],
    [["R$ 1.234,5"], [123_450]],
    [["0.500"], [50]],
    [["1234.567"], [123_457]],
    [["49,-"], [4_900]],
    [["12"], [1_200]],
  ]) {
    assert.deepEqual(totals(woo(...amounts.map((one) => [one]))), minor, amounts.join(" "));
  }
});

test("a column that could be read in two ways is asked about, and nothing of its table is used", () => {
  const text = woo(["1.234"], ["2.500"], ["12"]);
  const { problems, lines } = read(text);
  assert.equal(lines.length, 0);
  assert.deepEqual(
    problems.map(({ code, column, samples, option, choices, line }) => [
      code,
      column,
      samples,
      option,
      choices,
      line,
    ]),
    [["ambiguous-amounts", "Order Total", ["1.234", "2.500"], "decimal", [".", ","], 1]],
  );
  assert.match(problems[0].message, /“Order Total”.*“1\.234”.*option “decimal”/);
  assert.deepEqual(totals(text, { ...SHOP, decimal: "," }), [123_400, 250_000, 1_200]);
  assert.deepEqual(totals(text, { ...SHOP, decimal: "." }), [123, 250, 1_200]);
  // Both ways in one column: nobody knows but whoever wrote it.
  const torn = read(woo(["49,90"], ["49.90"]));
  assert.deepEqual(
    [torn.problems[0].code, torn.problems[0].samples],
    ["ambiguous-amounts", ["49,90", "49.90"]],
  );
  const settled = read(woo(["49,90"], ["49.90"]), { ...SHOP, decimal: "," });
  assert.deepEqual(
    settled.problems.map(({ code, line }) => [code, line]),
    [["amount-unreadable", 3]],
  );
  // What the column says itself stands above the answer.
  assert.deepEqual(totals(woo(["49,90"], ["1.234"]), { ...SHOP, decimal: "." }), [4_990, 123_400]);
});

test("a column may take after another of its file", () => {
  const text = table(
    [
      [...WOO, "Item Name", "Item Cost", "Quantity"],
      [1, "2026-03-02", "Completed", "1.234", "a@b.example", "Oven", "617,00", 2],
    ],
    ";",
  );
  assert.deepEqual(totals(text), [123_400]);
});

test("day and month are told apart by the column, or asked about", () => {
  const days = (dates, shop) =>
    read(woo(...dates.map((date) => ["1.00", date])), shop)
      .placed("a@b.example")
      .map(({ placed_at: at }) => new Date(at).toISOString().slice(0, 16));
  assert.deepEqual(days(["03/04/2026 10:00", "25/04/2026 10:00"]), [
    "2026-04-03T08:00",
    "2026-04-25T08:00",
  ]);
  assert.deepEqual(days(["03/04/2026 10:00", "04/25/2026 10:00"]), [
    "2026-03-04T09:00",
    "2026-04-25T08:00",
  ]);
  assert.deepEqual(days(["02.03.2026 10:00"]), ["2026-03-02T09:00"]);
  assert.deepEqual(days(["March 2, 2026 10:00 pm"]), ["2026-03-02T21:00"]);
  assert.deepEqual(days(["05/05/2026 10:00"]), ["2026-05-05T08:00"]);
  const open = read(woo(["1.00", "03/04/2026"], ["1.00", "05/06/2026"]));
  assert.deepEqual(
    open.problems.map(({ code, column, samples, option }) => [code, column, samples, option]),
    [["ambiguous-dates", "Order Date", ["03/04/2026", "05/06/2026"], "dates"]],
  );
  assert.deepEqual(days(["03/04/2026 10:00"], { ...SHOP, dates: "month-first" }), [
    "2026-03-04T09:00",
  ]);
});

test("a day that does not exist is no day", () => {
  for (const date of ["2026-02-31", "2026-13-01", "2026-04-31 10:00", "2026-03-02 25:00"]) {
    const { problems, events } = read(woo(["1.00", date]));
    assert.deepEqual([events, problems.map(({ code }) => code)], [0, ["order-left-out"]], date);
    assert.ok(problems[0].message.includes(date));
  }
});

test("short files with any separator are read", () => {
  for (const delimiter of [",", ";", "\t", "|"]) {
    const rows = [WOO, [1, "2026-03-02", "Completed", "5", "a@b.example"]];
    assert.deepEqual(totals(table(rows, delimiter)), [500], JSON.stringify(delimiter));
  }
  assert.deepEqual(totals(`sep=;\r\n${woo(["49,90"]).replaceAll("\n", "\r\n")}`), [4_990]);
});

const SHOPIFY =
  "Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id,Accepts Marketing,Refunded Amount".split(
    ",",
  );
const shopify = (...orders) =>
  table([SHOPIFY, ...orders.map((order) => SHOPIFY.map((column) => order[column] ?? ""))]);
const ana = {
  Name: "#1001",
  Email: "ana@b.example",
  "Financial Status": "paid",
  Currency: "EUR",
  Total: "60.00",
  "Created at": "2026-03-02 10:00:00 +0100",
  "Lineitem name": "Bowl",
  "Lineitem sku": "B-1",
  "Lineitem price": "20.00",
  Id: "5501",
};
const more = {
  Name: "#1001",
  Email: "ana@b.example",
  "Lineitem name": "Cup",
  "Lineitem sku": "C-1",
};

test("a line of an order joins the order it belongs to, and no other", () => {
  const cup = (text) =>
    Object.entries(read(text).people).flatMap(([who, events]) =>
      events
        .filter(
          ({ kind }) =>
            kind.type === "order_placed" && kind.order.items.some(({ sku }) => sku === "C-1"),
        )
        .map(() => who),
    );
  const bo = { ...ana, Name: "#1002", Email: "bo@b.example", Id: "5502" };
  assert.deepEqual(cup(shopify(ana, more)), ["ana@b.example"]);
  assert.deepEqual(cup(shopify(ana, { ...more, "Created at": ana["Created at"] })), [
    "ana@b.example",
  ]);
  // Another Id under a known Name is another order.
  const twin = { ...bo, Name: "#1001", Id: "5503" };
  const { placed } = read(shopify(ana, twin, more));
  assert.deepEqual(
    [placed("ana@b.example")[0].items.length, placed("bo@b.example")[0].items.length],
    [1, 2],
  );
  // A number that is not the row before's belongs to nobody.
  const strange = read(shopify(ana, bo, more));
  assert.deepEqual(
    strange.problems.map(({ code, line }) => [code, line]),
    [["row-without-order", 4]],
  );
  assert.equal(strange.placed("bo@b.example")[0].items.length, 1);
  // What follows an order that was left out is left out with it.
  const nobody = { ...bo, Email: "" };
  const left = read(shopify(ana, nobody, { ...more, Name: "#1002", Email: "" }));
  assert.deepEqual(
    left.problems.map(({ code }) => code),
    ["order-left-out"],
  );
  assert.equal(left.placed("ana@b.example")[0].items.length, 1);
});

test("ids that a spreadsheet cut off merge no orders", () => {
  const at = (name, day, email) => ({
    ...ana,
    Name: name,
    Email: email,
    Id: "5.51234E+12",
    "Created at": `2026-03-${day} 10:00`,
  });
  const { placed, assumed } = read(
    shopify(
      at("#1", "02", "a@b.example"),
      at("#2", "03", "a@b.example"),
      at("#2", "03", "c@b.example"),
      { ...more, Name: "#2" },
    ),
  );
  assert.equal(
    new Set([...placed("a@b.example"), ...placed("c@b.example")].map(({ order_id: id }) => id))
      .size,
    3,
  );
  assert.equal(placed("c@b.example")[0].items.length, 2);
  assert.deepEqual(assumed, ["ids-damaged"]);
});

test("one id under two numbers is two orders", () => {
  const rounded = { ...ana, Id: "5512340000000" };
  const { placed, assumed } = read(shopify(rounded, { ...rounded, Name: "#1002" }));
  assert.deepEqual(
    placed("ana@b.example").map(({ number }) => number),
    ["#1001", "#1002"],
  );
  assert.deepEqual(assumed, ["ids-damaged"]);
});

test("what was given back, never paid or in other money counts as what it is", () => {
  const refunds = (text) =>
    read(text)
      .of("ana@b.example", "order_refunded")
      .map(({ kind }) => kind.refund.amount.minor);
  assert.deepEqual(refunds(shopify({ ...ana, "Financial Status": "refunded" })), [6_000]);
  assert.deepEqual(
    refunds(shopify({ ...ana, "Financial Status": "refunded", "Refunded Amount": "60.00" })),
    [6_000],
  );
  const part = { ...ana, "Financial Status": "partially_refunded" };
  assert.deepEqual(refunds(shopify({ ...part, "Refunded Amount": "15.00" })), [1_500]);
  assert.deepEqual(read(shopify(part)).assumed, ["refunds-unknown"]);
  const back = read(woo(["5.00", "2026-03-02", "Refunded"]));
  assert.equal(back.of("a@b.example", "order_refunded")[0].kind.refund.amount.minor, 500);
  const never = read(woo(["5.00", "2026-03-02", "Cancelled"]));
  assert.deepEqual([never.events, never.assumed.includes("unpaid-cancelled-left-out")], [0, true]);
  assert.ok(read(woo(["5.00"])).assumed.includes("currency-of-the-shop"));
  assert.ok(!read(woo(["5,00 €"])).assumed.includes("currency-of-the-shop"));
  const dollars = read(shopify({ ...ana, Currency: "USD" }));
  assert.deepEqual(
    [dollars.assumed, dollars.placed("ana@b.example")[0].total.currency],
    [["other-currencies"], "USD"],
  );
  assert.equal(read(woo(["abc"])).problems[0].code, "amount-unreadable");
});

test("a SKU is no product’s id, and a tick counts from its order on", () => {
  const { placed, of } = read(shopify({ ...ana, "Accepts Marketing": "yes" }, more));
  assert.deepEqual(
    placed("ana@b.example")[0].items.map(({ product_id: id, sku }) => [id, sku]),
    [
      [undefined, "B-1"],
      [undefined, "C-1"],
    ],
  );
  const [consent] = of("ana@b.example", "consent_changed");
  assert.deepEqual(
    [consent.kind.change.consent, consent.occurred_at],
    ["subscribed", Date.UTC(2026, 2, 2, 9)],
  );
  assert.deepEqual(
    read(shopify({ ...ana, "Accepts Marketing": "no" })).of("ana@b.example", "consent_changed"),
    [],
  );
  const product = table([
    [...WOO, "Product ID", "SKU"],
    [1, "2026-03-02", "Completed", "5.00", "a@b.example", 447, "B-1"],
  ]);
  assert.deepEqual(read(product).placed("a@b.example")[0].items[0], {
    product_id: "447",
    title: "B-1",
    quantity: 1,
    sku: "B-1",
  });
  // The file of customers says what holds now.
  const customers = table([
    ["Customer ID", "Email", "Accepts Email Marketing"],
    [7, "ana@b.example", "no"],
  ]);
  const { lines } = readHistory([shopify({ ...ana, "Accepts Marketing": "yes" }), customers], SHOP);
  assert.ok(!lines[0].includes('"subscribed"'));
});

test("two spellings of a domain are one person", () => {
  const { customers } = readHistory(
    [
      shopify(
        { ...ana, Email: "A@Bücher.example" },
        { ...ana, Id: "2", Email: "a@xn--bcher-kva.example" },
      ),
    ],
    SHOP,
  );
  assert.deepEqual(customers, ["email:a@xn--bcher-kva.example"]);
});

const REST = (more = {}) => ({
  id: 71,
  number: "71",
  status: "completed",
  currency: "EUR",
  prices_include_tax: true,
  date_created: "2026-03-02T10:00:00",
  date_created_gmt: "2026-03-02T09:00:00",
  date_paid_gmt: "2026-03-02T09:05:00",
  customer_id: 5,
  total: "59.50",
  billing: { first_name: "Uma", last_name: "Q", email: "uma@b.example", phone: "", country: "DE" },
  line_items: [
    {
      id: 1,
      name: "Bowl",
      product_id: 447,
      variation_id: 0,
      quantity: 2,
      subtotal: "50.00",
      subtotal_tax: "9.50",
      total: "50.00",
      price: 25,
      sku: "B-1",
    },
  ],
  coupon_lines: [{ code: "ten" }],
  refunds: [{ id: 9, total: "-10.00" }],
  ...more,
});

test("orders and customers of WooCommerce’s REST API are read, in one document or line by line", () => {
  const other = REST({
    id: 72,
    billing: { email: "vic@b.example" },
    refunds: [],
    status: "pending",
  });
  for (const text of [
    JSON.stringify([REST(), other]),
    JSON.stringify([REST(), other], null, 2),
    JSON.stringify({ orders: [REST(), other] }, null, 2),
    `${JSON.stringify(REST())}\n${JSON.stringify(other)}\n`,
    JSON.stringify(REST(), null, 2),
  ]) {
    const { placed, of, forms, problems, people } = read(text);
    assert.deepEqual(
      [forms, problems, Object.keys(people)],
      [["woocommerce-rest"], [], ["uma@b.example"]],
    );
    const [order] = placed("uma@b.example");
    assert.deepEqual(
      [order.order_id, order.placed_at, order.total, order.discount_codes],
      ["woocommerce:71", Date.UTC(2026, 2, 2, 9), { minor: 5_950, currency: "EUR" }, ["ten"]],
    );
    assert.deepEqual(order.items, [
      {
        product_id: "447",
        title: "Bowl",
        quantity: 2,
        unit_price: { minor: 2_975, currency: "EUR" },
        sku: "B-1",
      },
    ]);
    assert.equal(of("uma@b.example", "order_refunded")[0].kind.refund.amount.minor, 1_000);
  }
  const customer = { id: 5, email: "uma@b.example", first_name: "Uma", billing: { country: "DE" } };
  assert.equal(read(JSON.stringify([customer])).of("uma@b.example", "customer_updated").length, 1);
  assert.deepEqual(
    read('[{"a":1}]').problems.map(({ code }) => code),
    ["not-a-history"],
  );
  assert.deepEqual(
    read("[").problems.map(({ code }) => code),
    ["not-a-history"],
  );
});

test("WooCommerce’s own Analytics is read, and its customers say who is meant", () => {
  const orders = [
    'Date,"Order #","N. Revenue (formatted)",Status,Customer,"Customer type","Product(s)","Items sold",Coupon(s),"Net Sales",Attribution',
    '"2026-03-02 10:00:00",71,"€1,234.50",completed,"Uma Q",new,"2× Bowl, blue, 1× Cup",3,ten,1037.39,Direct',
    '"2026-03-03 10:00:00",72,"€49.90",processing,"Vic R",returning,"1× Cup",1,,41.93,Direct',
    '"2026-03-03 10:00:00",73,"€49.90",pending,"Vic R",returning,"1× Cup",1,,41.93,Direct',
  ].join("\n");
  const customers = [
    'Name,Username,"Last Active","Sign up",Email,Orders,"Total Spend",AOV,"Country / Region",City,Region,"Postal Code"',
    '"Uma Q",uma,"2026-03-02 10:00:00","2026-01-01 10:00:00",uma@b.example,1,1234.5,1234.5,DE,Berlin,,10115',
  ].join("\n");
  const { lines, forms, assumed, problems } = readHistory([orders, customers], SHOP);
  assert.deepEqual(
    [forms, problems],
    [["woocommerce-analytics-orders", "woocommerce-analytics-customers"], []],
  );
  assert.deepEqual(assumed, ["people-by-name"], "Vic has no address");
  const [uma, vic] = lines.map((line) => JSON.parse(line));
  assert.deepEqual([uma.customer, vic.customer], ["email:uma@b.example", "name:vic r"]);
  const { order } = uma.events.find(({ kind }) => kind.type === "order_placed").kind;
  assert.deepEqual(order.total, { minor: 123_450, currency: "EUR" });
  assert.deepEqual(order.items, [
    { title: "Bowl, blue", quantity: 2 },
    { title: "Cup", quantity: 1 },
  ]);
});
