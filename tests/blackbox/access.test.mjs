/** Who may see what: keys, session tokens, other people's shops; and what the logs must not say. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { promise } from "../promises/record.mjs";
import { sessionToken as token } from "./session-token.mjs";
import { ADMIN_KEY, APP, startWorld } from "./world.mjs";

const shown = promise(25, "tokens");

let world;
let shop;
let other;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  other = await world.shop();
  await world.deliver(shop, "customers/create", customer(6001, "canary-one@people.example"));
  await world.deliver(other, "customers/create", customer(6002, "canary-two@people.example"));
});
after(() => world.stop());

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

const ask = (path, bearer) => world.fetch(path, { headers: { authorization: `Bearer ${bearer}` } });

test("a session token opens its own shop and no other", async () => {
  const good = token(shop.domain);
  assert.equal((await ask(`${shop.api}/customers`, good)).status, 200);
  assert.equal((await ask(`${other.api}/customers`, good)).status, 404);
  const { shops } = await (await ask("/api/shops", good)).json();
  assert.deepEqual(
    shops.map((listed) => listed.shop),
    [shop.shop],
  );
  const made = await world.fetch("/api/shops", {
    method: "POST",
    body: "{}",
    headers: { authorization: `Bearer ${good}` },
  });
  assert.equal(made.status, 403);
});

test("what staff change is written down under who they are here", async () => {
  const headers = { authorization: `Bearer ${token(shop.domain, { claims: { sub: "4711" } })}` };
  const init = { method: "PUT", headers, body: JSON.stringify({ stopped: false }) };
  assert.equal((await world.fetch(`${shop.api}/sending`, init)).status, 200);
  const { body } = await world.api("GET", `${shop.api}/changes`);
  const [{ by, by_name: name, operation, detail }] = body.changes;
  assert.match(by, /^person\//);
  assert.deepEqual(
    [name, operation, detail],
    ["Shopify user 4711", "sending-switched", { stopped: false, channel: null }],
  );
});

test("a session token that is wrong in any one way is refused, and the page is asked for a fresh one", async () => {
  const now = Math.floor(Date.now() / 1000);
  const right = token(shop.domain);
  const [head, claims, signature] = right.split(".");
  const wrong = {
    "no algorithm": token(shop.domain, { head: { alg: "none" } }),
    "another algorithm": token(shop.domain, { head: { alg: "HS512" } }),
    "another secret": token(shop.domain, { secret: "x" }),
    "over by 11 s": token(shop.domain, { claims: { exp: now - 11 } }),
    "12 s too early": token(shop.domain, { claims: { nbf: now + 12 } }),
    "another audience": token(shop.domain, { claims: { aud: "someone-else" } }),
    "issuer of another shop": token(shop.domain, {
      claims: { iss: `https://${other.domain}/admin` },
    }),
    "destination of another shop": token(shop.domain, {
      claims: { dest: `https://${other.domain}` },
    }),
    "not a shop's host": token("evil.example"),
    "a host that only ends like a shop's": token("evil.example/.myshopify.com"),
    "cut short": right.slice(0, -1),
    "an altered claim": `${head}.${base64url({ dest: `https://${other.domain}` })}.${signature}`,
    "a re-encoded signature": `${head}.${claims}.${signature}=`,
    "four parts": `${right}.x`,
  };
  for (const [name, bad] of Object.entries(wrong)) {
    const answer = await ask(`${shop.api}/customers`, bad);
    assert.equal(answer.status, 401, name);
    await answer.arrayBuffer();
  }
  const stale = await ask(
    `${shop.api}/customers`,
    token(shop.domain, { claims: { exp: now - 100 } }),
  );
  assert.equal(stale.headers.get("x-shopify-retry-invalid-session-request"), "1");
  assert.equal(
    (await ask(`${shop.api}/customers`, token(shop.domain, { claims: { exp: now - 5 } }))).status,
    200,
  );
  shown(Object.keys(wrong).length, "all refused");
});

test("without the right key every admin address is closed", async () => {
  for (const path of [
    "",
    "/config",
    "/customers",
    "/outbox",
    "/dead-letters",
    "/health",
    "/privacy-requests",
  ]) {
    assert.equal((await world.fetch(shop.api + path)).status, 401, path);
    assert.equal((await ask(shop.api + path, `${ADMIN_KEY}x`)).status, 401, path);
  }
  assert.equal((await ask("/api/shops/aaaaaaaaaaaaaaaaaaaaaaaaaa/health", ADMIN_KEY)).status, 404);
});

test("one shop's customers, plans and effects cannot be reached through another's address", async () => {
  const mine = await world.customer(shop, "canary-one@people.example");
  const { body } = await world.api("GET", `${shop.api}/config`);
  for (const path of [
    `/customers/${mine.customer}`,
    `/customers/${mine.customer}/timeline`,
    `/customers/${mine.customer}/export`,
  ]) {
    assert.equal((await world.api("GET", shop.api + path)).status, 200, path);
    assert.equal((await world.api("GET", other.api + path)).status, 404, path);
  }
  assert.equal((await world.api("DELETE", `${other.api}/customers/${mine.customer}`)).status, 404);
  assert.equal((await world.search(other, "canary-one")).body.customers.length, 0);
  const plan = await world.api("GET", `${other.api}/plans/${body.plan}`);
  assert.ok(plan.status === 404 || !JSON.stringify(plan.body).includes(shop.domain));
});

test("the clock does not move in production", async () => {
  const production = await startWorld({
    env: { NODE_ENV: "production", EDGEWISE_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") },
  });
  try {
    const strict = await production.shop();
    const moved = await production.api("POST", `${strict.api}/clock`, { advance_ms: 1000 });
    assert.equal(moved.status, 403);
  } finally {
    await production.stop();
  }
});

test("nothing personal and no secret is printed, not even about what fails", async () => {
  const email = "loud-canary@people.example";
  await world.deliver(
    shop,
    "customers/create",
    customer(778899001122, email, { phone: "+4915112345678" }),
  );
  await world.deliver(shop, "checkouts/create", checkout("canarytoken01", email));
  await world.deliver(shop, "orders/create", order(99887766554433, email));
  await world.webhook(shop, "customers/create", `{"email":"${email}"`, {
    secret: "not-the-secret",
  });
  await world.fetch(`/u/${email}`);
  await world.api("PUT", `${shop.api}/config`, `{"format":1,"shop":{"name":"${email}"}}`);
  await world.api("POST", `${shop.api}/customers/none/commands`, { type: "add_tag", tag: email });
  for (const canary of [
    "canary",
    "4915112345678",
    "778899001122",
    "99887766554433",
    "Okafor",
    shop.webhook_secret,
    APP.secret,
    ADMIN_KEY,
  ]) {
    assert.ok(!world.log.includes(canary), `${canary} was printed:\n${world.log}`);
  }
});
