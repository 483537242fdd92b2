/** A shop's own mail server: kept sealed, tried without sending, tested, and used for its email alone. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { refusal, startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { certificate, freePort, root, startWorld, until } from "./world.mjs";

const stranger = readFileSync(join(root, "tests/blackbox/stranger.pem"), "utf8");
const PASSWORD = "p@ss wörd";
const TLS = { tls: "from-the-start", pem: certificate, password: PASSWORD };
let installation;
let world;

before(async () => {
  installation = await startMailServer();
  world = await startWorld({ smtp: installation.url, localNetwork: true });
});
after(async () => {
  await world.stop();
  await installation.close();
});

/** A shop of which the sender is known. */
async function makeShop(at = world, made = null) {
  const shop = made ?? (await at.shop());
  const messages = { hello: { subject: "Hello", html: "<p>Hi</p>" } };
  const workflows = [onSignUp([{ id: "hello", type: "send", message: "hello" }])];
  const saved = await at.api("PUT", `${shop.api}/config`, recovery({ messages, workflows }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return { ...shop, email: `${shop.api}/email-connection` };
}

let people = 91_000;
async function signUp(shop, email, at = world) {
  people += 1;
  const now = new Date((await at.advance(shop, 1_000)).now).toISOString();
  const times = { created_at: now, updated_at: now };
  await at.deliver(shop, "customers/create", customer(people, email, times));
}

const portOf = ({ url }) => Number(new URL(url).port);
const settingsFor = (server, more = {}) => ({
  provider: "smtp",
  host: "localhost",
  port: portOf(server),
  security: "tls",
  user: "edgewise",
  password: PASSWORD,
  ...more,
});
/** What a check of some settings finds, and what the server said. */
async function check(shop, server) {
  const { status, body } = await world.api("POST", `${shop.email}/check`, { server });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.works, body.trouble === null);
  if (body.trouble !== null)
    assert.ok(body.trouble.message.length > 20 && body.trouble.help !== "");
  return body.trouble;
}

test("a shop's email goes through its own server, and others' through the installation's", async () => {
  const own = await startMailServer(TLS);
  try {
    const [mine, other] = [await makeShop(), await makeShop()];
    const before = await world.api("GET", mine.email);
    assert.deepEqual(
      [before.body.source, before.body.server, before.body.tested_at],
      ["installation", null, null],
    );
    const set = await world.api("PUT", mine.email, settingsFor(own));
    assert.equal(set.status, 200, JSON.stringify(set.body));
    const { password: _, provider: __, ...shown } = settingsFor(own);
    assert.deepEqual([set.body.source, set.body.server], ["shop", shown]);
    await signUp(mine, "own@people.example");
    await signUp(other, "other@people.example");
    await until(() => own.mails.length === 1 && installation.mails.length === 1);
    assert.deepEqual(own.mails[0].to, ["own@people.example"]);
    assert.ok(own.mails[0].secure, "and inside TLS");
    assert.deepEqual(installation.mails[0].to, ["other@people.example"]);

    assert.equal((await world.api("DELETE", mine.email)).status, 204);
    assert.equal((await world.api("DELETE", mine.email)).status, 404);
    await signUp(mine, "back@people.example");
    await until(() => installation.mails.length === 2);
    const { changes } = (await world.api("GET", `${mine.api}/changes`)).body;
    assert.deepEqual(
      changes.map(({ operation }) => operation).filter((name) => name.startsWith("email-")),
      ["email-connection-removed", "email-connection-changed"],
    );
  } finally {
    await own.close();
  }
});

test("the password is in no answer, no log and no file, and goes to no other host", async () => {
  const own = await startMailServer(TLS);
  try {
    const shop = await makeShop();
    await world.api("PUT", shop.email, settingsFor(own));
    const answers = await Promise.all(
      ["/email-connection", "/changes", "/operations", "", "/health"].map((path) =>
        world.api("GET", shop.api + path),
      ),
    );
    const backup = await world.api("GET", `${shop.api}/backup`);
    for (const text of [JSON.stringify(answers), JSON.stringify(backup.body), world.log]) {
      assert.ok(!text.includes(PASSWORD) && !text.includes(JSON.stringify(PASSWORD).slice(1, -1)));
    }
    const { provider, port, security, user, host } = settingsFor(own);
    // Left out, it stays for the same host and user.
    const again = await world.api("PUT", shop.email, { provider, host, port, security, user });
    assert.equal(again.status, 200);
    assert.equal((await world.api("POST", `${shop.email}/check`, {})).body.works, true);
    for (const more of [{ host: "127.0.0.1" }, { user: "somebody" }]) {
      const asked = { provider, host, port, security, user, ...more };
      for (const refused of [
        await world.api("PUT", shop.email, asked),
        await world.api("POST", `${shop.email}/check`, { server: asked }),
      ]) {
        assert.equal(refused.status, 422, JSON.stringify(refused.body));
        assert.match(refused.body.error.field, /password$/);
      }
    }
    await world.quit();
    const folder = join(world.folder, "data");
    for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const bytes = readFileSync(join(name.parentPath, name.name));
      assert.ok(!bytes.includes(PASSWORD), name.name);
    }
    await world.start();
    assert.equal((await world.api("POST", `${shop.email}/check`, {})).body.works, true);
  } finally {
    await own.close();
  }
});

test("a check says what is wrong, and sends nothing", async () => {
  const shop = await makeShop();
  const good = await startMailServer(TLS);
  const strange = await startMailServer({ ...TLS, pem: stranger });
  const later = await startMailServer({ ...TLS, tls: "starttls", pem: stranger });
  const starts = await startMailServer({ ...TLS, tls: "starttls" });
  const login = await startMailServer({ ...TLS, ways: ["LOGIN"] });
  const other = await startMailServer({ ...TLS, ways: ["XOAUTH2"] });
  const picky = await startMailServer({
    ...TLS,
    onSender: () => refusal(553, "5.7.1 not your domain"),
  });
  const servers = [good, strange, later, starts, login, other, picky];
  try {
    assert.equal(await check(shop, settingsFor(good)), null);
    assert.equal(await check(shop, settingsFor(starts, { security: "starttls" })), null);
    assert.equal(await check(shop, settingsFor(login)), null, "some offer LOGIN alone");
    const found = [];
    for (const server of [
      settingsFor(good, { password: "wrong" }),
      settingsFor(login, { password: "wrong" }),
      settingsFor(other),
      settingsFor(strange),
      settingsFor(starts),
      settingsFor(later, { security: "starttls" }),
      settingsFor(picky),
      settingsFor(good, { port: await freePort() }),
    ]) {
      found.push((await check(shop, server)).code);
    }
    assert.deepEqual(found, [
      "login-refused",
      "login-refused",
      "login-not-supported",
      "tls-failed",
      "tls-failed",
      "tls-failed",
      "sender-refused",
      "unreachable",
    ]);
    const { said, message } = await check(shop, settingsFor(picky));
    assert.equal(said, "553 5.7.1 not your domain");
    assert.match(message, /localhost doesn’t let you send as hello@/);
    assert.deepEqual(
      servers.flatMap(({ mails }) => mails),
      [],
    );
    assert.equal((await world.api("GET", shop.email)).body.source, "installation", "not saved");
    assert.ok(!world.log.includes("not your domain"), "and the log does not repeat it");
  } finally {
    for (const server of servers) await server.close();
  }
});

test("what is no mail server is told apart from one that is away", async () => {
  const shop = await makeShop();
  const answers = [
    "HTTP/1.1 400 Bad Request\r\n\r\n",
    "220 hi\r\n250 no starttls\r\n",
    "554 go away\r\n",
  ];
  const codes = [];
  for (const answer of answers) {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write(answer);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const settings = {
      provider: "smtp",
      host: "localhost",
      port: server.address().port,
      security: "starttls",
    };
    codes.push((await check(shop, settings)).code);
    server.close();
  }
  assert.deepEqual(codes, ["not-a-mail-server", "no-tls", "server-refused"]);
});

test("a test email goes to the merchant, and counts for the sender and the server it was sent with", async () => {
  const own = await startMailServer({
    ...TLS,
    onRecipient: (address) => (address.startsWith("no") ? refusal(550, "5.1.1 nobody") : null),
  });
  try {
    const shop = await makeShop();
    const send = (to) => world.api("POST", `${shop.email}/test-email`, { to });
    const testedAt = async () => (await world.api("GET", shop.email)).body.tested_at;
    await world.api("PUT", shop.email, settingsFor(own));
    assert.equal((await send("me at home")).status, 422);
    assert.equal((await send("no@kiln.example")).body.trouble.code, "recipient-refused");
    assert.equal(await testedAt(), null);
    assert.deepEqual((await send("me@kiln.example")).body, { works: true, trouble: null });
    const [mail] = own.mails;
    assert.deepEqual(
      [mail.to, mail.headers.subject, mail.headers["list-unsubscribe"]],
      [["me@kiln.example"], "Test email from Edgewise", undefined],
    );
    assert.ok((await testedAt()) > 0);
    assert.equal((await world.customer(shop, "me@kiln.example")) ?? null, null, "nobody is made");

    const { config } = (await world.api("GET", `${shop.api}/config`)).body;
    const sender = config.shop.sender;
    const renamed = {
      ...config,
      shop: { ...config.shop, sender: { ...sender, email: "new@kiln.example" } },
    };
    await world.api("PUT", `${shop.api}/config`, renamed);
    assert.equal(await testedAt(), null, "another sender was not tested");
    await world.api("PUT", `${shop.api}/config`, config);
    assert.ok((await testedAt()) > 0);
    await world.api("PUT", shop.email, settingsFor(own));
    assert.equal(await testedAt(), null, "nor was another server");
  } finally {
    await own.close();
  }
});

test("without any mail server email waits, and goes out once one is set", async () => {
  const own = await startMailServer(TLS);
  const empty = await startWorld({ smtp: "none://nowhere", localNetwork: true });
  try {
    const bare = await empty.shop();
    await empty.api("PUT", `${bare.api}/email-connection`, settingsFor(own));
    const shop = await makeShop(empty, bare);
    await empty.api("DELETE", shop.email);
    assert.equal((await empty.api("GET", shop.email)).body.source, "none");
    const { body } = await empty.api("POST", `${shop.email}/test-email`, { to: "me@kiln.example" });
    assert.equal(body.trouble.code, "mail-server-missing");
    await signUp(shop, "waits@people.example", empty);
    const item = async () => (await empty.api("GET", `${shop.api}/outbox`)).body.outbox[0];
    await until(async () => (await item())?.reason === "mail-server-not-set");
    assert.deepEqual([(await item()).state, (await item()).attempt], ["new", 0]);
    const { alerts } = (await empty.api("GET", `${shop.api}/operations`)).body;
    assert.ok(alerts.some(({ code }) => code === "mail-server-missing"));
    await empty.api("PUT", shop.email, settingsFor(own));
    await until(() => own.mails.length === 1);
    assert.equal((await item()).state, "sent");
  } finally {
    await empty.stop();
    await own.close();
  }
});

test("email that a server did not take goes out through the next one at once", async () => {
  const own = await startMailServer(TLS);
  try {
    const shop = await makeShop();
    await world.api("PUT", shop.email, settingsFor(own, { password: "wrong" }));
    await signUp(shop, "stuck@people.example");
    const item = async () => (await world.api("GET", `${shop.api}/outbox`)).body.outbox[0];
    await until(async () => (await item())?.reason === "smtp-login-refused");
    assert.deepEqual(own.mails, []);
    await world.api("PUT", shop.email, settingsFor(own));
    await until(async () => (await item()).state === "sent");
    assert.deepEqual(own.mails[0].to, ["stuck@people.example"]);
  } finally {
    await own.close();
  }
});

test("in production a mail server is a public host, and takes nothing in the clear", async () => {
  const live = await startWorld({
    smtp: installation.url,
    env: { NODE_ENV: "production", EDGEWISE_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") },
  });
  try {
    const shop = await live.shop();
    const put = (more) =>
      live.api("PUT", `${shop.api}/email-connection`, {
        provider: "smtp",
        host: "smtp.kiln.shop",
        port: 465,
        security: "tls",
        ...more,
      });
    for (const host of [
      ...["localhost", "127.0.0.1", "10.0.0.8", "169.254.169.254", "[::1]", "0x7f.1", "2130706433"],
      ...["mail", "mail.internal", "nas.local", "a.localhost", "smtp.kiln.shop:25", "a b.shop"],
      ...["smtp.kiln.shop/x", "user@smtp.kiln.shop", "", "smtp.kiln.shop\r\nX: y"],
    ]) {
      const { status, body } = await put({ host });
      assert.deepEqual([status, body.error?.field], [422, "host"], host);
    }
    for (const [more, field] of [
      [{ security: "none" }, "security"],
      [{ port: 0 }, "port"],
      [{ port: 70_000 }, "port"],
      [{ user: "a\0b" }, "user"],
      [{ user: "a" }, "password"],
    ]) {
      const { status, body } = await put(more);
      assert.deepEqual([status, body.error?.field], [422, field], JSON.stringify(more));
    }
    assert.equal((await put({ host: "SMTP.Kiln.shop " })).body.server.host, "smtp.kiln.shop");
  } finally {
    await live.stop();
  }
});

test("an API key may look and test, and not change where email goes", async () => {
  const shop = await makeShop();
  const scopes = ["operations:write"];
  const { key } = (await world.api("POST", `${shop.api}/keys`, { name: "Script", scopes })).body;
  const as = (method, path, body) =>
    world.fetch(shop.email + path, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  assert.equal((await as("GET", "")).status, 200);
  assert.equal((await as("POST", "/check", {})).status, 200);
  for (const refused of [
    await as("PUT", "", { provider: "smtp", host: "smtp.kiln.shop", port: 465, security: "tls" }),
    await as("DELETE", ""),
  ]) {
    assert.equal(refused.status, 403);
  }
});
