/** The network a merchant's webhook can reach: the public one, never this machine. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { promise } from "../promises/record.mjs";
import { startWorld, until } from "./world.mjs";

const shown = promise(23, "addresses");

/** This machine and the networks around it, in every spelling that a parser of addresses has taken. */
const HOSTS = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "127.127.127.127",
  "2130706433",
  "017700000001",
  "0x7f000001",
  "0x7F.0x0.0x0.0x1",
  "0x7f.1",
  "0177.0.0.1",
  "0177.0.0.01",
  "00000177.0.0.1",
  "127.0.0.0x1",
  "127.0x0.1",
  "0.0.0.0",
  "0",
  "0x0",
  "localhost",
  "LOCALHOST",
  "LocalHost",
  "localhost.",
  "a.localhost",
  "%6cocalhost",
  "%31%32%37.0.0.1",
  "127%2e0%2e0%2e1",
  "１２７.0.0.1",
  "127。0。0。1",
  "127．0．0．1",
  "①②⑦.0.0.1",
  "ｌｏｃａｌｈｏｓｔ",
  "ⓛocalhost",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000:0000:0000:0000:0000:0000:0000:0001]",
  "[::]",
  "[::127.0.0.1]",
  "[::7f00:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:ffff:127.0.0.1]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "[fe80::1]",
  "[fc00::1]",
  "[fd00::1]",
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.255.255",
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "100.64.0.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "public.example@127.0.0.1",
  "public.example:443@127.0.0.1",
  "public.example%23@127.0.0.1",
  "127.0.0.1%00.public.example",
  "ip6-localhost",
  "metadata.google.internal",
];

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
  const forms = HOSTS.map((host) => `https://${host}:${port}/`);
  let called = 0;
  const call = async (url, index) => {
    // A shop for each, because one address that keeps failing is soon left in peace.
    const shop = await world.shop();
    const workflows = [onSignUp([{ id: "call", type: "webhook", url }])];
    const saved = await world.api(
      "PUT",
      `${shop.api}/config`,
      recovery({ messages: {}, workflows }),
    );
    if (saved.status !== 200) return;
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
  };
  const left = forms.entries();
  const caller = async () => {
    for (const [index, url] of left) await call(url, index);
  };
  await Promise.all(Array.from({ length: 12 }, caller));
  assert.ok(called > 5, "most forms pass the form's own check and are stopped by the network");
  assert.equal(reached, 0);
  shown(forms.length, `${called} tried, the others refused when saved; 0 connections`);
});
