/** Sizes, slowness and shapes: what is too much is refused, with the status that says so. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { startWorld } from "./world.mjs";

const shown = promise(18, "shapes");
let refused = 0;

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
});
after(() => world.stop());

test("a body over 2 MiB is refused, with and without a declared length", async () => {
  const { hostname, port, pathname } = new URL(shop.webhook_url);
  const declared = await raw(hostname, port, [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}`,
    `Content-Length: ${2 * 1024 * 1024 + 1}`,
    "",
    "{",
  ]);
  assert.match(declared, /^HTTP\/1\.1 413 /);
  refused += 1;
  // One byte too many and then silence: a client that is still writing when the answer comes may
  // see the connection break instead of the answer.
  let left = [...Array(32).fill(64 * 1024), 1];
  const stream = new ReadableStream({
    pull(controller) {
      const [size, ...rest] = left;
      left = rest;
      if (size === undefined) return new Promise(() => {});
      controller.enqueue(new Uint8Array(size).fill(0x78));
    },
  });
  const answered = new AbortController();
  const streamed = await world.fetch(shop.webhook_url, {
    method: "POST",
    body: stream,
    duplex: "half",
    signal: answered.signal,
  });
  assert.equal(streamed.status, 413);
  answered.abort();
  refused += 1;
});

test("a body just under the limit is read and judged", async () => {
  const body = JSON.stringify({ note: "x".repeat(2 * 1024 * 1024 - 100) });
  assert.notEqual((await world.webhook(shop, "orders/create", body)).status, 413);
});

test("a body that does not come within ten seconds is given up", async () => {
  const { hostname, port, pathname } = new URL(shop.webhook_url);
  const answer = await raw(hostname, port, [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}`,
    "Content-Length: 1000",
    "",
    '{"half":',
  ]);
  assert.match(answer, /^HTTP\/1\.1 408 /);
  refused += 1;
});

test("a body that ends before its length is refused, and is no trouble of ours", async () => {
  const { hostname, port, pathname } = new URL(shop.webhook_url);
  const answer = await new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(port), hostname, () => {
      socket.end(`POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"half":`);
    });
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
  assert.match(answer, /^HTTP\/1\.1 400 [\s\S]*cut-short/);
  assert.ok(!world.log.includes("request-failed"));
});

test("two ways to give a length are refused", async () => {
  const { hostname, port, pathname } = new URL(shop.webhook_url);
  const answer = await raw(hostname, port, [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}`,
    "Content-Length: 5",
    "Transfer-Encoding: chunked",
    "",
    "2\r\n{}\r\n0\r\n",
    "",
  ]);
  assert.match(answer, /^HTTP\/1\.1 411 /);
  refused += 1;
  assert.equal(refused, 4);
  shown(refused, "413 with and without a length, 408 after 10 s, 411 for two lengths");
});

test("what is not JSON is ignored with a reason, never an error", async () => {
  for (const body of [
    "not json",
    "[1,2",
    "null",
    '"text"',
    "7",
    "[]",
    "{}",
    '{"a":1e999}',
    "\u0000",
  ]) {
    const answer = await world.webhook(shop, "orders/create", body);
    assert.equal(answer.status, 200, body);
    const { outcome, reason } = await answer.json();
    assert.equal(outcome, "ignored", body);
    assert.match(reason, /^[a-z][a-z0-9-]+$/);
  }
});

test("a topic we do not know is ignored with a reason", async () => {
  const answer = await world.deliver(shop, "themes/publish", { id: 1 });
  assert.equal(answer.outcome, "ignored");
});

test("a wrong method and an unknown address say so", async () => {
  const wrong = await world.fetch(shop.webhook_url);
  assert.deepEqual([wrong.status, wrong.headers.get("allow")], [405, "POST"]);
  assert.equal((await world.fetch("/no/such/address")).status, 404);
});

test("the collector wants a key, a known origin, and not too much at once", async () => {
  const event = JSON.stringify({
    type: "page",
    anonymousId: "visitor-1",
    messageId: "m-1",
    properties: { path: "/" },
  });
  const send = (headers, body = event) =>
    world.fetch("/v1/events", { method: "POST", body, headers });
  assert.equal((await send({})).status, 401);
  assert.equal((await send({ "x-write-key": `wk_${"a".repeat(32)}` })).status, 401);
  const key = { "x-write-key": shop.write_key };
  assert.equal((await send(key)).status, 200);
  assert.equal((await send({ authorization: `Basic ${btoa(`${shop.write_key}:`)}` })).status, 200);
  assert.equal((await send({ ...key, origin: "https://evil.example" })).status, 403);
  const own = await send({ ...key, origin: `https://${shop.domain}` });
  assert.equal(own.headers.get("access-control-allow-origin"), `https://${shop.domain}`);
  assert.equal((await send(key, "x".repeat(600 * 1024))).status, 413);
  const statuses = await Promise.all(
    Array.from({ length: 900 }, () => send(key).then(({ status }) => status)),
  );
  assert.ok(statuses.includes(429), "a flood is turned away");
});

/** Sends lines as they are and gives back what comes first. */
function raw(host, port, lines) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host, () => socket.write(lines.join("\r\n")));
    socket.setTimeout(15_000, () => reject(new Error("no answer")));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once("error", reject);
  });
}

test("a shop whose large bodies dawdle holds up nobody else's", async () => {
  const slow = await world.shop();
  const { hostname, port, pathname } = new URL(slow.webhook_url);
  const sockets = Array.from({ length: 16 }, () => {
    const socket = connect(Number(port), hostname);
    const head = [`POST ${pathname} HTTP/1.1`, `Host: ${hostname}`, "Content-Length: 2000000"];
    socket.on("error", () => {});
    socket.write(`${head.join("\r\n")}\r\n\r\n{"half":`);
    return socket;
  });
  try {
    const body = { id: 1, email: "a@people.example", note: "x".repeat(1_000_000) };
    const from = performance.now();
    assert.equal((await world.deliver(shop, "customers/create", body)).outcome, "accepted");
    // The others are given up after ten seconds; this did not wait for that.
    assert.ok(performance.now() - from < 8_000);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
