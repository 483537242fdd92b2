/** The network a merchant's webhook can reach: the public one, never this machine. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

let world;
let canary;
let reached = 0;

before(async () => {
  canary = createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  await new Promise((resolve) => canary.listen(0, "127.0.0.1", resolve));
  world = await startWorld();
});
after(async () => {
  await world.stop();
  await new Promise((resolve) => canary.close(resolve));
});

test("no spelling of a loopback address is reached", async () => {
  const { port } = canary.address();
  const forms = [
    `https://127.0.0.1:${port}/`,
    `https://localhost:${port}/`,
    `https://2130706433:${port}/`,
    `https://0x7f000001:${port}/`,
    `https://0177.0.0.1:${port}/`,
    `https://127.1:${port}/`,
    `https://0.0.0.0:${port}/`,
    `https://[::1]:${port}/`,
    `https://[::ffff:127.0.0.1]:${port}/`,
    `https://[::ffff:7f00:1]:${port}/`,
    `https://public.example@127.0.0.1:${port}/`,
    `https://127.0.0.1.:${port}/`,
    `https://169.254.169.254:${port}/`,
    `https://１２７.0.0.1:${port}/`,
  ];
  let called = 0;
  for (const [index, url] of forms.entries()) {
    // A shop for each, because one address that keeps failing is soon left in peace.
    const shop = await world.shop();
    const workflows = [onSignUp([{ id: "call", type: "webhook", url }])];
    const saved = await world.api(
      "PUT",
      `${shop.api}/config`,
      recovery({ messages: {}, workflows }),
    );
    if (saved.status !== 200) continue;
    const now = new Date().toISOString();
    const body = customer(9_100 + index, `net-${index}@people.example`, {
      created_at: now,
      updated_at: now,
    });
    await world.deliver(shop, "customers/create", body);
    const tried = async () => {
      const { outbox } = (await world.api("GET", `${shop.api}/outbox`)).body;
      return outbox.length === 1 && outbox[0].reason !== null;
    };
    await until(tried, { seconds: 15, what: url });
    called += 1;
  }
  assert.ok(called > 5, "most forms pass the form's own check and are stopped by the network");
  assert.equal(reached, 0);
});
