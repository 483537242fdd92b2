/** What leaves: the policy of each channel when the other side answers, refuses, or goes silent. */
import assert from "node:assert/strict";
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:https";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { promise } from "../promises/record.mjs";
import { certificate, freePort, startWorld, until } from "./world.mjs";

const shown = promise(9, "kills");
const redirected = promise(23, "redirects");

let world;
let mail;
let provider;
/** What the mail server does with the next message, and with a recipient. */
let onMessage = () => "answer";
let onRecipient = () => null;

before(async () => {
  mail = await startMailServer({
    onMessage: (raw) => onMessage(raw),
    onRecipient: (address) => onRecipient(address),
  });
  provider = await startProvider();
  world = await startWorld({ smtp: mail.url, localNetwork: true });
});
after(async () => {
  await world.stop();
  await mail.close();
  await provider.close();
});

/** A receiver of webhooks that remembers ids, and answers as it is set to. */
async function startProvider() {
  const calls = [];
  const state = { calls, answer: () => [200, {}] };
  const server = createServer({ key: certificate, cert: certificate }, (request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      calls.push({
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        url: request.url,
      });
      const [status, headers] = state.answer(calls.length);
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, headers).end("{}");
    });
  });
  const port = await freePort();
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  state.url = `https://localhost:${port}`;
  state.close = () => new Promise((resolve) => server.close(resolve));
  return state;
}

let people = 0;

/** A shop whose new customers get `steps`, and one of them. */
async function signUp(steps, config = {}) {
  const shop = await world.shop();
  const messages = {
    hello: { subject: "Hello {{ customer.first_name }}", html: "<p>Hi</p>", text: ".Hi\n.." },
  };
  const saved = await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ messages, workflows: [onSignUp(steps)], ...config }),
  );
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  people += 1;
  const email = `reader-${people}@people.example`;
  const now = new Date().toISOString();
  await world.deliver(
    shop,
    "customers/create",
    customer(8_000 + people, email, { created_at: now, updated_at: now }),
  );
  return { shop, email };
}

const outbox = async (shop) => (await world.api("GET", `${shop.api}/outbox`)).body.outbox;
const settled = (shop, state, also = () => true) =>
  until(async () => (await outbox(shop)).find((item) => item.state === state && also(item)), {
    what: `an effect that is ${state}`,
  });
const send = (kind) => [{ id: "hello", type: "send", message: "hello", ...(kind ? { kind } : {}) }];

test("a mail that is taken is sent once, byte for byte what was stored", async () => {
  const { shop, email } = await signUp(send());
  await settled(shop, "sent");
  const [only, ...more] = mail.mails.filter(({ to }) => to.includes(email));
  assert.equal(more.length, 0);
  assert.equal(only.headers.subject, "Hello Mira");
  assert.match(only.text, /^\.Hi\r\n\.\./, "leading dots survive");
  const [item] = await outbox(shop);
  assert.equal(only.headers["message-id"], `<${item.id}@mira-ceramics.example>`);
});

test("a server that hangs up before the message is taken is tried again, with the same bytes", async () => {
  let refused = 0;
  onRecipient = () => {
    refused += 1;
    return refused <= 2 ? Object.assign(new Error("try later"), { responseCode: 451 }) : null;
  };
  const { shop, email } = await signUp(send());
  // Until its first attempt it waits without a reason.
  const waiting = await settled(shop, "new", ({ reason }) => reason !== null);
  assert.equal(waiting.reason, "smtp-451");
  for (let step = 0; step < 4; step += 1) await world.advance(shop, 10 * 60_000);
  await settled(shop, "sent");
  assert.equal(mail.mails.filter(({ to }) => to.includes(email)).length, 1);
  onRecipient = () => null;
});

test("an address that is refused for good fails, and the merchant sees it", async () => {
  onRecipient = () => Object.assign(new Error("no such mailbox"), { responseCode: 550 });
  const { shop, email } = await signUp(send());
  const failed = await settled(shop, "failed");
  assert.equal(failed.reason, "smtp-550");
  const { body } = await world.api("GET", `${shop.api}/dead-letters`);
  assert.deepEqual(
    body.dead_letters.map(({ kind, reason }) => [kind, reason]),
    [["effect", "smtp-550"]],
  );
  onRecipient = () => null;
  const deadLetter = encodeURIComponent(body.dead_letters[0].id);
  const again = await world.api("POST", `${shop.api}/dead-letters/${deadLetter}/retry`);
  assert.equal(again.status, 200);
  await settled(shop, "sent");
  assert.equal(
    mail.mails.filter(({ to }) => to.includes(email)).length,
    1,
    "and can have it tried again",
  );
});

test("marketing: handed over without an answer is unknown, shown, and never sent again", async () => {
  onMessage = () => "hang";
  const { shop, email } = await signUp(send());
  await until(() => mail.mails.some(({ to }) => to.includes(email)), { what: "the hand-over" });
  await world.kill();
  onMessage = () => "answer";
  await world.start();
  await world.advance(shop, 2 * HOUR);
  const unknown = await settled(shop, "unknown");
  assert.equal(unknown.attempt, 1);
  await world.advance(shop, 48 * HOUR);
  assert.equal(mail.mails.filter(({ to }) => to.includes(email)).length, 1);
});

test("transactional: handed over without an answer is sent again under the same Message-ID", async () => {
  onMessage = () => "hang";
  const { shop, email } = await signUp(send("transactional"));
  const got = () => mail.mails.filter(({ to }) => to.includes(email));
  await until(() => got().length === 1, { what: "the hand-over" });
  await world.kill();
  onMessage = () => "answer";
  await world.start();
  await world.advance(shop, 2 * HOUR);
  await world.advance(shop, 2 * HOUR);
  await settled(shop, "sent");
  assert.equal(got().length, 2);
  assert.equal(got()[0].raw, got()[1].raw, "the same bytes");
  assert.equal(got()[0].headers["list-unsubscribe"], undefined);
});

test("a webhook is signed, keeps its id over retries, and is recognized by it", async () => {
  provider.answer = (count) => (count <= 2 ? [503, {}] : count === 3 ? [0] : [200, {}]);
  provider.calls.length = 0;
  const { shop } = await signUp([{ id: "call", type: "webhook", url: `${provider.url}/hook` }]);
  await until(() => provider.calls.length > 0, { what: "the first call" });
  for (let step = 0; step < 6; step += 1) await world.advance(shop, 3 * HOUR);
  const item = await settled(shop, "sent");
  assert.equal(provider.calls.length, 4);
  assert.equal((await world.api("GET", shop.api)).body.outgoing_webhook_secret, undefined);
  const { body } = await world.api("POST", `${shop.api}/outgoing-webhook-secret`);
  const key = Buffer.from(body.outgoing_webhook_secret.replace("whsec_", ""), "base64");
  for (const call of provider.calls) {
    assert.equal(call.headers["webhook-id"], item.id);
    assert.equal(call.body, provider.calls[0].body, "the same bytes");
    const signed = `${item.id}.${call.headers["webhook-timestamp"]}.${call.body}`;
    const right = Buffer.from(createHmac("sha256", key).update(signed).digest("base64"));
    assert.ok(timingSafeEqual(Buffer.from(call.headers["webhook-signature"].split(",")[1]), right));
  }
});

test("a webhook that is refused for good is not called again; a redirect is a refusal", async () => {
  for (const [status, headers] of [
    [400, {}],
    [410, {}],
    [302, { location: `${provider.url}/elsewhere` }],
  ]) {
    provider.answer = () => [status, headers];
    provider.calls.length = 0;
    const { shop } = await signUp([{ id: "call", type: "webhook", url: `${provider.url}/hook` }]);
    const failed = await settled(shop, "failed");
    assert.equal(failed.reason, `webhook-${status}`);
    await world.advance(shop, 30 * HOUR);
    assert.equal(provider.calls.length, 1, `${status}`);
  }
  redirected(1, "a refusal: it is not followed anywhere");
});

test("kills in mid-call lose no webhook, and every repeat carries the same id", async () => {
  const rounds = process.env.EDGEWISE_LONG ? 60 : 8;
  const seen = new Map();
  provider.calls.length = 0;
  for (let round = 0; round < rounds; round += 1) {
    let reached;
    const called = new Promise((resolve) => {
      reached = resolve;
    });
    const before = provider.calls.length;
    // The first call of a round is answered only after the host was killed.
    provider.answer = (count) => {
      if (count === before + 1) {
        reached();
        return [0];
      }
      return [200, {}];
    };
    const { shop } = await signUp([
      { id: "call", type: "webhook", url: `${provider.url}/round-${round}` },
    ]);
    await called;
    await world.kill();
    await world.start();
    for (let step = 0; step < 3; step += 1) await world.advance(shop, HOUR);
    const item = await settled(shop, "sent");
    const ids = provider.calls
      .filter(({ url }) => url === `/round-${round}`)
      .map(({ headers }) => headers["webhook-id"]);
    assert.ok(ids.length >= 2, "it was called again");
    assert.deepEqual([...new Set(ids)], [item.id], "one id for one effect");
    seen.set(item.id, ids.length);
  }
  assert.equal(seen.size, rounds);
  shown(rounds, "each effect called again under one id, 0 lost");
});

test("names and subjects cannot begin another header", async () => {
  const shop = await world.shop();
  const messages = {
    hello: { subject: "For {{ customer.first_name }}", html: "<p>x</p>", text: "x" },
  };
  await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ messages, workflows: [onSignUp(send())] }),
  );
  const now = new Date().toISOString();
  const email = "inject@people.example";
  const nasty = "Mira\r\nBcc: victim@people.example\r\n\r\nEvil";
  await world.deliver(
    shop,
    "customers/create",
    customer(8_999, email, { first_name: nasty, created_at: now, updated_at: now }),
  );
  await settled(shop, "sent");
  const got = mail.mails.find(({ to }) => to.includes(email));
  assert.deepEqual(got.to, [email]);
  assert.equal(got.headers.bcc, undefined);
  assert.ok(got.lines.every((line) => !/^bcc:/i.test(line)));
});

test("an alert is told once by email, signed call and chat, and again where it got through nowhere", async () => {
  const to = "ada@team.example";
  const refusal = (responseCode) => Object.assign(new Error("no"), { responseCode });
  onRecipient = (address) => refusal(address === to ? 451 : 550);
  const { shop } = await signUp(send());
  await settled(shop, "failed");
  const path = `${shop.api}/operations/alert-channels`;
  const tell = async (webhook) => {
    const { status, body } = await world.api("PUT", path, { emails: [to], webhook });
    assert.equal(status, 200, JSON.stringify(body));
  };
  const trouble = async () => (await world.api("GET", path)).body.trouble;
  const told = () => mail.mails.filter(({ to: whom }) => whom.includes(to));
  const calls = (way) => provider.calls.filter(({ url }) => url === way);
  provider.answer = () => [500, {}];
  await tell({ url: `${provider.url}/alerts`, format: "standard" });
  await until(async () => (await trouble()) !== null, { what: "that nothing got through" });
  assert.ok(["smtp-451", "webhook-500"].includes((await trouble()).reason));
  assert.equal(told().length, 0);

  provider.answer = () => [200, {}];
  onRecipient = () => null;
  await world.advance(shop, 5 * 60_000);
  await until(async () => told().length === 1 && (await trouble()) === null);
  const { headers, body } = calls("/alerts").at(-1);
  assert.match(headers["webhook-signature"], /^v1,/);
  const { type, data } = JSON.parse(body);
  assert.equal(type, "alerts.raised");
  assert.ok(
    data.alerts.some(({ code }) => code === "dead-letters"),
    body,
  );
  assert.ok(!body.includes("people.example"), "an alert names no customer");
  assert.match(told()[0].text, /\/app\/\?shop=\w+#\/home/);

  // It goes on, and nobody is told again. What begins is told, and only that.
  await tell({ url: `${provider.url}/chat`, format: "slack" });
  await world.advance(shop, 5 * 60_000);
  assert.deepEqual([told().length, calls("/chat").length], [1, 0]);
  onRecipient = (address) => (address === to ? null : refusal(451));
  people += 1;
  const at = new Date((await world.advance(shop, 0)).now).toISOString();
  const other = customer(8_000 + people, "other@people.example", {
    created_at: at,
    updated_at: at,
  });
  await world.deliver(shop, "customers/create", other);
  await settled(shop, "new", ({ reason }) => reason === "smtp-451");
  await world.advance(shop, 5 * 60_000);
  await until(() => calls("/chat").length === 1, { what: "the chat" });
  const { text } = JSON.parse(calls("/chat")[0].body);
  assert.match(text, /^\*Mira Ceramics:\* .*\|Open Edgewise>$/);
  assert.ok(!text.includes("\n"), text);

  onRecipient = () => null;
  for (const wrong of [
    { emails: ["nobody"], webhook: null },
    { emails: [], webhook: { url: "javascript:alert(1)", format: "slack" } },
    { emails: Array.from({ length: 6 }, () => to), webhook: null },
  ]) {
    assert.equal((await world.api("PUT", path, wrong)).status, 422);
  }
});
