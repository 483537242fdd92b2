/** The description and the running Worker say the same. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { customer } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { root, startWorld } from "./world.mjs";

let world;
let shop;
let openapi;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  openapi = await (await world.fetch("/openapi.json")).json();
});
after(() => world.stop());

const operations = () =>
  Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );

test("every route is described, and every description is a route", () => {
  const folder = join(root, "edge/src/routes");
  const routes = readdirSync(folder).flatMap((file) => {
    const source = readFileSync(join(folder, file), "utf8");
    const declared = /\broute\("([A-Z]+ \/[^"]*)"|^ {2}"([A-Z]+ \/[^"]*)": /gm;
    return [...source.matchAll(declared)].map((found) => (found[1] ?? found[2]).replace("*}", "}"));
  });
  assert.ok(routes.length > 60);
  const described = operations().map(({ path, method }) => `${method} ${path}`);
  // Only builds for tests of the trap policy have it.
  described.push("POST /api/shops/{shop}/trap");
  assert.deepEqual(described.sort(), routes.sort());
});

test("an address takes the methods that are described, and no others", async () => {
  for (const [path, methods] of Object.entries(openapi.paths)) {
    const address = path.replace(/\{(\w+)\}/g, (_, name) => (name === "path" ? "" : "x"));
    const answer = await world.fetch(address, { method: "PATCH" });
    assert.equal(answer.status, 405, path);
    const described = Object.keys(methods).map((method) => method.toUpperCase());
    const allowed = answer.headers.get("allow").split(", ");
    // Two patterns may fit one address, such as a token that reads “compliance”.
    for (const method of described) assert.ok(allowed.includes(method), `${method} ${path}`);
  }
});

test("what an operation answers is described to the last member", () => {
  for (const { path, method, operation } of operations()) {
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      const schema = content["application/json"]?.schema;
      if (path === "/openapi.json" || schema === undefined) continue;
      assert.deepEqual(hollowIn(schema), [], `${method} ${path} ${status}`);
    }
  }
  for (const [name, schema] of Object.entries(openapi.components.schemas)) {
    if (!ENGINES_OWN.has(name)) assert.deepEqual(hollowIn(schema), [], name);
  }
});

const definitions = (name) =>
  JSON.parse(readFileSync(join(root, `pkg/schema/${name}.schema.json`), "utf8")).$defs;
/** What is generated from the engine. */
const ENGINES_OWN = new Set([
  ...Object.keys(definitions("config")),
  ...Object.keys(definitions("engine")),
  ...["Config", "Workflow", "Segment"],
]);
/** Members of an answer that hold what a merchant or a platform named. */
const FREE = ["body", "facts", "detail"];

/** Where a schema says “an object” or nothing at all, and no more. */
function hollowIn(schema, path = "") {
  if (typeof schema !== "object" || schema === null) return [];
  const { type, properties, additionalProperties, items } = schema;
  const says = ["$ref", "const", "enum", "anyOf", "oneOf", "allOf", "not"].some(
    (key) => key in schema,
  );
  const isHollow =
    (type === "object" && !properties && !additionalProperties && !says) ||
    (type === "array" && items === undefined) ||
    (type === undefined && !says && !("additionalProperties" in schema) && !properties);
  const inside = Object.entries(properties ?? {})
    .filter(([name]) => !FREE.includes(name))
    .flatMap(([name, one]) => hollowIn(one, `${path}/${name}`));
  const alternatives = ["anyOf", "oneOf"].flatMap((key) =>
    (schema[key] ?? []).flatMap((one) => hollowIn(one, path)),
  );
  return [
    ...(isHollow ? [path || "/"] : []),
    ...inside,
    ...alternatives,
    ...(items === undefined ? [] : hollowIn(items, `${path}/*`)),
    ...(additionalProperties ? hollowIn(additionalProperties, `${path}/*`) : []),
  ];
}

test("answers that the Worker does not check itself are as described", async () => {
  await world.api("PUT", `${shop.api}/config`, recovery());
  await world.deliver(shop, "customers/create", customer(7, "mira@example.com"));
  const { customer: id } = await world.customer(shop, "mira@example.com");
  const asked = [
    ["get", "/healthz", "/healthz"],
    ["get", "/readyz", "/readyz"],
    ["get", "/api/shops/{shop}/config", `${shop.api}/config`],
    ["get", "/api/shops/{shop}/customers/{customer}/export", `${shop.api}/customers/${id}/export`],
  ];
  const answers = [];
  for (const [method, path, address] of asked) {
    answers.push([method, path, (await world.api("GET", address)).body]);
  }
  const again = customer(7, "mira@example.com");
  answers.push([
    "post",
    "/webhooks/shopify/{token}",
    await world.deliver(shop, "customers/update", again),
  ]);
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "openapi", components: closed(openapi.components) });
  for (const [method, path, body] of answers) {
    const { schema } = openapi.paths[path][method].responses["200"].content["application/json"];
    const text = JSON.stringify(closed(schema)).replaceAll('"#/', '"openapi#/');
    const check = ajv.compile(JSON.parse(text));
    assert.ok(check(body), `${path}: ${JSON.stringify(check.errors)}`);
    assert.ok(!check({ ...body, surprise: 1 }), `${path} takes a member that is not described`);
  }
});

test("stories are as described, with what the edge notes in them beside what the engine takes", async () => {
  const at = new Date().toISOString();
  const times = { created_at: at, updated_at: at };
  await world.deliver(shop, "customers/create", customer(31, "ada@example.com", times));
  await world.deliver(shop, "customers/create", customer(32, "bea@example.com", times));
  await world.deliver(shop, "customers/update", customer(31, "bea@example.com", times));
  const { customer: id } = await world.customer(shop, "bea@example.com");
  const more = { type: "suppress", note: "asked by phone" };
  const { status } = await world.api("POST", `${shop.api}/customers/${id}/commands`, more);
  assert.equal(status, 200);
  const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline`);
  const kinds = body.moments.map(({ kind }) => kind);
  for (const kind of ["command", "merge", "events"]) assert.ok(kinds.includes(kind), `${kinds}`);
  const wrong = await world.api("POST", `${shop.api}/customers/${id}/commands`, { type: 7 });
  assert.deepEqual([wrong.status, wrong.body.error.field], [422, "type"]);
});

/** A schema that takes no member it does not name. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, closed(one)]));
  const isOpen =
    schema.type === "object" &&
    schema.properties &&
    !["additionalProperties", "oneOf", "anyOf"].some((key) => key in schema);
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}

test("every reference in the description leads somewhere", () => {
  assert.equal(openapi.openapi, "3.1.0");
  for (const [, name] of JSON.stringify(openapi).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    assert.ok(openapi.components.schemas[name], name);
  }
});

test("the Worker answers each operation with a status that is described", async () => {
  const parts = {
    shop: shop.shop,
    customer: "nobody",
    token: "x".repeat(43),
    plan: "none",
    id: "none",
    workflow: "none",
    key: "none",
    segment: "none",
    path: "",
  };
  for (const { path, method, operation } of operations()) {
    const address = path.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
    for (const key of [true, false]) {
      const init = { method };
      if (method === "POST" || method === "PUT") init.body = "{}";
      const answer = key
        ? await world.api(method, address, init.body)
        : await world.fetch(address, init);
      const described = Object.keys(operation.responses);
      assert.ok(
        described.includes(String(answer.status)),
        `${method} ${path}: ${answer.status} is not described`,
      );
      if (answer.status >= 400 && key && method !== "HEAD") {
        assert.match(answer.body.error?.code ?? "diagnostics", /^[a-z-]+$/, `${method} ${path}`);
      }
    }
  }
});

test("an operation that wants a key refuses without one", async () => {
  for (const { path, method, operation } of operations()) {
    if (operation.security.length === 0) continue;
    const address = path.replace(/\{(\w+)\}/g, "x");
    const init = { method };
    if (method === "POST" || method === "PUT") init.body = "{}";
    assert.equal((await world.fetch(address, init)).status, 401, `${method} ${path}`);
  }
});
