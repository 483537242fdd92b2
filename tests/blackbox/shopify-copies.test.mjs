/** What a Shopify store keeps of its customers is what the engine says, and the merchant's own stays. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { customer } from "./bodies.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { startShopify, TOKEN } from "./shopify-store.mjs";
import { startWorld, until } from "./world.mjs";

const SCOPES = ["read_orders", "read_products", "write_customers"];

const TIERS = [{ id: "gold", name: "Gold", points_at_least: 100 }];

let world;
let store;
let shop;

before(async () => {
  store = await startShopify({ scopes: SCOPES });
  world = await startWorld({ localNetwork: store.port });
  shop = await world.shop({ platform: "shopify", domain: store.domain });
  await save({ tiers: TIERS });
  const kept = await world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN });
  assert.equal(kept.status, 200);
  await write();
});
after(async () => {
  await world?.stop();
  store?.close();
});
beforeEach(() => {
  store.scopes = new Set(SCOPES);
  store.fault = () => null;
  store.customers.refusal = () => null;
  store.customers.writes.length = 0;
});
after(() => assert.deepEqual(store.faults, [], "nothing that the schema refuses was ever asked"));

async function save(more) {
  const saved = await world.api("PUT", `${shop.api}/config`, recovery(more));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}
const clock = async () => (await world.advance(shop, 0)).now;
const seconds = (at) => `${new Date(at).toISOString().slice(0, 19)}Z`;

let people = 100;
/** Somebody makes an account in the store, of which the store has this. */
async function signUp(has = {}) {
  people += 1;
  const email = `buyer-${people}@example.test`;
  store.customers.set(email, { id: people, ...has });
  const at = seconds(await clock());
  const body = { created_at: at, updated_at: at, email_marketing_consent: null };
  await world.deliver(shop, "customers/create", customer(people, email, body));
  return { email, customer: (await world.customer(shop, email)).customer };
}
const command = async ({ customer: id }, said) => {
  const answer = await world.api("POST", `${shop.api}/customers/${id}/commands`, said);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
};
const consent = (who, channel, said) =>
  command(who, { type: "record_consent", channel, consent: said, proof: "form" });
const tag = (who, type, name) => command(who, { type, tag: name });
const copies = async () => (await world.api("GET", `${shop.api}/connection`)).body.copies;
async function write() {
  await world.advance(shop, 1_000);
  await until(async () => (await copies()).waiting === 0, { what: "all copies to be written" });
}
const writesTo = ({ email }) => store.customers.writes.filter(([, to]) => to === email);
const letters = async () => (await world.api("GET", `${shop.api}/dead-letters`)).body.dead_letters;
const metafieldsOf = ({ email }) => Object.fromEntries(store.customers.get(email).metafields);

test("tags, points, tier and consent with its true date are in the store, each written once", async () => {
  const ann = await signUp({ tags: ["wholesale"] });
  await write();
  assert.deepEqual(writesTo(ann), [], "of somebody new there is nothing to keep");
  const before = await clock();
  await consent(ann, "email", "subscribed");
  const after = await clock();
  await tag(ann, "add_tag", "VIP");
  await command(ann, { type: "give_points", points: 120, note: "welcome" });
  await write();
  const { tags, consent: said } = store.customers.get(ann.email);
  assert.deepEqual(tags, ["wholesale", "VIP"]);
  assert.equal(said.state, "SUBSCRIBED");
  assert.ok(before <= Date.parse(said.at) && Date.parse(said.at) <= after, said.at);
  assert.deepEqual(metafieldsOf(ann), {
    tags: '["VIP"]',
    points: "120",
    tier: "Gold",
  });
  const writes = writesTo(ann).map(([name]) => name);
  assert.deepEqual(writes.sort(), ["email", ...Array(3).fill("metafieldsSet"), "tagsAdd"]);
  store.customers.writes.length = 0;
  await consent(ann, "email", "unsubscribed");
  await write();
  assert.deepEqual(
    writesTo(ann).map(([name]) => name),
    ["email"],
  );
  assert.equal(store.customers.get(ann.email).consent.state, "UNSUBSCRIBED");
});

test("points and tier are defined once, as the app's own that the merchant sees and asks for", async () => {
  // Another token may be another app's, which has metafields of its own.
  const { definitions } = store.customers;
  const made = () =>
    store.asked.filter(({ operation }) => operation === "MakeMetafieldDefinition").length;
  const anew = async () => {
    definitions.clear();
    await world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN });
    store.asked.length = 0;
  };
  const points = (who, n) => command(who, { type: "give_points", points: n, note: "more" });
  await anew();
  const abe = await signUp();
  await tag(abe, "add_tag", "VIP");
  await write();
  assert.equal(made(), 0, "nothing of the kind is written yet");

  // Shopify's silence holds up no copy, and is not the end of it.
  store.fault = (operation) =>
    operation === "MakeMetafieldDefinition" ? { status: 503, text: "" } : null;
  await points(abe, 120);
  await write();
  assert.deepEqual(metafieldsOf(abe), { tags: '["VIP"]', points: "120", tier: "Gold" });
  assert.equal(definitions.size, 0);
  store.fault = () => null;
  await points(abe, 1);
  await write();
  const own = { ownerType: "CUSTOMER", access: { admin: "MERCHANT_READ" } };
  const filtered = { ...own, capabilities: { adminFilterable: { enabled: true } } };
  for (const [key, type] of [
    ["points", "number_integer"],
    ["tier", "single_line_text_field"],
  ]) {
    const { name, description, useAsCollectionCondition, ...rest } = definitions.get(key);
    assert.match(name, /Edgewise/);
    assert.ok(description.length > 10);
    assert.deepEqual({ ...rest }, { key, type, pin: true, ...filtered });
  }
  const times = made();
  await points(abe, 1);
  await write();
  assert.equal(made(), times, "once");
  assert.equal(metafieldsOf(abe).points, "122");

  // Who has no tier anymore has no metafield that says so.
  await save({ tiers: [{ id: "gold", name: "Gold", points_at_least: 10_000 }] });
  await write();
  assert.deepEqual(metafieldsOf(abe), { tags: '["VIP"]', points: "122" });
  await save({ tiers: TIERS });
  await write();
  assert.equal(metafieldsOf(abe).tier, "Gold");

  // Those that are there already are as good as made.
  definitions.clear();
  definitions.set("points", {});
  await world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN });
  store.asked.length = 0;
  await points(abe, 1);
  await write();
  assert.deepEqual([made(), definitions.get("tier")?.key], [2, "tier"]);

  // A shop that has all the filters it may have gets them without; and what it never takes holds up nothing.
  await anew();
  store.customers.undefinable = ({ capabilities }) =>
    capabilities ? "OWNER_TYPE_LIMIT_EXCEEDED_FOR_USE_AS_ADMIN_FILTERS" : null;
  await points(abe, 1);
  await write();
  assert.deepEqual([...definitions.keys()], ["points", "tier"]);
  const { capabilities, pin } = definitions.get("tier");
  assert.deepEqual([capabilities, pin], [undefined, false]);
  await anew();
  store.customers.undefinable = () => "RESOURCE_TYPE_LIMIT_EXCEEDED_BY_APP";
  for (const n of [1, 1]) {
    await points(abe, n);
    await write();
  }
  assert.equal(made(), 4, "each is asked for with a filter and without, and then no more");
  assert.equal(metafieldsOf(abe).points, "126");
  store.customers.undefinable = () => null;
});

test("a tag of ours is taken off again, and one of the merchant's never is", async () => {
  const bea = await signUp({ tags: ["Wholesale"] });
  for (const name of ["wholesale", "spring"]) await tag(bea, "add_tag", name);
  await write();
  assert.deepEqual(store.customers.get(bea.email).tags, ["Wholesale", "spring"]);
  for (const name of ["wholesale", "spring"]) await tag(bea, "remove_tag", name);
  await write();
  assert.deepEqual(store.customers.get(bea.email).tags, ["Wholesale"]);
  assert.equal(metafieldsOf(bea).tags, "[]");
});

test("what a process or an answer that is lost leaves behind is known to be ours", async () => {
  const cem = await signUp();
  await write();
  for (const lost of ["KeepMetafields", "AddTags"]) {
    await tag(cem, "add_tag", lost);
    store.fault = (operation) => (operation === lost ? "lost" : null);
    await world.advance(shop, 1_000);
    await until(async () => (await copies()).trouble?.code === "unreachable");
    store.fault = () => null;
    await world.advance(shop, HOUR);
    await write();
  }
  assert.deepEqual(store.customers.get(cem.email).tags.sort(), ["AddTags", "KeepMetafields"]);
  for (const name of ["AddTags", "KeepMetafields"]) await tag(cem, "remove_tag", name);
  await write();
  assert.deepEqual(store.customers.get(cem.email).tags, []);
});

test("who changed their mind in the shop since stays as they are, and nothing is written back", async () => {
  const dora = await signUp();
  const later = seconds((await clock()) + HOUR);
  Object.assign(store.customers.get(dora.email), {
    consent: { state: "UNSUBSCRIBED", at: later },
    sms: { state: "NEVER_SUBSCRIBED", at: null },
  });
  await consent(dora, "email", "subscribed");
  await consent(dora, "sms", "subscribed");
  await world.advance(shop, 1_000);
  await until(() => writesTo(dora).length > 0);
  assert.deepEqual(
    writesTo(dora).map(([name]) => name),
    ["sms"],
  );
  // Its webhook says so, and then both agree.
  await world.advance(shop, HOUR);
  const said = { state: "unsubscribed", consent_updated_at: later };
  const id = Number(store.customers.get(dora.email).id.split("/").at(-1));
  await world.deliver(shop, "customers_email_marketing_consent/update", {
    customer_id: id,
    email_address: dora.email,
    email_marketing_consent: said,
  });
  await write();
  assert.equal(store.customers.get(dora.email).consent.state, "UNSUBSCRIBED");
  assert.deepEqual(await letters(), []);
});

test("what the shop itself says of consent isn't written back", async () => {
  const eve = await signUp();
  await write();
  const at = seconds(await clock());
  store.asked.length = 0;
  await world.deliver(shop, "customers_email_marketing_consent/update", {
    customer_id: people,
    email_address: eve.email,
    email_marketing_consent: { state: "subscribed", consent_updated_at: at },
  });
  await write();
  assert.deepEqual(store.asked, []);
});

test("who has no account, or another one at their address, is left alone", async () => {
  const fay = await signUp({ email: "somebody.else@example.test" });
  await tag(fay, "add_tag", "vip");
  await write();
  assert.deepEqual(store.customers.get(fay.email).tags, []);
});

test("a customer whom the shop refuses holds nobody up, and becomes a dead letter", async () => {
  const gil = await signUp();
  const hana = await signUp();
  store.customers.refusal = (_, { email }) => (email === gil.email ? "Tags are too long" : null);
  for (const one of [gil, hana]) await tag(one, "add_tag", "vip");
  await world.advance(shop, 1_000);
  await until(() => store.customers.get(hana.email).tags.includes("vip"));
  const letter = await until(async () => {
    await world.advance(shop, 6 * HOUR);
    return (await letters()).find(({ reason }) => reason === "store-refuses-copy");
  });
  assert.ok(letter);
  store.customers.refusal = () => null;
  const again = await world.api(
    "POST",
    `${shop.api}/dead-letters/${encodeURIComponent(letter.id)}/retry`,
  );
  assert.equal(again.status, 200, JSON.stringify(again.body));
  await write();
  assert.deepEqual(store.customers.get(gil.email).tags, ["vip"]);
});

test("a withdrawn scope, a dead token and a shop that limits requests are told apart and pass", async () => {
  const troubles = [
    ["scope-missing", () => store.scopes.delete("write_customers")],
    ["refused", () => Object.assign(store, { fault: () => ({ status: 401, text: "{}" }) })],
    ["busy", () => Object.assign(store, { fault: () => "throttled" })],
  ];
  for (const [code, begin] of troubles) {
    const one = await signUp();
    await tag(one, "add_tag", code);
    begin();
    await world.advance(shop, 1_000);
    const { trouble } = await until(async () => {
      const found = await copies();
      return found.trouble?.code === code ? found : null;
    });
    const { body } = await world.api("GET", `${shop.api}/operations`);
    assert.equal(body.alerts.find((alert) => alert.code === "copies").help, trouble.message);
    store.scopes = new Set(SCOPES);
    store.fault = () => null;
    await world.advance(shop, 7 * HOUR);
    await write();
    assert.deepEqual(store.customers.get(one.email).tags, [code]);
  }
});
