/** A Shopify store shows the workflows that send messages under Marketing, each as it is, once. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { HOUR, recovery } from "./recovery-config.mjs";
import { withActivities } from "./shopify-activities.mjs";
import { app, connection, install, open, store, withStores, world } from "./shopify-merchant.mjs";
import { until } from "./world.mjs";

const DAY = 24 * HOUR;

withStores();
let activities;
beforeEach(() => {
  activities = withActivities(store);
});

const send = (message, more) => ({ id: `send-${message}`, type: "send", message, ...more });
const MESSAGES = {
  hello: { subject: "Hello", html: "<p>Hello {{ customer.first_name }}</p>" },
  text: { channel: "sms", text: "Hello" },
};
const workflow = (id, trigger, steps, more) => ({
  id,
  name: `The ${id}`,
  status: "live",
  trigger: typeof trigger === "string" ? { type: trigger } : trigger,
  steps,
  ...more,
});
const WELCOME = workflow("welcome", "customer_created", [send("hello")]);

async function save(shop, workflows) {
  const config = recovery({ workflows, messages: MESSAGES });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await world.advance(shop, 2_000);
}
const said = (id) => activities.all.get(id);
const is = (id, status) =>
  until(() => said(id)?.status === status, { what: `${id} to be ${status}` });
/** Lets enough time pass for whatever would still be told. */
async function silence(shop) {
  const before = activities.changes.length;
  for (let n = 0; n < 4; n += 1) await world.advance(shop, 2 * HOUR);
  assert.equal(activities.changes.length, before, "nothing more is told");
}

test("a workflow that sends is an activity with its name, and follows what becomes of it", async () => {
  const shop = await install();
  const task = [{ id: "task", type: "create_task", title: "Say hello" }];
  await save(shop, [
    WELCOME,
    workflow("tasks", "order_placed", task),
    workflow("never-on", "order_placed", [send("hello")], { status: "draft" }),
  ]);
  await is("welcome", "ACTIVE");
  await silence(shop);
  assert.deepEqual([...activities.all.keys()], ["welcome"]);
  const { remoteUrl, ...rest } = said("welcome");
  assert.ok(remoteUrl.endsWith("/app/#/workflows/welcome"), remoteUrl);
  assert.deepEqual(JSON.parse(JSON.stringify(rest)), {
    remoteId: "welcome",
    title: "The welcome",
    status: "ACTIVE",
    tactic: "NEWSLETTER",
    marketingChannelType: "EMAIL",
    utm: { source: "edgewise", medium: "email", campaign: "welcome" },
  });
  await save(shop, [{ ...WELCOME, name: "Come in" }]);
  await until(() => said("welcome").title === "Come in", { what: "its new name" });
  await save(shop, [{ ...WELCOME, status: "paused" }]);
  await is("welcome", "PAUSED");
  await save(shop, []);
  await is("welcome", "INACTIVE");
  await silence(shop);
  await save(shop, [WELCOME]);
  await is("welcome", "ACTIVE");
  const made = activities.changes.filter(([what]) => what === "made");
  assert.equal(made.length, 1, "it's the same one all along");
});

test("what it's for is said in Shopify's words, and another channel begins it anew", async () => {
  const shop = await install();
  const known = { type: "order_count", is: "at_least", count: 1 };
  const inBranch = { id: "known", type: "branch", if: known, else: [send("hello")] };
  const texts = workflow("texts", "customer_created", [send("text")], { status: "paused" });
  await save(shop, [
    workflow("carts", { type: "cart_abandoned", after: { amount: 1, unit: "hours" } }, [inBranch]),
    workflow("orders", "order_placed", [send("hello", { kind: "transactional" })]),
    workflow("points", { type: "points_reached", at_least: 100 }, [send("hello")]),
    workflow(
      "back",
      { type: "inactive", activity: ["order_placed"], for: { amount: 90, unit: "days" } },
      [send("hello")],
    ),
    texts,
  ]);
  await until(() => activities.all.size === 5, { what: "five activities" });
  const tactics = [...activities.all.values()].map(({ remoteId, tactic }) => [remoteId, tactic]);
  assert.deepEqual(Object.fromEntries(tactics), {
    carts: "ABANDONED_CART",
    orders: "TRANSACTIONAL",
    points: "LOYALTY",
    back: "RETARGETING",
    texts: "MESSAGE",
  });
  assert.equal(said("texts").utm.medium, "sms");
  await save(shop, [{ ...texts, steps: [send("hello")] }]);
  await until(() => said("texts")?.utm.medium === "email", { what: "its new channel" });
  const ofTexts = activities.changes.filter(([, id]) => id === "texts").map(([what]) => what);
  assert.deepEqual(ofTexts, ["made", "removed", "made"]);
});

test("an answer that is lost, a process that ends and a shop that limits requests cost nothing", async () => {
  const shop = await install();
  let lost = 0;
  store.fault = (operation) => {
    if (operation !== "KeepActivity") return null;
    lost += 1;
    return lost === 1 ? "lost" : lost === 2 ? "throttled" : null;
  };
  await save(shop, [WELCOME, workflow("second", "order_placed", [send("hello")])]);
  await until(
    async () => {
      await world.advance(shop, 60_000);
      return activities.all.size === 2;
    },
    { what: "both activities" },
  );
  const kept = activities.changes.filter(([, id]) => id === "welcome").map(([what]) => what);
  assert.deepEqual(kept, ["made", "changed"], "said twice, and there once");
  // The process ends before the answer is there, and what Shopify did of it is unknown.
  const config = recovery({ workflows: [{ ...WELCOME, name: "Come in" }], messages: MESSAGES });
  const asked = store.asked.length;
  store.fault = (operation) => (operation === "KeepActivity" ? { status: 502, text: "" } : null);
  store.latency = 1_500;
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
  await until(() => store.asked.length > asked, { what: "Shopify to be asked" });
  await world.kill();
  Object.assign(store, { latency: 0, fault: () => null });
  await world.start();
  await until(
    async () => {
      await world.advance(shop, 61_000);
      return said("welcome").title === "Come in" && said("second").status === "INACTIVE";
    },
    { what: "what was underway" },
  );
  await silence(shop);
});

test("what Shopify takes for wrong, and a permission that is missing, hold up nothing else", async () => {
  const shop = await install();
  activities.refusal = ({ title }) => (title === "The welcome" ? "INVALID" : null);
  await save(shop, [WELCOME, workflow("second", "order_placed", [send("hello")])]);
  await is("second", "ACTIVE");
  assert.equal(said("welcome"), undefined);
  await silence(shop);
  await save(shop, [{ ...WELCOME, name: "Come in" }]);
  await is("welcome", "ACTIVE");
  activities.refusal = () => null;

  store.scopes.delete("write_marketing_events");
  app.expire();
  await save(shop, [{ ...WELCOME, status: "paused" }]);
  await world.advance(shop, 20 * 60_000);
  const { missing_scopes: missing, trouble } = await connection(shop);
  assert.deepEqual([missing, trouble.code], [["write_marketing_events"], "scope-missing"]);
  assert.match(trouble.message, /write_marketing_events/);
  assert.equal(said("welcome").status, "ACTIVE");
  store.scopes.add("write_marketing_events");
  assert.equal((await open()).status, 200);
  await world.advance(shop, 2_000);
  await is("welcome", "PAUSED");
});

test("a store that is disconnected keeps none, and has them again when it's connected again", async () => {
  const shop = await install();
  await save(shop, [WELCOME]);
  await is("welcome", "ACTIVE");
  assert.equal((await world.api("DELETE", `${shop.api}/connection`)).status, 200);
  assert.equal(activities.all.size, 0);
  await silence(shop);

  // Shopify is still removing them.
  assert.equal((await open()).status, 200);
  await world.advance(shop, 5_000);
  assert.equal(activities.all.size, 0);
  activities.isRemoving = false;
  await until(
    async () => {
      await world.advance(shop, 60_000);
      return said("welcome") !== undefined;
    },
    { what: "the activity" },
  );
  await world.advance(shop, DAY);
  assert.equal(activities.all.size, 1);
});

test("a store that gave its token by hand is told nothing: it's no app's marketing", async () => {
  store.takes = () => true;
  const shop = await world.shop({ platform: "shopify", domain: store.domain });
  await world.api("PUT", `${shop.api}/platform-access`, { access_token: "shpat_by_hand" });
  await save(shop, [WELCOME]);
  await silence(shop);
  assert.equal(activities.all.size, 0);
});
