/** What the Shopify app hears of is what the engine reads, and what it asks for is what that and its operations need. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { parse } from "graphql";
import { parse as parseToml } from "smol-toml";
import { openEdgeEngine } from "../wasm/edge-engine.mjs";
import { APP_TOPICS, HINTS, inAdminApi, SCOPES, TOPICS } from "./shopify-lists.mjs";
import { publishedSchema, scopesOf } from "./shopify-store.mjs";
import { scopesOfTopic, topicIn } from "./shopify-subscriptions.mjs";
import { root } from "./world.mjs";

const OPERATIONS = join(root, "edge/src/platform/shopify/operations");
/** What the engine says of a topic that it has no use for. */
const UNREAD = ["unsupported-topic", "told-elsewhere", "unsupported-channel"];

let published;
let topics;

before(async () => {
  published = await publishedSchema();
  topics = published.schema.getType("WebhookSubscriptionTopic").getValues();
});

test("the topics are those that the engine reads, and hints, which it doesn't, and no others", async () => {
  const engine = await openEdgeEngine();
  const shop = { domain: "shop.myshopify.com", currency: "EUR", time_zone: "UTC" };
  const isRead = (topic) => {
    const request = { source: "shopify", topic, headers: {}, received_at: 0, shop };
    return !UNREAD.includes(engine.ingest(request, new TextEncoder().encode("{}")).ignored?.reason);
  };
  const read = topics.map(topicIn).filter(isRead);
  assert.ok(read.length > 20, read.join());
  const ofApp = read.filter((topic) => APP_TOPICS.includes(topic));
  assert.deepEqual(ofApp, ["app/uninstalled"]);
  assert.deepEqual(TOPICS, [...HINTS, ...read.filter((topic) => !ofApp.includes(topic)).sort()]);
  assert.deepEqual(HINTS.filter(isRead), []);
  for (const topic of TOPICS) {
    assert.ok(
      topics.some(({ name }) => name === inAdminApi(topic)),
      topic,
    );
  }
  // A shop can't subscribe to these, so the app's configuration does.
  for (const topic of APP_TOPICS.filter((one) => !ofApp.includes(one))) {
    assert.ok(!topics.some(({ name }) => name === inAdminApi(topic)), topic);
  }
});

test("the app asks for what its operations and topics need, and for nothing else", () => {
  const ofOperations = readdirSync(OPERATIONS).flatMap((file) =>
    scopesOf(published, parse(readFileSync(join(OPERATIONS, file), "utf8"))),
  );
  const ofTopics = topics
    .filter(({ name }) => TOPICS.some((topic) => inAdminApi(topic) === name))
    .map(scopesOfTopic);
  assert.equal(ofTopics.length, TOPICS.length);
  // Some topics need none.
  const toml = parseToml(readFileSync(join(root, "shopify/shopify.app.toml"), "utf8"));
  const ofProxy = toml.app_proxy === undefined ? [] : ["write_app_proxy"];
  const needed = [...ofOperations, ...ofTopics, ofProxy].filter(({ length }) => length > 0);
  const isGranted = (scope, granted) =>
    granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));
  const lacking = (granted) =>
    needed.filter((alternatives) => !alternatives.some((one) => isGranted(one, granted)));
  assert.deepEqual(lacking(SCOPES), []);
  for (const scope of SCOPES) {
    const without = SCOPES.filter((one) => one !== scope);
    assert.notDeepEqual(lacking(without), [], `nothing needs ${scope}`);
  }
  assert.deepEqual(SCOPES, [...SCOPES].sort());
});
