/** All shops at a glance, and an alert when one needs attention. */
import assert from "node:assert/strict";
import { createServer } from "node:https";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { refusal, startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, certificate, freePort, startWorld, until } from "./world.mjs";

let world;
let mail;
let listener;
/** The alerts the operator received. */
const alerts = [];

before(async () => {
  mail = await startMailServer({ onRecipient: () => refusal(550, "5.7.1 not from you") });
  listener = createServer({ key: certificate, cert: certificate }, (request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      alerts.push({ headers: request.headers, body: JSON.parse(text) });
      response.end("{}");
    });
  });
  const port = await freePort();
  await new Promise((resolve) => listener.listen(port, "127.0.0.1", resolve));
  const env = { EDGEWISE_ALERT_URL: `https://localhost:${port}/alerts` };
  world = await startWorld({ smtp: mail.url, env, localNetwork: true });
});
after(async () => {
  await world.stop();
  await mail.close();
  await new Promise((resolve) => listener.close(resolve));
});

const standing = async (shop) =>
  (await world.api("GET", "/api/fleet")).body.shops.find((one) => one.shop === shop.shop);

test("every shop is listed, and those that work report how they are", async () => {
  const busy = await world.shop();
  const idle = await world.shop();
  await world.deliver(busy, "customers/create", customer(1, "a@people.example"));
  const one = await until(async () => {
    const found = await standing(busy);
    return found.at === null ? null : found;
  });
  assert.deepEqual([one.late_by_ms, one.dead_letters, one.failing_endpoints], [0, 0, 0]);
  assert.ok(one.bytes > 0);
  assert.deepEqual([one.days[0].requests, one.days[0].traps], [1, 0]);
  assert.ok(one.days[0].rows > 0);
  assert.equal((await standing(idle)).at, null, "asking for the fleet wakes nobody");
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const metrics = await (await world.fetch("/metrics", { headers })).text();
  assert.match(metrics, /^edgewise_shops 2$/m);
  assert.match(
    metrics,
    new RegExp(`^edgewise_requests_today{shop="${busy.shop}",domain="${busy.domain}"} 1$`, "m"),
  );
});

test("what failed is reported to the operator, signed, and once", async () => {
  const shop = await world.shop();
  const messages = { hello: { subject: "Hello", text: "Hi" } };
  const steps = [{ id: "hello", type: "send", message: "hello" }];
  const config = recovery({ messages, workflows: [onSignUp(steps)] });
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
  for (const id of [1, 2]) {
    const at = new Date().toISOString();
    const body = customer(id, `p${id}@people.example`, { created_at: at, updated_at: at });
    await world.deliver(shop, "customers/create", body);
  }
  await until(async () => (await standing(shop)).dead_letters === 2, { what: "both failures" });
  const of = () => alerts.filter(({ body }) => body.data.shop === shop.shop);
  await until(() => of().length > 0, { what: "the alert" });
  const [{ headers, body }, ...more] = of();
  assert.equal(body.type, "shop.alert");
  assert.equal(body.data.code, "dead-letters");
  assert.match(headers["webhook-signature"], /^v1,/);
  assert.deepEqual(more, [], "the same thing once an hour");
});

test("alive and ready say what is asked of them, and the fleet is the operator's", async () => {
  const alive = await (await world.fetch("/healthz")).json();
  assert.deepEqual([alive.ok, alive.key], [true, "set"]);
  assert.match(alive.version, /^\d+\.\d+\.\d+$/);
  assert.match(alive.engine, /^[0-9a-f]{32}$/);
  const ready = await world.fetch("/readyz");
  assert.equal(ready.status, 200);
  assert.deepEqual(await ready.json(), {
    ready: true,
    checks: { master_key: true, admin_key: true, storage: true },
    problems: [],
  });
  for (const path of ["/api/fleet", "/metrics"])
    assert.equal((await world.fetch(path)).status, 401);
});
