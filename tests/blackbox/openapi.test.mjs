/** The description and the running Worker say the same. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
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
  const source = readFileSync(join(root, "edge/src/routes/table.ts"), "utf8");
  const routes = [...source.matchAll(/^ {2}\[\s*"([A-Z]+ [^"]+)"/gm)].map((found) =>
    found[1].replace("*}", "}"),
  );
  assert.ok(routes.length > 20);
  const described = operations().map(({ path, method }) => `${method} ${path}`);
  assert.deepEqual(described.sort(), routes.sort());
});

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
    letter: "none",
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
