/** API keys: each opens what its scopes say, of its own shop, for as long as it is not revoked. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { startWorld } from "./world.mjs";

let world;
let shop;
let other;
let operations;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  other = await world.shop();
  const { paths } = await (await world.fetch("/openapi.json")).json();
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { "x-access": access }]) => ({
      path,
      method: method.toUpperCase(),
      access,
    })),
  );
});
after(() => world.stop());

async function make(scopes, of = shop) {
  const made = await world.api("POST", `${of.api}/keys`, { name: "Sam’s script", scopes });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

async function ask(key, method, path, body = method === "GET" ? undefined : "{}") {
  const headers = { authorization: `Bearer ${key}` };
  const response = await world.fetch(path, { method, headers, body });
  const text = await response.text();
  return {
    status: response.status,
    text,
    error: text.startsWith("{") ? JSON.parse(text).error : undefined,
  };
}

const addressOf = ({ path }, of = shop) =>
  path.replace("{shop}", of.shop).replace(/\{(\w+)\}/g, "none");

const SCOPES = ["customers", "workflows", "operations"].flatMap((thing) => [
  `${thing}:read`,
  `${thing}:write`,
]);

/** What of people only owners may do, and which scope a key needs for it. */
const BY_OWNERS = { erase: "customers:write", disconnect: "operations:write" };

/** What the words of the scopes say, once more and apart from the code. */
function opens(scopes, access) {
  if (access === "any") return true;
  if (access in BY_OWNERS) return scopes.includes(BY_OWNERS[access]);
  if (!access.includes(":") || access === "fleet:read") return false;
  const [thing, kind] = access.split(":");
  return scopes.some(
    (scope) =>
      scope === access ||
      (kind === "read" && (scope === "read-only" || scope === `${thing}:write`)),
  );
}

test("every route of the API declares who may call it", () => {
  const api = operations.filter(({ path }) => path.startsWith("/api/") || path === "/metrics");
  assert.ok(api.length > 50);
  for (const { path, access } of api) {
    const words = [...SCOPES, ...Object.keys(BY_OWNERS), "any", "owner", "operator", "fleet:read"];
    assert.ok([...words, "person", "shopify"].includes(access), path);
  }
});

test("a key opens what its scopes say, and a refusal names the scope that is missing", async () => {
  const clock = "/api/shops/{shop}/clock";
  for (const scopes of [["read-only"], ...SCOPES.map((scope) => [scope])]) {
    const { key } = await make(scopes);
    for (const operation of operations) {
      const { method, access, path } = operation;
      if (access === undefined || path === clock) continue;
      const { status, error } = await ask(key, method, addressOf(operation));
      const name = `${scopes} at ${method} ${path}: ${status}`;
      if (opens(scopes, access)) assert.ok(![401, 403, 429].includes(status), name);
      else {
        assert.equal(status, 403, name);
        const scope = BY_OWNERS[access] ?? access;
        if (scope.includes(":"))
          assert.deepEqual([error.code, error.scope], ["scope-missing", scope], name);
        else if (access === "person") assert.equal(error.code, "not-a-person", name);
        else if (access === "shopify") assert.equal(error.code, "not-from-shopify", name);
        else assert.equal(error.code, "not-for-api-keys", name);
      }
    }
  }
});

test("no route reveals who somebody is to a key that may not read customers", async () => {
  const email = "canary-of-keys@people.example";
  await world.deliver(shop, "customers/create", customer(9001, email, { first_name: "Zebulonia" }));
  await world.deliver(shop, "checkouts/create", checkout("keytoken01", email));
  await world.deliver(shop, "orders/create", order(9002, email));
  await world
    .deliver(shop, "customers/data_request", {
      shop_domain: shop.domain,
      customer: { id: 9001, email },
      orders_requested: [],
    })
    .catch(() => {});
  const { customer: id } = await world.customer(shop, email);
  const narrow = await make(["workflows:write", "operations:write"]);
  const wide = await make(["customers:read"]);
  const reads = operations.filter(({ method, access }) => method === "GET" && access !== undefined);
  let revealing = 0;
  for (const operation of reads) {
    const path = addressOf(operation).replace("customers/none", `customers/${id}`);
    const reveals = /canary-of-keys|Zebulonia/.test((await ask(wide.key, "GET", path)).text);
    revealing += reveals ? 1 : 0;
    const { text } = await ask(narrow.key, "GET", path);
    assert.ok(!/canary-of-keys|Zebulonia/.test(text), operation.path);
  }
  assert.ok(revealing >= 4, `${revealing} routes reveal who somebody is`);
});

test("another shop is not there for a key", async () => {
  const { key } = await make(["read-only"]);
  for (const operation of operations) {
    if (!operation.path.includes("{shop}")) continue;
    const { status } = await ask(key, operation.method, addressOf(operation, other));
    assert.equal(status, 404, `${operation.method} ${operation.path}`);
  }
  const { shops } = JSON.parse((await ask(key, "GET", "/api/shops")).text);
  assert.deepEqual(
    shops.map((one) => one.shop),
    [shop.shop],
  );
});

test("a key is shown once, listed without itself, stored as a hash, and ends when it is revoked", async () => {
  const made = await make(["operations:read"]);
  assert.match(made.key, /^ak_[\w-]{43}$/);
  assert.equal((await ask(made.key, "GET", `${shop.api}/health`)).status, 200);
  const { body } = await world.api("GET", `${shop.api}/keys`);
  const listed = body.keys.find(({ id }) => id === made.id);
  assert.deepEqual(listed, {
    id: made.id,
    name: "Sam’s script",
    scopes: ["operations:read"],
    prefix: made.key.slice(0, 8),
    created_at: made.created_at,
    created_by: "admin-key",
    last_used_on: new Date().toISOString().slice(0, 10),
  });
  assert.ok(!JSON.stringify(body).includes(made.key));
  const data = join(world.folder, "data");
  for (const file of readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const bytes = readFileSync(join(file.parentPath ?? file.path, file.name));
    assert.equal(bytes.indexOf(made.key), -1, file.name);
  }
  assert.equal((await world.api("DELETE", `${other.api}/keys/${made.id}`)).status, 404);
  assert.equal((await world.api("DELETE", `${shop.api}/keys/${made.id}`)).status, 204);
  assert.equal((await ask(made.key, "GET", `${shop.api}/health`)).status, 401);
});

test("a key that is not well asked for is refused", async () => {
  for (const body of [
    {},
    { name: "x", scopes: [] },
    { name: "x", scopes: ["everything"] },
    { name: "x", scopes: ["fleet:read"] },
    { name: "<b>", scopes: ["read-only"] },
    { name: "x".repeat(61), scopes: ["read-only"] },
  ]) {
    const { status, body: answer } = await world.api("POST", `${shop.api}/keys`, body);
    assert.deepEqual([status, answer.error.code], [422, "invalid-field"], JSON.stringify(body));
  }
});

test("an operator's key reads which shops there are and how they are, and nothing in them", async () => {
  const { status, body } = await world.api("POST", "/api/keys", { name: "Prometheus" });
  assert.equal(status, 201);
  for (const operation of operations) {
    if (operation.access === undefined) continue;
    const { status: answered } = await ask(body.key, operation.method, addressOf(operation));
    const may = [
      "/metrics",
      "/api/fleet",
      "/api/changes",
      "/api/master-key",
      "/api/me",
      "/api/shops",
      "/api/shops/{shop}",
    ].includes(operation.path);
    const expected = may && operation.method === "GET" ? 200 : 403;
    assert.equal(answered, expected, `${operation.method} ${operation.path}`);
  }
  assert.equal((await world.api("DELETE", `/api/keys/${body.id}`)).status, 204);
  assert.equal((await ask(body.key, "GET", "/metrics")).status, 401);
});

test("strangers who guess keys lock nobody out who is on this machine or has a key", async () => {
  const { key } = await make(["operations:read"]);
  const guess = (index) =>
    world.fetch(`${shop.api}/health`, {
      headers: {
        authorization: `Bearer ak_${"x".repeat(40)}${index}`,
        "x-forwarded-for": `203.0.113.${index}`,
      },
    });
  const answers = await Promise.all(Array.from({ length: 130 }, (_, index) => guess(index)));
  assert.ok(
    answers.some(({ status }) => status === 429),
    "guessing is limited",
  );
  assert.equal((await world.api("GET", `${shop.api}/health`)).status, 200, "the admin key");
  const headers = { authorization: `Bearer ${key}`, "x-forwarded-for": "198.51.100.7" };
  assert.equal((await world.fetch(`${shop.api}/health`, { headers })).status, 200, "an API key");
});
