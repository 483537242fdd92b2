/** Mail over TLS: from the first byte, by STARTTLS, and never without it on the way to the internet. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { certificate, root, startWorld, until } from "./world.mjs";

/** A key and certificate for the same name, signed by nobody whom this world trusts. */
const stranger = readFileSync(join(root, "tests/blackbox/stranger.pem"), "utf8");
const PASSWORD = "p@ss word";

/**
 * Where the server is, spelled so that the Worker takes it for one on the internet: it has a binding
 * of its own for mail servers on this machine, without TLS.
 */
const away = (scheme, url, user = `edgewise:${encodeURIComponent(PASSWORD)}@`) =>
  `${scheme}://${user}LOCALHOST:${new URL(url).port}`;

/** Signs somebody up in a world whose mail goes to `smtp`; gives what became of the mail. */
async function sendThrough(smtp) {
  const world = await startWorld({ smtp, localNetwork: true });
  try {
    const shop = await world.shop();
    const messages = { hello: { subject: "Hello", html: "<p>Hi</p>", text: "Hi" } };
    const steps = [{ id: "hello", type: "send", message: "hello" }];
    const config = recovery({ messages, workflows: [onSignUp(steps)] });
    assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
    const now = new Date().toISOString();
    const person = customer(9_100, "tls@people.example", { created_at: now, updated_at: now });
    await world.deliver(shop, "customers/create", person);
    const tried = async () =>
      (await world.api("GET", `${shop.api}/outbox`)).body.outbox.find(({ attempt }) => attempt > 0);
    const item = await until(async () => {
      const one = await tried();
      return one !== undefined && one.state !== "leased" ? one : null;
    });
    assert.ok(!world.log.includes(PASSWORD) && !world.log.includes("tls@"), "nothing in the log");
    return [item.state, item.reason];
  } finally {
    await world.stop();
  }
}

for (const [scheme, tls] of [
  ["smtps", "from-the-start"],
  ["smtp", "starttls"],
]) {
  test(`${scheme}: mail and password go through TLS (${tls})`, async () => {
    const server = await startMailServer({ tls, pem: certificate, password: PASSWORD });
    try {
      assert.deepEqual(await sendThrough(away(scheme, server.url)), ["sent", null]);
      assert.deepEqual(
        server.mails.map(({ secure, to }) => [secure, to]),
        [[true, ["tls@people.example"]]],
      );
    } finally {
      await server.close();
    }
  });

  test(`${scheme}: a server with a stranger's certificate gets nothing`, async () => {
    const server = await startMailServer({ tls, pem: stranger });
    try {
      const [state, reason] = await sendThrough(away(scheme, server.url));
      assert.deepEqual([state, reason], ["new", "smtp-tls"]);
      assert.equal(server.mails.length, 0);
    } finally {
      await server.close();
    }
  });

  test(`${scheme}: a wrong password is tried again, and nothing is sent`, async () => {
    const server = await startMailServer({ tls, pem: certificate, password: "another" });
    try {
      const [state, reason] = await sendThrough(away(scheme, server.url));
      assert.deepEqual([state, reason], ["new", "smtp-login-refused"]);
      assert.equal(server.mails.length, 0);
    } finally {
      await server.close();
    }
  });
}

test("a server on the internet that offers no TLS gets neither password nor mail", async () => {
  // Somebody on the way can strike the offer out of the greeting.
  const dialogues = [];
  const server = createServer((socket) => {
    const nth = dialogues.push("") - 1;
    socket.on("error", () => {});
    socket.write("220 mail.example\r\n");
    socket.on("data", (chunk) => {
      dialogues[nth] += chunk;
      socket.write("250 fine\r\n");
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `smtp://127.0.0.1:${server.address().port}`;
    assert.deepEqual(await sendThrough(away("smtp", url)), ["new", "smtp-no-tls"]);
    // The next try may come at once, and while the world ends: no dialogue is told more than this.
    const said = new Set(dialogues);
    said.delete("");
    assert.deepEqual([...said], ["EHLO [127.0.0.1]\r\n"]);
  } finally {
    server.close();
  }
});
