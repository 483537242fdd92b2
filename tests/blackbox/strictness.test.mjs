/** What is malformed is refused with its reason, and what is secret is in no answer that is read in passing. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

let world;
let shop;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
  shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
});
after(async () => {
  await world.stop();
  await mail.close();
});

const codeOf = ({ status, body }) => [status, body?.error?.code];

test("half a character is refused in every JSON body, and a whole one is taken", async () => {
  const lone = '{"name":"\\ud800"}';
  assert.deepEqual(codeOf(await world.api("POST", `${shop.api}/promotions`, lone)), [
    400,
    "half-character",
  ]);
  const config = JSON.stringify(recovery()).replace("Mira Ceramics", "Mira \\udc00 Ceramics");
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.deepEqual([saved.status, saved.body.diagnostics[0].code], [422, "not-json"]);
  for (const name of ['{"name":"\\ud83d\\ude00"}', '{"name":"\\\\ud800"}']) {
    assert.equal((await world.api("POST", `${shop.api}/promotions`, name)).status, 202, name);
  }
});

test("bytes that are no UTF-8 are refused and not repaired", async () => {
  const text = Buffer.from(JSON.stringify(recovery()));
  const at = text.indexOf("Mira Ceramics");
  text[at] = 0xff;
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  for (const [method, path] of [
    ["PUT", "/config"],
    ["POST", "/config/check"],
    ["POST", "/consents"],
  ]) {
    const answer = await world.fetch(shop.api + path, { method, body: text, headers });
    assert.equal(answer.status, 400, path);
    assert.equal((await answer.json()).error.code, "not-utf-8", path);
  }
  const broken = Buffer.from('{"name":"\xff"}', "latin1");
  const promotion = { method: "POST", body: broken, headers };
  assert.equal((await world.fetch(`${shop.api}/promotions`, promotion)).status, 400);
  const { body } = await world.api("GET", `${shop.api}/config`);
  assert.equal(body.config.shop.name, "Mira Ceramics");
});

test("a zone that the engine does not know makes no shop", async () => {
  const wishes = { platform: "shopify", domain: "zone.myshopify.com", currency: "USD" };
  for (const zone of ["US/Pacific-New", "Mars/Olympus", "\ud83d\ude00"]) {
    const made = await world.api("POST", "/api/shops", { ...wishes, time_zone: zone });
    assert.deepEqual(codeOf(made), [422, "invalid-field"], zone);
  }
});

test("odd paths of the page are not found, and no folder is listed", async () => {
  for (const path of ["/app//", "/app/%00", "/app/assets/", "/app/assets", "/app/%2e%2e/x.js"]) {
    const answer = await world.fetch(path);
    assert.equal(answer.status, 404, path);
  }
  assert.equal((await world.fetch("/app/")).status, 200);
});

test("only a shop's own admin may frame the page, and nobody what is not the page", async () => {
  const ancestors = async (name, more = "&host=YWRtaW4") => {
    const page = await world.fetch(`/app/?shop=${name}${more}`);
    return page.headers.get("content-security-policy").match(/frame-ancestors ([^;]*)/)[1];
  };
  const admin = "https://admin.shopify.com";
  assert.equal(await ancestors(shop.domain), `https://${shop.domain} ${admin}`);
  // Opening the app is what makes it a shop of ours.
  assert.equal(await ancestors("new.myshopify.com"), `https://new.myshopify.com ${admin}`);
  for (const wrong of ["evil.example", "x.myshopify.com.evil.example", "a b.myshopify.com", "*"]) {
    assert.equal(await ancestors(wrong), "'none'", wrong);
  }
  assert.equal(await ancestors(shop.domain, ""), "'none'");
});

test("a search stands in no address", async () => {
  await world.deliver(shop, "customers/create", customer(41, "found@people.example"));
  const address = await world.api("GET", `${shop.api}/customers?q=found@people.example`);
  assert.deepEqual(codeOf(address), [400, "search-in-address"]);
  assert.equal((await world.search(shop, "found@people.example")).body.total, 1);
});

test("the second click on an unsubscribe link writes nothing", async () => {
  const own = await world.shop();
  const messages = { hello: { subject: "Hello", text: "Hi" } };
  const steps = [{ id: "hello", type: "send", message: "hello" }];
  await world.api("PUT", `${own.api}/config`, recovery({ messages, workflows: [onSignUp(steps)] }));
  const at = new Date().toISOString();
  const who = customer(71_001, "clicks@people.example", { created_at: at, updated_at: at });
  await world.deliver(own, "customers/create", who);
  const sent = await until(() => mail.mails.find(({ to }) => to.includes("clicks@people.example")));
  const link = sent.headers["list-unsubscribe"].match(/^<(http[^>]+)>$/)[1];
  const decisions = async () => (await world.customer(own, "clicks@people.example")).decisions;
  await until(async () => (await decisions()) >= 3, { what: "the receipt" });
  const before = await decisions();
  assert.equal((await world.fetch(link, { method: "POST" })).status, 200);
  assert.equal(await decisions(), before + 1);
  for (let click = 0; click < 20; click += 1) {
    assert.equal((await world.fetch(link, { method: "POST" })).status, 200);
  }
  assert.equal(await decisions(), before + 1);
});

test("guesses of the admin key are refused in the end, and the right key soon works", async () => {
  const guess = (key) => world.fetch("/api/shops", { headers: { authorization: `Bearer ${key}` } });
  const answers = [];
  for (let index = 0; index < 140; index += 1)
    answers.push(await guess(`wrong-key-number-${index}`));
  assert.equal(answers[0].status, 401);
  const refused = answers.find(({ status }) => status === 429);
  assert.ok(refused, "no guess was refused");
  assert.equal(refused.headers.get("retry-after"), "1");
  const from = performance.now();
  await until(async () => (await guess(ADMIN_KEY)).status === 200, { what: "the right key" });
  assert.ok(performance.now() - from < 2_000);
});

test("a clock that was moved in development stands right in production", async () => {
  await world.advance(shop, 13 * 3_600_000);
  const moved = (await world.api("GET", `${shop.api}/health`)).body;
  assert.equal(moved.clock_offset_ms, 13 * 3_600_000);
  await world.kill();
  const master = readFileSync(join(world.folder, "data.master-key"), "utf8").trim();
  world.reconfigure({ NODE_ENV: "production", EDGEWISE_MASTER_KEY: master });
  await world.start();
  const health = (await world.api("GET", `${shop.api}/health`)).body;
  assert.equal(health.clock_offset_ms, 0);
  assert.ok(Math.abs(health.now - Date.now()) < 60_000);
});
