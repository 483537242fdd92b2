/** A shop whose calls of the API dawdle waits for itself, and past a point its calls are turned away. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { ADMIN_KEY, startWorld } from "./world.mjs";

const MANY = 400;

let world;
before(async () => {
  world = await startWorld();
});
after(() => world.stop());

/** A call whose body never comes to its end. */
function dawdle(shop) {
  const { hostname, port } = new URL(world.base);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  const head = [
    `PUT ${shop.api}/config HTTP/1.1`,
    `Host: ${hostname}`,
    `Authorization: Bearer ${ADMIN_KEY}`,
    "Content-Length: 1000",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n{`);
  return socket;
}

test("one shop's calls wait for each other, and nobody else's for them", async () => {
  const [crowd, other] = [await world.shop(), await world.shop()];
  const ask = async (shop) => {
    const { status, headers } = await world.api("GET", `${shop.api}/config`);
    return { status, retry: headers.get("retry-after") };
  };
  const sockets = Array.from({ length: 8 }, () => dawdle(crowd));
  try {
    const probes = [];
    // They have begun once a call of theirs has to wait while others are answered.
    for (let isWaiting = false; !isWaiting; ) {
      isWaiting = true;
      const probe = ask(crowd);
      probe.then(() => {
        isWaiting = false;
      });
      probes.push(probe);
      for (let call = 0; call < 10; call += 1) await ask(other);
    }
    let waiting = MANY;
    const crowded = Array.from({ length: MANY }, () => ask(crowd));
    for (const one of crowded) one.then(() => (waiting -= 1));
    assert.deepEqual(await ask(other), { status: 200, retry: null });
    const first = await Promise.race(crowded);
    assert.deepEqual(first, { status: 503, retry: "2" });
    assert.deepEqual(await ask(other), { status: 200, retry: null });
    assert.ok(waiting > 64, `${waiting} wait`);
    const answers = await Promise.all([...probes, ...crowded]);
    assert.ok(answers.every(({ status }) => status === 200 || status === 503));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
