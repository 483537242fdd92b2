/** The log: a line of JSON for each request and each failure, which says which shop and never who. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer } from "./bodies.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

let quiet;
let loud;

before(async () => {
  [quiet, loud] = await Promise.all([startWorld(), startWorld({ env: { LOG_LEVEL: "debug" } })]);
});
after(() => Promise.all([quiet.stop(), loud.stop()]));

const lines = (world) =>
  world.log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** The line about a request that was answered with this id. */
const lineOf = (world, response) =>
  until(() => lines(world).find((one) => one.request_id === response.headers.get("x-request-id")));

const ask = (world, path, headers = {}) =>
  world.fetch(path, { headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers } });

test("a request of the API is logged with its route, shop, status, duration and id", async () => {
  const shop = await quiet.shop();
  const answer = await ask(quiet, `${shop.api}/customers/nobody-at-all`);
  const { time, duration_ms: took, request_id: id, ...rest } = await lineOf(quiet, answer);
  assert.deepEqual(rest, {
    level: "info",
    event: "request",
    route: "GET /api/shops/{shop}/customers/{customer}",
    shop: shop.shop,
    status: 404,
  });
  assert.match(id, /^[a-z2-7]{26}$/);
  assert.ok(took >= 0 && Math.abs(Date.parse(time) - Date.now()) < 10_000);
});

test("an id that came along is kept where it can say nothing but an id", async () => {
  const kept = ["0b8a5e0c-41b6-4c1f-9a62-2f0c1d3e4f5a", "0af7651916cd43dd8448eb211c80319c"];
  for (const id of kept) {
    const answer = await ask(quiet, "/api/shops", { "x-request-id": id });
    assert.equal(answer.headers.get("x-request-id"), id);
    await lineOf(quiet, answer);
  }
  for (const id of ["canary@people.example", "4915112345678", "canary-of-ids", "x".repeat(32)]) {
    const answer = await ask(quiet, "/api/shops", { "x-request-id": id });
    assert.match(answer.headers.get("x-request-id"), /^[a-z2-7]{26}$/);
  }
  assert.ok(!quiet.log.includes("canary"));
});

test("every answer has an id, whoever made it", async () => {
  for (const path of ["/", "/app/", "/healthz", "/nothing", "/openapi.json"]) {
    assert.match((await quiet.fetch(path)).headers.get("x-request-id"), /^[a-z2-7]{26}$/, path);
  }
});

test("webhooks and events that went well are logged when debugging only", async () => {
  for (const [world, expected] of [
    [quiet, 0],
    [loud, 1],
  ]) {
    const shop = await world.shop();
    const webhook = "POST /webhooks/shopify/{token}";
    await world.deliver(shop, "customers/create", customer(1, "a@people.example"));
    await ask(world, `${shop.api}/health`);
    const of = (route) =>
      lines(world).filter((one) => one.route === route && one.shop === shop.shop);
    await until(() => of("GET /api/shops/{shop}/health").length === 1);
    assert.equal(of(webhook).length, expected);
  }
});

test("what anybody can make happen without end is logged once a minute", async () => {
  const shop = await quiet.shop();
  const body = customer(1, "forged-canary@people.example");
  for (let index = 0; index < 30; index += 1) {
    const forged = await quiet.webhook(shop, "customers/create", body, { secret: "another" });
    assert.equal(forged.status, 401);
    assert.equal((await quiet.fetch(`${shop.api}/customers`)).status, 401);
  }
  await ask(quiet, `${shop.api}/health`);
  await until(() =>
    lines(quiet).some(({ shop: of, route }) => of === shop.shop && / .*health$/.test(route)),
  );
  const refused = lines(quiet).filter(({ status }) => status === 401);
  assert.deepEqual(
    refused.map(({ level, route, shop: of }) => [level, route, of]),
    [
      ["info", "POST /webhooks/shopify/{token}", shop.shop],
      ["info", "GET /api/shops/{shop}/customers", null],
    ],
  );
});

test("a failure in the background names its shop", async () => {
  const shop = await quiet.shop();
  const messages = { hello: { subject: "Hello", text: "Hi" } };
  const workflows = [onSignUp([{ id: "hello", type: "send", message: "hello" }])];
  await quiet.api("PUT", `${shop.api}/config`, recovery({ messages, workflows }));
  const at = new Date().toISOString();
  // The address cannot be written to.
  const person = customer(3, "a@x", { created_at: at, updated_at: at });
  await quiet.deliver(shop, "customers/create", person);
  const line = await until(() => lines(quiet).find(({ event }) => event === "effect-failed"));
  assert.deepEqual([line.level, line.shop], ["warn", shop.shop]);
});

test("no line says who somebody is, however much is logged", async () => {
  const shop = await loud.shop();
  const email = "loud-canary@people.example";
  await loud.deliver(
    shop,
    "customers/create",
    customer(778899001122, email, { first_name: "Zebulonia" }),
  );
  await loud.deliver(shop, "checkouts/create", checkout("canarytoken01", email));
  await loud.search(shop, email);
  await ask(loud, `${shop.api}/customers?q=${email}`);
  await ask(loud, `${shop.api}/customers/${email}`);
  await loud.fetch(`/u/${email}`);
  await loud.fetch(`/${email}`);
  await loud.fetch(`/v1/events?write_key=${shop.write_key}`, {
    method: "POST",
    body: `{"email":"${email}"}`,
  });
  await loud.webhook(shop, "customers/create", `{"email":"${email}"`);
  const { body } = await loud.api("POST", `${shop.api}/keys`, {
    name: "Zebulonia",
    scopes: ["read-only"],
  });
  const last = await loud.fetch(`${shop.api}/health`, {
    headers: { authorization: `Bearer ${body.key}` },
  });
  await lineOf(loud, last);
  const secrets = [shop.webhook_secret, shop.write_key, shop.server_key, body.key, ADMIN_KEY];
  for (const canary of ["canary", "Zebulonia", "778899001122", "Okafor", ...secrets]) {
    assert.ok(!loud.log.includes(canary), canary);
  }
  assert.ok(lines(loud).length > 15);
});
