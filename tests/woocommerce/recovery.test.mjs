/** The link back to a cart: it adds what is missing, and does no harm to anybody who opens it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startReceiver } from "./receiver.mjs";
import { startSite, Visitor } from "./site.mjs";

let site;
let receiver;

before(async () => {
  site = await startSite();
  receiver = await startReceiver();
  await receiver.connect(site);
});
after(async () => {
  await site?.stop();
  receiver?.close();
});

const STORE = "/wp-json/wc/store/v1";
const cart = async (visitor) => (await visitor.get(`${STORE}/cart`)).json;
const lines = async (visitor) =>
  (await cart(visitor)).items.map(({ id, quantity }) => [id, quantity]).sort();

/** A link to these lines, as a message has it: product, variation, quantity. */
async function link(...items) {
  const list = items.map(
    ([product, variation, quantity]) =>
      `array( 'product_id' => ${product}, 'variation_id' => ${variation}, 'quantity' => ${quantity} )`,
  );
  const url = new URL(await site.php(`return Edgewise\\recovery_url( array( ${list} ) );`));
  return url.pathname + url.search;
}

test("in another browser the cart is there, and campaign parameters go along to the checkout", async () => {
  const path = await link([14, 0, 2], [16, 17, 1]);
  const nora = new Visitor(site);
  const answer = await nora.get(`${path}&utm_source=edgewise&utm_campaign=still%20thinking`);
  assert.equal(answer.status, 302);
  assert.equal(
    answer.location,
    `${site.base}/checkout/?utm_source=edgewise&utm_campaign=still%20thinking`,
  );
  assert.match(answer.headers["cache-control"], /no-cache|no-store/);
  assert.equal(answer.headers["x-robots-tag"], "noindex");
  assert.deepEqual(await lines(nora), [
    [14, 2],
    [17, 1],
  ]);
  assert.equal((await cart(nora)).email, "", "no address is filled in for whoever opens it");
});

test("it merges with what is there, twice is once, and nothing is taken away", async () => {
  const path = await link([14, 0, 2], [13, 0, 1]);
  const nora = new Visitor(site);
  await nora.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  await nora.post(`${STORE}/cart/add-item`, { id: 18, quantity: 1 });
  for (let times = 0; times < 3; times += 1) await nora.get(path);
  assert.deepEqual(await lines(nora), [
    [13, 1],
    [14, 2],
    [18, 1],
  ]);
  await nora.post(`${STORE}/cart/add-item`, { id: 13, quantity: 4 });
  await nora.get(path);
  assert.deepEqual(
    await lines(nora),
    [
      [13, 5],
      [14, 2],
      [18, 1],
    ],
    "more than asked stays",
  );
});

test("machines that fetch ahead change nothing, and use nothing up", async () => {
  const path = await link([14, 0, 2]);
  const nora = new Visitor(site);
  await nora.post(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
  const ahead = [
    ["HEAD", {}],
    ["GET", { "sec-purpose": "prefetch" }],
    ["GET", { "sec-purpose": "prefetch;prerender" }],
    ["GET", { purpose: "prefetch" }],
    ["GET", { "x-moz": "prefetch" }],
    ["POST", {}],
  ];
  for (const [method, headers] of ahead) {
    const answer = await nora.ask(method, path, undefined, headers);
    assert.equal(answer.status, 204, `${method} ${JSON.stringify(headers)}`);
  }
  assert.deepEqual(await lines(nora), [[13, 1]]);
  // A scanner that opens it without cookies, as often as it likes, and then the customer.
  for (let times = 0; times < 3; times += 1) await new Visitor(site).get(path);
  await nora.get(path);
  assert.deepEqual(await lines(nora), [
    [13, 1],
    [14, 2],
  ]);
});

test("a link that was changed, or has ended, says so and leaves the cart alone", async () => {
  const path = await link([14, 0, 2]);
  const nora = new Visitor(site);
  await nora.post(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
  const past = await site.php(
    "$text = '14.0.2~' . ( time() - 1 ); return $text . '~' . Edgewise\\recovery_signature( $text );",
  );
  const wrong = [
    path.replace("14.0.2", "14.0.9"),
    path.replace(/~(\d)/, "~9$1"),
    path.slice(0, -1),
    "/?edgewise_cart=x",
    "/?edgewise_cart=",
    "/?edgewise_cart[]=14",
    `/?edgewise_cart=${past}`,
  ];
  for (const one of wrong) {
    const answer = await nora.get(one);
    assert.equal(answer.location, `${site.base}/cart/`, one);
    assert.match((await nora.get("/cart/")).text, /This link has expired/);
  }
  assert.deepEqual(await lines(nora), [[13, 1]]);
});

test("what is sold out or gone is left out, in one sentence", async () => {
  const nora = new Visitor(site);
  await nora.get(await link([15, 0, 9], [999, 0, 1], [16, 0, 1], [14, 0, 1]));
  assert.deepEqual(await lines(nora), [[14, 1]]);
  const notices = (await nora.get("/cart/")).text.match(/class="notice">[^<]*/g);
  assert.deepEqual(notices, ['class="notice">Some items of this cart are no longer available.']);
  const empty = new Visitor(site);
  const answer = await empty.get(await link([999, 0, 1]));
  assert.equal(answer.location, `${site.base}/cart/`, "an empty cart has no checkout");
});

test("a coupon waits until there is something to apply it to", async () => {
  const nora = new Visitor(site);
  await nora.get(`${await link([999, 0, 1])}&edgewise_coupon=TEN-OFF&utm_source=x`);
  await nora.get("/product/mug/");
  assert.deepEqual((await cart(nora)).coupons, []);
  await nora.post(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
  assert.deepEqual((await cart(nora)).coupons, ["ten-off"]);
  const other = new Visitor(site);
  await other.get(`${await link([14, 0, 1])}&edgewise_coupon=ten-off`);
  assert.deepEqual((await cart(other)).coupons, ["ten-off"], "after the items, in one request");
});

test("a coupon for one address applies when that address is typed, and again when it fell off", async () => {
  const ida = new Visitor(site);
  const type = (email) => ida.post(`${STORE}/cart/update-customer`, { billing_address: { email } });
  await ida.get(`${await link([14, 0, 1])}&edgewise_coupon=for-ida`);
  assert.deepEqual((await cart(ida)).coupons, []);
  assert.doesNotMatch((await ida.get("/cart/")).text, /does not apply/, "nobody is told off");
  await type("ida@example.test");
  assert.deepEqual((await cart(ida)).coupons, ["for-ida"]);
  await type("someone-else@example.test");
  assert.deepEqual((await cart(ida)).coupons, []);
  await type("ida@example.test");
  assert.deepEqual((await cart(ida)).coupons, ["for-ida"]);
});

test("who takes the coupon off does not get it back", async () => {
  const nora = new Visitor(site);
  await nora.get(`${await link([14, 0, 1])}&edgewise_coupon=ten-off`);
  await nora.post(`${STORE}/batch`, {
    requests: [
      { method: "POST", path: "/wc/store/v1/cart/remove-coupon", body: { code: "ten-off" } },
    ],
  });
  await nora.post(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
  assert.deepEqual((await cart(nora)).coupons, []);
  const olav = new Visitor(site);
  await olav.get(`${await link([14, 0, 1])}&edgewise_coupon=ten-off`);
  await olav.get("/cart/?remove_coupon=ten-off");
  await olav.post(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
  assert.deepEqual((await cart(olav)).coupons, []);
});

test("links of one cart are one link all day, and a giant cart has none", async () => {
  assert.equal(await link([14, 0, 2]), await link([14, 0, 2]));
  const many = await site.php(
    "return array( Edgewise\\recovery_url( array_fill( 0, 51, array( 'product_id' => 1, 'variation_id' => 0, 'quantity' => 1 ) ) ), strlen( Edgewise\\recovery_url( array_fill( 0, 50, array( 'product_id' => 12345678, 'variation_id' => 12345679, 'quantity' => 99 ) ) ) ) );",
  );
  assert.equal(many[0], "");
  assert.ok(many[1] < 2_000, `${many[1]} characters`);
});
