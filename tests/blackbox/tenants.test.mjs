/** Many shops, each with a canary that nobody else may see, and random calls over every route. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { checkout, customer, order } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { sessionToken } from "./session-token.mjs";
import { startWorld } from "./world.mjs";

const shown = promise(24, "calls");
const LONG = process.env.EDGEWISE_LONG !== undefined;
const SHOPS = LONG ? 100 : 12;
const CALLS = LONG ? 100_000 : 4_000;
const AT_ONCE = 16;

let world;
const shops = [];

before(async () => {
  world = await startWorld();
  for (let number = 0; number < SHOPS; number += 1) {
    const canary = `canary${number}q`;
    const shop = await world.shop({ domain: `${canary}.myshopify.com`, webhook_secret: canary });
    const config = recovery();
    config.shop.name = `Shop ${canary}`;
    await world.api("PUT", `${shop.api}/config`, config);
    const email = `${canary}@people.example`;
    await world.deliver(shop, "customers/create", customer(1, email, { first_name: canary }));
    await world.deliver(shop, "checkouts/create", checkout(`t${canary}01`, email));
    await world.deliver(shop, "orders/create", order(2, email, { note: canary }));
    const { customer: id } = await world.customer(shop, email);
    const { plan } = (await world.api("GET", `${shop.api}/config`)).body;
    shops.push({ ...shop, canary, customerId: id, plan });
  }
});
after(() => world.stop());

let state = 3;
function below(bound) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
}

/** An address of a route, with another shop's things where it names things. */
const filled = (path, shop, theirs) =>
  path
    .replace("{shop}", shop.shop)
    .replace("{customer}", theirs.customerId)
    .replace("{plan}", theirs.plan)
    .replace("{segment}", "none")
    .replace("{workflow}", "cart-abandonment-recovery")
    .replace("{id}", encodeURIComponent(`w/${theirs.customerId}`));

test(`${CALLS} calls with one shop's token show and change nothing of ${SHOPS - 1} others`, async () => {
  const { body: described } = await world.api("GET", "/openapi.json");
  const routes = Object.entries(described.paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .filter((method) => /^(get|put|post|delete)$/.test(method) && path.includes("{shop}"))
      .map((method) => [method.toUpperCase(), path]),
  );
  assert.ok(routes.length > 40, `${routes.length} routes`);
  let left = CALLS;
  const asked = new Set();
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      const mine = shops[below(SHOPS)];
      const theirs = shops[(shops.indexOf(mine) + 1 + below(SHOPS - 1)) % SHOPS];
      const [method, path] = routes[below(routes.length)];
      // At somebody else's address, or at one's own with the names of somebody else's things.
      const isOwn = method === "GET" && below(2) === 0;
      const address = filled(path, isOwn ? mine : theirs, theirs);
      const init = { method, headers: { authorization: `Bearer ${sessionToken(mine.domain)}` } };
      if (method !== "GET") init.body = JSON.stringify({ q: theirs.canary });
      const answer = await world.fetch(address, init);
      const text = await answer.text();
      asked.add(`${method} ${path}`);
      if (!isOwn) {
        assert.ok(
          [401, 403, 404].includes(answer.status),
          `${method} ${address}: ${answer.status}`,
        );
      } else if (/\{customer\}/.test(path)) assert.equal(answer.status, 404, address);
      assert.ok(answer.status !== 500, `${method} ${address}`);
      for (const { canary } of shops) {
        const isOthers = canary !== mine.canary && text.includes(canary);
        assert.ok(!isOthers, `${method} ${address} shows ${canary}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  assert.equal(asked.size, routes.length, "every route was asked");
  for (const shop of shops) {
    const { total } = (await world.api("GET", `${shop.api}/customers`)).body;
    assert.equal(total, 1, "everything of everybody is there");
    assert.equal((await world.api("GET", `${shop.api}/config`)).body.plan, shop.plan);
    assert.ok(!world.log.includes(shop.canary), "a log names a shop's people");
  }
  shown(CALLS, `over ${SHOPS} shops and ${routes.length} routes, 0 leaks`);
});
