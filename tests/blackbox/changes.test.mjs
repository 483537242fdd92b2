/** The log of changes: whatever is changed through the API leaves one row, with who did it, and nothing else does. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer, startSilentServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { startStore } from "./woo-store.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

const DAY = 86_400_000;

let mail;
let world;
let shop;
let woo;
let store;
let connected;
let operations;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url, localNetwork: true });
  const { paths } = await (await world.fetch("/openapi.json")).json();
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      access: operation["x-access"],
      change: operation["x-change"],
    })),
  );
  shop = await world.shop();
  woo = await world.shop({ platform: "woocommerce", domain: "woo.example" });
  store = await startStore();
  // Its import waits, so that there is one to pause.
  store.fault = (path) => (path === "wc/v3/products" ? { status: 503, text: "" } : null);
  connected = await world.shop({ platform: "woocommerce", domain: store.domain });
  await store.connect(world, connected);
  const saved = await world.api("PUT", `${shop.api}/config`, config());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(async () => {
  store.close();
  await world.stop();
  await mail.close();
});

const condition = { type: "consent", channel: "email", is: "subscribed" };
const config = (more = {}) =>
  recovery({
    messages: { hello: { subject: "Hello", text: "Hi" } },
    privacy: { deleted_accounts: "erase" },
    segments: [{ id: "everybody", name: "Everybody", condition }],
    workflows: [
      onSignUp([
        { id: "hello", type: "send", message: "hello" },
        { id: "call", type: "create_task", title: "Call" },
      ]),
      {
        id: "to-everybody",
        name: "To everybody",
        status: "live",
        trigger: { type: "segment_entered", segment: "everybody" },
        steps: [{ id: "hello", type: "send", message: "hello" }],
      },
    ],
    ...more,
  });

const rows = async (path) => {
  const all = [];
  for (let next = ""; ; ) {
    const { body } = await world.api("GET", `${path}?limit=200${next}`);
    all.push(...body.changes);
    if (body.next === null) return all;
    next = `&before=${body.next}`;
  }
};
const written = async () => [
  ...(await rows("/api/changes")),
  ...(await rows(`${shop.api}/changes`).catch(() => [])),
  ...(await rows(`${woo.api}/changes`)),
  ...(await rows(`${connected.api}/changes`)),
];

const DOT = "GIF89a\x01\x00\x01\x00\x00\x00\x00;";

let people = 0;
async function signUp(email = null) {
  people += 1;
  const { body } = await world.api("GET", `${shop.api}/health`);
  const at = new Date(body.now).toISOString();
  const address = email ?? `p${people}@people.example`;
  const account = customer(people, address, { created_at: at, updated_at: at });
  await world.deliver(shop, "customers/create", account);
  return (await world.customer(shop, address)).customer;
}

const first = async (path, list) => (await world.api("GET", `${shop.api}${path}`)).body[list][0];

/** How each change is made, so that it is made: its address and its body. */
const HOW = {
  "POST /api/keys": () => ["/api/keys", { name: "Prometheus" }],
  "DELETE /api/keys/{key}": async () => {
    const { body } = await world.api("GET", "/api/keys");
    return [`/api/keys/${body.keys[0].id}`];
  },
  "POST /api/shops/{shop}/people": () => [
    `${shop.api}/people`,
    { name: "Anna Berg", email: "anna-canary@team.example", role: "owner" },
  ],
  "POST /api/shops/{shop}/people/{person}/invitation": async () => [
    `${shop.api}/people/${(await first("/people", "people")).id}/invitation`,
  ],
  "PUT /api/shops/{shop}/people/{person}": async () => [
    `${shop.api}/people/${(await first("/people", "people")).id}`,
    { role: "viewer" },
  ],
  "DELETE /api/shops/{shop}/people/{person}": async () => [
    `${shop.api}/people/${(await first("/people", "people")).id}`,
  ],
  "GET /api/shops/{shop}/customers/{customer}/export": async () => [
    `${shop.api}/customers/${await signUp()}/export`,
  ],
  "POST /api/shops": () => [
    "/api/shops",
    { platform: "shopify", domain: "new.myshopify.com", time_zone: "UTC", currency: "EUR" },
  ],
  "PUT /api/shops/{shop}/domain": () => [`${shop.api}/domain`, { domain: shop.domain }],
  "POST /api/shops/{shop}/keys": () => [
    `${shop.api}/keys`,
    { name: "Sam’s script", scopes: ["read-only"] },
  ],
  "DELETE /api/shops/{shop}/keys/{key}": async () => [
    `${shop.api}/keys/${(await first("/keys", "keys")).id}`,
  ],
  "PUT /api/shops/{shop}/webhook-secret": () => [
    `${shop.api}/webhook-secret`,
    { webhook_secret: shop.webhook_secret },
  ],
  "POST /api/shops/{shop}/server-key": () => [`${shop.api}/server-key`],
  "POST /api/shops/{shop}/outgoing-webhook-secret": () => [`${shop.api}/outgoing-webhook-secret`],
  "POST /api/shops/{shop}/connection/code": () => [`${woo.api}/connection/code`],
  "POST /api/shops/{shop}/connection/check": () => [`${woo.api}/connection/check`],
  "DELETE /api/shops/{shop}/connection": () => [`${woo.api}/connection`],
  "POST /api/shops/{shop}/import/pause": () => [`${connected.api}/import/pause`],
  "POST /api/shops/{shop}/import/resume": () => [`${connected.api}/import/resume`],
  "DELETE /api/shops/{shop}/import": () => [`${connected.api}/import`],
  "POST /api/shops/{shop}/import": () => [`${connected.api}/import`],
  "PUT /api/shops/{shop}/email-connection": () => [
    `${shop.api}/email-connection`,
    { provider: "smtp", host: "localhost", port: 9, security: "none" },
  ],
  "POST /api/shops/{shop}/email-connection/check": () => [`${shop.api}/email-connection/check`, {}],
  "POST /api/shops/{shop}/email-connection/report-address": async () => {
    const provider = { provider: "brevo", key: "a-key" };
    await world.api("PUT", `${woo.api}/email-connection`, provider);
    return [`${woo.api}/email-connection/report-address`];
  },
  "DELETE /api/shops/{shop}/email-connection": () => [`${shop.api}/email-connection`],
  "POST /api/shops/{shop}/email-connection/test-email": () => [
    `${shop.api}/email-connection/test-email`,
    { to: "some-canary@people.example" },
  ],
  "PUT /api/shops/{shop}/email-pace": () => [
    `${shop.api}/email-pace`,
    { per_minute: null, mailbox_provider_per_minute: null, warm_up: null },
  ],
  "POST /api/shops/{shop}/sender-domain/check": () => [
    `${shop.api}/sender-domain/check`,
    { selector: null },
  ],
  "PUT /api/shops/{shop}/sms-connection": () => [
    `${shop.api}/sms-connection`,
    { provider: "webhook", url: "http://localhost:9/", sender: "MIRA" },
  ],
  "POST /api/shops/{shop}/sms-connection/check": () => [`${shop.api}/sms-connection/check`, {}],
  "POST /api/shops/{shop}/sms-connection/test-text": () => [
    `${shop.api}/sms-connection/test-text`,
    { to: "+4915100000001" },
  ],
  "DELETE /api/shops/{shop}/sms-connection": () => [`${shop.api}/sms-connection`],
  "POST /api/shops/{shop}/workflows/{workflow}/test-emails": () => [
    `${shop.api}/workflows/on-sign-up/test-emails`,
    { to: "some-canary@people.example" },
  ],
  "POST /api/shops/{shop}/set-up/dismiss": async () => {
    await signUp();
    return [`${shop.api}/set-up/dismiss`];
  },
  "POST /api/shops/{shop}/webhook-address": () => [`${shop.api}/webhook-address`],
  "PUT /api/shops/{shop}/platform-access": () => [`${shop.api}/platform-access`, "null"],
  "POST /api/shops/{shop}/clock": () => [`${shop.api}/clock`, { advance_ms: 1_000 }],
  "PUT /api/shops/{shop}/config": () => [`${shop.api}/config`, config()],
  "PUT /api/shops/{shop}/workflows/{workflow}/draft": () => [
    `${shop.api}/workflows/on-sign-up/draft`,
    { changes: { workflows: [{ id: "on-sign-up" }] } },
  ],
  "DELETE /api/shops/{shop}/workflows/{workflow}/draft": () => [
    `${shop.api}/workflows/on-sign-up/draft`,
  ],
  "POST /api/shops/{shop}/workflows/{workflow}/backfill": () => [
    `${shop.api}/workflows/to-everybody/backfill`,
    { segment: "everybody", batch: "spring", at_most: 5 },
  ],
  "POST /api/shops/{shop}/segments/{segment}/export": () => [
    `${shop.api}/segments/everybody/export`,
  ],
  "POST /api/shops/{shop}/customers/export": () => [`${shop.api}/customers/export`, {}],
  "POST /api/shops/{shop}/promotions": () => [`${shop.api}/promotions`, { name: "Spring" }],
  "POST /api/shops/{shop}/customers/{customer}/commands": async () => [
    `${shop.api}/customers/${await signUp()}/commands`,
    { type: "suppress" },
  ],
  "DELETE /api/shops/{shop}/customers/{customer}": async () => [
    `${shop.api}/customers/${await signUp()}`,
  ],
  "POST /api/shops/{shop}/consents": () => [
    `${shop.api}/consents`,
    "email,consent\nsome-canary@people.example,subscribed\n",
  ],
  "POST /api/shops/{shop}/code-pools/{pool}/codes": () => [
    `${shop.api}/code-pools/spring/codes`,
    { codes: ["SPRING-1"] },
  ],
  "DELETE /api/shops/{shop}/code-pools/{pool}/codes": () => [`${shop.api}/code-pools/spring/codes`],
  "POST /api/shops/{shop}/images": () => [`${shop.api}/images?name=dot.gif`, DOT],
  "DELETE /api/shops/{shop}/images/{image}": async () => {
    const { id } = await first("/images", "images");
    return [`${shop.api}/images/${id}`];
  },
  "PUT /api/shops/{shop}/tasks/{task}": async () => {
    await world.advance(shop, 1_000);
    await signUp();
    const { id } = await until(() => first("/tasks", "tasks"));
    return [`${shop.api}/tasks/${id}`, { done: true }];
  },
  "POST /api/shops/{shop}/questions/answer": async () => {
    await signUp();
    await world.deliver(shop, "customers/delete", { id: people });
    return [`${shop.api}/questions/answer`, { name: `customer/${people}`, answer: "true" }];
  },
  "POST /api/shops/{shop}/privacy-requests/answer": async () => {
    const { body } = await world.api("GET", `${shop.api}/privacy-requests`);
    const { id } = body.privacy_requests.find(({ done_at: done }) => done === null);
    return [`${shop.api}/privacy-requests/answer`, { id, answer: "keep" }];
  },
  "PUT /api/shops/{shop}/operations/alert-channels": () => [
    `${shop.api}/operations/alert-channels`,
    { emails: ["ada@people.example"], webhook: null },
  ],
  "PUT /api/shops/{shop}/operations/thresholds": () => [
    `${shop.api}/operations/thresholds`,
    { late_ms: 60_000, error_percent: 5, dead_letters: 3 },
  ],
  "PUT /api/shops/{shop}/sending": () => [`${shop.api}/sending`, { stopped: false }],
  "POST /api/shops/{shop}/sending/domains": () => [
    `${shop.api}/sending/domains`,
    { domain: "large.example" },
  ],
  "POST /api/shops/{shop}/outbox/{effect}/resolve": async () => {
    const silent = await startSilentServer();
    const through = { provider: "smtp", host: "localhost", port: silent.port, security: "none" };
    await world.api("PUT", `${shop.api}/email-connection`, { ...through, user: "" });
    await signUp();
    const unknown = await until(() => first("/outbox?state=unknown", "outbox"));
    await world.api("DELETE", `${shop.api}/email-connection`);
    silent.close();
    return [`${shop.api}/outbox/${unknown.id}/resolve`, { arrived: true }];
  },
  "POST /api/shops/{shop}/dead-letters/{id}/retry": async () => {
    await signUp("nobody@x");
    const deadLetter = await until(() => first("/dead-letters", "dead_letters"));
    return [`${shop.api}/dead-letters/${encodeURIComponent(deadLetter.id)}/retry`];
  },
  "DELETE /api/shops/{shop}": () => [`${shop.api}?domain=${shop.domain}`],
  "POST /api/restore": () => ["/api/restore", copy],
};
let copy;

test("each route that changes something leaves one row, and it says who did what", async () => {
  const changing = operations.filter(({ change }) => change !== undefined);
  assert.deepEqual(changing.map(({ name }) => name).sort(), Object.keys(HOW).sort());
  for (const [name, how] of Object.entries(HOW)) {
    const { change } = operations.find((one) => one.name === name);
    const [path, body] = await how();
    if (change === "shop-deleted") {
      const headers = { authorization: `Bearer ${ADMIN_KEY}` };
      copy = await (await world.fetch(`${shop.api}/backup`, { headers })).text();
    }
    const before = await written();
    const answer = await world.api(name.split(" ")[0], path, body);
    assert.ok(answer.status < 300, `${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const after = await written();
    const isNew = (row) => !before.some(({ request_id: id }) => id === row.request_id);
    const fresh = after.filter(isNew);
    // A restored shop has the rows again that its backup had.
    const own = fresh.filter((row) => row.request_id === answer.headers.get("x-request-id"));
    assert.equal(own.length, 1, name);
    if (change !== "shop-restored") assert.equal(fresh.length, 1, name);
    const [{ by, operation, route, outcome }] = own;
    assert.deepEqual(
      { by, operation, route, outcome },
      { by: "admin-key", operation: change, route: name, outcome: "done" },
    );
  }
});

test("what is refused, and what only reads, leaves none", async () => {
  const own = await world.shop();
  for (const [method, path, body] of [
    ["PUT", "/config", "{"],
    ["PUT", "/sending", {}],
    ["DELETE", "/customers/nobody"],
    ["POST", "/customers/search", { q: "canary@people.example" }],
    ["POST", "/config/check", recovery()],
    ["POST", "/keys", {}],
  ]) {
    await world.api(method, own.api + path, body);
  }
  assert.deepEqual(await rows(`${own.api}/changes`), []);
});

test("a row names the key, the staff's session or the admin key, and nothing of what was sent", async () => {
  const own = await world.shop();
  const made = await world.api("POST", `${own.api}/keys`, {
    name: "Sam’s script",
    scopes: ["workflows:write", "customers:write"],
  });
  const send = (method, path, body) =>
    world.fetch(own.api + path, {
      method,
      headers: { authorization: `Bearer ${made.body.key}` },
      body: JSON.stringify(body),
    });
  assert.equal((await send("PUT", "/config", config())).status, 200);
  await world.deliver(own, "customers/create", customer(1, "row-canary@people.example"));
  const { customer: id } = await world.customer(own, "row-canary@people.example");
  const tagged = await send("POST", `/customers/${id}/commands`, {
    type: "add_tag",
    tag: "canary",
  });
  assert.equal(tagged.status, 200);
  const [command, published, key] = await rows(`${own.api}/changes`);
  assert.deepEqual(
    [command, published].map(({ by, by_name: name, operation, target, detail }) => ({
      by,
      name,
      operation,
      target,
      detail,
    })),
    [
      {
        by: `key/${made.body.id}`,
        name: "Sam’s script",
        operation: "customer-changed",
        target: id,
        detail: { command: "add_tag" },
      },
      {
        by: `key/${made.body.id}`,
        name: "Sam’s script",
        operation: "config-published",
        target: own.shop,
        detail: { workflows: 2 },
      },
    ],
  );
  assert.deepEqual(
    [key.by, key.target, key.detail],
    ["admin-key", made.body.id, { name: "Sam’s script" }],
  );
  const all = JSON.stringify(await rows(`${own.api}/changes`));
  for (const canary of ["canary", made.body.key, "Mira"]) assert.ok(!all.includes(canary), canary);
});

test("a change that the end of the process cut short has its row, and says that nobody knows", async () => {
  const own = await world.shop();
  const slow = `email,consent\n${Array.from({ length: 20_000 }, (_, index) => `p${index}@people.example,subscribed`).join("\n")}`;
  const cut = world.api("POST", `${own.api}/consents`, slow).catch(() => null);
  await until(async () => (await rows(`${own.api}/changes`)).length === 1, { what: "the row" });
  await world.kill();
  await cut;
  await world.start();
  const [{ operation, outcome }] = await rows(`${own.api}/changes`);
  assert.deepEqual([operation, outcome], ["consents-imported", "unknown"]);
});

test("the newest 10,000 of the last 400 days are kept, and read by pages", async () => {
  const own = await world.shop();
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const text = await (await world.fetch(`${own.api}/backup`, { headers })).text();
  const lines = text.trim().split("\n");
  const head = JSON.parse(lines[0]);
  const { rows: count } = JSON.parse(lines.at(-1));
  const rowOf = (place, at) => {
    const row = { place, at, by: "admin-key", by_name: null, operation: "clock-moved", route: "x" };
    const more = { target: null, status: 200, detail: "{}", request_id: `r${place}` };
    const values = head.tables.change_log.map((column) => ({ ...row, ...more })[column]);
    return JSON.stringify(["change_log", ...values]);
  };
  const old = Array.from({ length: 50 }, (_, index) => rowOf(index + 1, head.at - 401 * DAY));
  const fresh = Array.from({ length: 10_000 }, (_, index) => rowOf(51 + index, head.at - DAY));
  const end = JSON.stringify({ end: true, rows: count + old.length + fresh.length });
  const file = [...lines.slice(0, -1), ...old, ...fresh, end].join("\n");
  await world.api("DELETE", `${own.api}?domain=${own.domain}`);
  const restored = await world.api("POST", "/api/restore", `${file}\n`);
  assert.equal(restored.status, 201, JSON.stringify(restored.body));
  await world.api("PUT", `${own.api}/sending`, { stopped: false });
  const all = await rows(`${own.api}/changes`);
  assert.equal(all.length, 10_000);
  assert.equal(all[0].operation, "sending-switched");
  assert.equal(all.at(-1).id, 52);
});
