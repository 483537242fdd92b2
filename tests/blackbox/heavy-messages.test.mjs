/** One shop's messages, as heavy as they may be and heavier, beside another shop's webhooks. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { about, promise } from "../promises/record.mjs";
import { startWorld, until } from "./world.mjs";

/** How long Shopify waits for an answer, in milliseconds. */
const SHOPIFY_WAITS = 5_000;
const DUE = 64;

const shown = promise(20, "messages");

let world;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const configOf = (message) =>
  recovery({
    messages: { m: { subject: "S", ...message } },
    workflows: [onSignUp([{ id: "m", type: "send", message: "m" }])],
  });

test("a message that would be too much work is not saved, and saving says so at once", async () => {
  const shop = await world.shop();
  const loops = "{% for a in (1..5000) %}{% for b in (1..5000) %}{% endfor %}{% endfor %}";
  for (const html of [loops, "<p>".repeat(15_000), "{% if true %}".repeat(4_000)]) {
    const { status, body } = await world.api("PUT", `${shop.api}/config`, configOf({ html }));
    assert.equal(status, 422);
    assert.deepEqual(
      body.diagnostics.map(({ code, path }) => [code, path]),
      [["message-too-costly", 'messages["m"].html']],
    );
  }
});

test("the heaviest messages that are sent keep no other shop waiting", async () => {
  let slowest = 0;
  for (const [name, html] of Object.entries({
    "a tag opened 7,000 times": "<a ".repeat(7_000),
    "4,900 HTML tags": "<td> ".repeat(4_900),
  })) {
    const noisy = await world.shop();
    const quiet = await world.shop();
    const saved = await world.api("PUT", `${noisy.api}/config`, configOf({ html }));
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    await world.api("PUT", `${noisy.api}/sending`, { channel: "email", stopped: true });
    for (let id = 1; id <= DUE; id += 1) {
      const at = new Date().toISOString();
      const body = customer(id, `p${id}@people.example`, { created_at: at, updated_at: at });
      await world.deliver(noisy, "customers/create", body);
    }
    const before = mail.mails.length;
    world.api("PUT", `${noisy.api}/sending`, { channel: "email", stopped: false });
    for (let id = 1, sent = 0; sent < DUE; id += 1, sent = mail.mails.length - before) {
      const asked = performance.now();
      const answer = await Promise.race([
        world.deliver(quiet, "customers/create", customer(id, `q${id}@people.example`)),
        new Promise((resolve) => setTimeout(resolve, SHOPIFY_WAITS, null)),
      ]);
      assert.equal(answer?.outcome, "accepted", `${name}: after ${sent} mails`);
      slowest = Math.max(slowest, performance.now() - asked);
    }
    const ends = async () => (await world.api("GET", `${noisy.api}/outbox?limit=1`)).body.counts;
    await until(async () => (await ends()).sent === DUE, { what: `${name}: every mail sent` });
  }
  shown(2 * DUE, `another shop waited ${about(slowest)} ms at most meanwhile`);
});
