/**
 * What importing a store's past costs: rows a second and memory, with all shipped workflows live, and how
 * often the store is asked; of a WooCommerce store and of a Shopify store with the same past. The store is on
 * the same machine and answers at once.
 *
 *   node edge/bench/import.bench.mjs [--customers 5000]
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { turnOnShipped } from "../../tests/blackbox/shipped-workflows.mjs";
import { wooCustomer, wooOrder } from "../../tests/blackbox/woo-bodies.mjs";
import { startShopify, TOKEN } from "../../tests/blackbox/shopify-store.mjs";
import { shopCustomer, shopOrder } from "../../tests/blackbox/shopify-things.mjs";
import { startStore } from "../../tests/blackbox/woo-store.mjs";
import { startWorld } from "../../tests/blackbox/world.mjs";

const { values } = parseArgs({ options: { customers: { type: "string", default: "5000" } } });
const CUSTOMERS = Number(values.customers);
const DAY = 86_400_000;

const ago = (days) => new Date(Date.now() - days * DAY).toISOString();
const email = (id) => `buyer-${id}@example.test`;
/** Every second one ordered twice. */
const PEOPLE = Array.from({ length: CUSTOMERS }, (_, index) => ({
  id: index + 1,
  email: email(index + 1),
  created: ago(400 - (index % 300)),
}));
const ORDERS = Array.from({ length: CUSTOMERS }, (_, index) => ({
  id: 100_000 + index,
  by: PEOPLE[index % Math.ceil(CUSTOMERS / 2)],
  created: ago(90 - (index % 80)),
}));

const memory = (pid) => {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(kilobytes / 1024);
};

/** CPU that a process took so far, in milliseconds. */
const cpu = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** A WooCommerce store with this past, as it is connected. */
async function wooCommerce() {
  const customers = PEOPLE.map(({ id, ...more }) => wooCustomer(id, more));
  const orders = ORDERS.map(({ id, by, created }) =>
    wooOrder(id, { email: by.email, customer_id: by.id, created }),
  );
  const store = await startStore({ customers, orders });
  const isOfList = (one) => one.startsWith("GET wc/v3/");
  return {
    network: true,
    platform: "woocommerce",
    domain: store.domain,
    // Until all is live, nothing can be read.
    hold: (isHeld) => {
      store.fault = (path) =>
        isHeld && path === "wc/v3/products" ? { status: 403, text: "Wait" } : null;
    },
    connect: (world, shop) => store.connect(world, shop),
    asked: () => store.asked.filter(isOfList).length,
    close: () => store.close(),
  };
}

/** A Shopify store with the same past. */
async function shopify() {
  const scopes = ["read_discounts", "read_orders", "read_products", "write_customers"];
  const store = await startShopify({ scopes });
  const customers = PEOPLE.map(({ id, ...more }) => shopCustomer(id, more));
  const orders = ORDERS.map(({ id, by, created }) =>
    shopOrder(id, { customer: customers[by.id - 1], created }),
  );
  Object.assign(store.lists, { customers, orders });
  return {
    network: store.port,
    platform: "shopify",
    domain: store.domain,
    hold: (isHeld) => {
      store.fault = () => (isHeld ? { status: 502, text: "" } : null);
    },
    connect: (world, shop) =>
      world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN }),
    asked: () => store.asked.length + store.bulk.read.length,
    close: () => store.close(),
  };
}

async function measure(store) {
  const world = await startWorld({ localNetwork: store.network });
  try {
    const { platform, domain } = store;
    const shop = await world.shop({ platform, domain });
    store.hold(true);
    await store.connect(world, shop);
    const live = await turnOnShipped(world, shop);
    console.log(`\n   Importing from ${platform}, with ${live} workflows live`);
    store.hold(false);
    const [before, asked] = [memory(world.pid), store.asked()];
    const [from, cpuBefore] = [performance.now(), cpu(world.pid)];
    await world.advance(shop, 3_600_000);
    let last = 0;
    for (let done = false; !done; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      // Shopify is given time to put a list together.
      if (platform === "shopify") await world.advance(shop, 6_000);
      const { state, parts } = (await world.api("GET", `${shop.api}/import`)).body;
      const read = parts.reduce((sum, part) => sum + part.read, 0);
      console.log(`   ${read} rows`);
      [last, done] = [read, state === "done"];
    }
    const seconds = (performance.now() - from) / 1000;
    const each = ((cpu(world.pid) - cpuBefore) / last).toFixed(2);
    console.log(`   ${each} ms of CPU a row`);
    console.log(
      `\n   ${last} customers and orders in ${seconds.toFixed(1)} s: ${Math.round(last / seconds)} a second`,
    );
    const requests = ((store.asked() - asked) * 1000) / last;
    console.log(`   ${requests.toFixed(1)} requests to the store per 1,000 rows`);
    console.log(`   ${memory(world.pid)} MB at most; ${before} MB before`);
  } finally {
    store.close();
    await world.stop();
  }
}

await measure(await wooCommerce());
await measure(await shopify());
