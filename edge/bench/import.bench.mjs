/**
 * What importing a store's past costs: rows a second and memory, with all shipped workflows live, and how
 * often the store is asked. The store is on the same machine and answers at once.
 *
 *   node edge/bench/import.bench.mjs [--customers 5000]
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { turnOnShipped } from "../../tests/blackbox/shipped-workflows.mjs";
import { wooCustomer, wooOrder } from "../../tests/blackbox/woo-bodies.mjs";
import { startStore } from "../../tests/blackbox/woo-store.mjs";
import { startWorld } from "../../tests/blackbox/world.mjs";

const { values } = parseArgs({ options: { customers: { type: "string", default: "5000" } } });
const CUSTOMERS = Number(values.customers);
const DAY = 86_400_000;

const ago = (days) => new Date(Date.now() - days * DAY).toISOString();
const email = (id) => `buyer-${id}@example.test`;
const people = Array.from({ length: CUSTOMERS }, (_, index) =>
  wooCustomer(index + 1, { email: email(index + 1), created: ago(400 - (index % 300)) }),
);
const orders = Array.from({ length: CUSTOMERS }, (_, index) => {
  const id = 1 + (index % (CUSTOMERS / 2));
  const created = ago(90 - (index % 80));
  return wooOrder(100_000 + index, { email: email(id), customer_id: id, created });
});

const memory = (pid) => {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(kilobytes / 1024);
};

/** CPU that a process took so far, in milliseconds. */
const cpu = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

const store = await startStore({ customers: people, orders });
const world = await startWorld({ localNetwork: true });
try {
  const shop = await world.shop({ platform: "woocommerce", domain: store.domain });
  // Until all is live, nothing can be read.
  store.fault = (path) => (path === "wc/v3/products" ? { status: 403, text: "Wait" } : null);
  await store.connect(world, shop);
  console.log(`\n   Importing, with ${await turnOnShipped(world, shop)} workflows live`);
  store.fault = () => null;
  store.asked.length = 0;
  const before = memory(world.pid);
  const [from, cpuBefore] = [performance.now(), cpu(world.pid)];
  await world.advance(shop, 3_600_000);
  let last = 0;
  for (let done = false; !done; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { state, parts } = (await world.api("GET", `${shop.api}/import`)).body;
    const read = parts.reduce((sum, part) => sum + part.read, 0);
    console.log(`   ${read} rows, ${(read - last) * 2} a second`);
    [last, done] = [read, state === "done"];
  }
  const seconds = (performance.now() - from) / 1000;
  const each = ((cpu(world.pid) - cpuBefore) / last).toFixed(2);
  console.log(`   ${each} ms of CPU a row`);
  const asked = store.asked.filter((one) => one.startsWith("GET wc/v3/")).length;
  console.log(
    `\n   ${last} customers and orders in ${seconds.toFixed(1)} s: ${Math.round(last / seconds)} a second`,
  );
  console.log(`   ${((asked * 1000) / last).toFixed(1)} requests to the store per 1,000 rows`);
  console.log(`   ${memory(world.pid)} MB at most; ${before} MB before`);
} finally {
  store.close();
  await world.stop();
}
