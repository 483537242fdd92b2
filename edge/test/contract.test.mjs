/** A request is held to its route's description, and so is, in development, each answer: both ways. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-contract-"));
const src = new URL("../src/", import.meta.url).pathname;
let perform;
let holdProblemTo;
let Problem;
let route;

before(async () => {
  const entry = join(folder, "entry.ts");
  writeFileSync(
    entry,
    `export { perform, holdProblemTo } from "${src}routes/answer.ts";
     export { Problem } from "${src}problem.ts";
     import { gives, json, Reply, route as declare } from "${src}routes/route.ts";
     import { count, limit, list, object, oneOf, optional, request, textOf } from "${src}contract/schema.ts";
     export const route = (handle) => declare("POST /api/shops/{shop}/things", {
       id: "makeThing", summary: "Make a thing", access: "owner", change: null,
       query: { limit: limit(10, 50) },
       body: json(request({
         name: textOf(1, 8), colors: optional(list(oneOf(["red", "green"]))),
       })),
       answers: { 200: gives("Made", object({ name: textOf(1, 8), count, old: optional(count) })) },
       errors: { 409: "There is one" },
       handle: (call) => handle(call, Reply),
     });`,
  );
  const outfile = join(folder, "contract.mjs");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    external: ["node:*"],
    nodePaths: [new URL("../../node_modules", import.meta.url).pathname],
  });
  ({ perform, holdProblemTo, Problem, route } = await import(pathToFileURL(outfile)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const development = { EDGEWISE_MODE: "development" };

/** A call with a body; workerd's reader is the only one that reads at least so much. */
function call(body, { query = "", env = development } = {}) {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const url = new URL(`http://edge/api/shops/s/things${query}`);
  const readAtLeast = async (_, view) => {
    view.set(bytes);
    return { value: view };
  };
  const headers = new Headers({ "content-length": String(bytes.length) });
  const reader = { readAtLeast, releaseLock: () => {} };
  return { env, url, request: { url: url.href, headers, body: { getReader: () => reader } } };
}

const refusal = async (body, options) => {
  const error = await perform(
    route(() => ({})),
    call(body, options),
  ).catch((thrown) => thrown);
  assert.ok(error instanceof Problem, String(error));
  return [error.status, error.code, error.message, error.detail.field];
};

test("a member that does not fit is named, with what was expected and found", async () => {
  assert.deepEqual(await refusal({}), [
    422,
    "invalid-field",
    "name must be a string of 1 to 8 characters; found nothing.",
    "name",
  ]);
  assert.deepEqual(
    (await refusal({ name: 7 }))[2],
    "name must be a string of 1 to 8 characters; found 7.",
  );
  assert.deepEqual(
    (await refusal({ name: "a secret that is long" }))[2],
    "name must be a string of 1 to 8 characters; found a string of 21 characters.",
  );
  assert.deepEqual(await refusal({ name: "n", colors: ["red", "blue"] }), [
    422,
    "invalid-field",
    "colors.1 must be red or green; found a string of 4 characters.",
    "colors.1",
  ]);
});

test("a body that is no object is unusable as a whole", async () => {
  for (const [body, found] of [
    [[], "a list"],
    [null, "null"],
    ["x", "a string of 1 character"],
  ]) {
    assert.deepEqual((await refusal(body)).slice(0, 3), [
      400,
      "body-unusable",
      `The body must be an object; found ${found}.`,
    ]);
  }
});

test("a parameter is read as what it is, kept within its bounds, and named when it does not fit", async () => {
  const given = async (query) => {
    let seen;
    const answers = (asked) => {
      seen = asked.query;
      return { name: "n", count: 1 };
    };
    await perform(route(answers), call({ name: "n" }, { query }));
    return seen;
  };
  assert.deepEqual(await given(""), { limit: 10 });
  assert.deepEqual(await given("?limit=7&other=1"), { limit: 7 });
  assert.deepEqual(await given("?limit=7000"), { limit: 50 });
  assert.deepEqual(await refusal({ name: "n" }, { query: "?limit=many" }), [
    400,
    "invalid-parameter",
    "limit must be a whole number of 0 or more; found a string of 4 characters.",
    "limit",
  ]);
});

test("in development an answer that is not as described is a fault, both ways", async () => {
  const answered = (answer) =>
    perform(
      route(() => answer),
      call({ name: "n" }),
    );
  assert.equal((await answered({ name: "n", count: 1 })).status, 200);
  for (const [wrong, said] of [
    [{ name: "n" }, /count/],
    [{ name: "n", count: "1" }, /count/],
    [{ name: "n", count: 1, more: true }, /more/],
    [undefined, /it/],
    [JSON.stringify({ name: "n", count: 1, more: true }), /more/],
  ]) {
    const error = await answered(wrong).catch((thrown) => thrown);
    assert.deepEqual([error.status, error.code], [500, "answer-undescribed"]);
    assert.match(error.message, said);
  }
  const status = perform(
    route((_, Reply) => new Reply(201, { name: "n", count: 1 })),
    call({ name: "n" }),
  );
  await assert.rejects(status, { code: "answer-undescribed", message: /the status 201/ });
});

test("so is a refusal with a status or a member that is not described", () => {
  const described = new Problem(409, "taken", "There is one.");
  holdProblemTo(route(), described);
  const other = new Problem(410, "gone", "There was one.");
  assert.throws(() => holdProblemTo(route(), other), { code: "answer-undescribed" });
  const more = new Problem(409, "taken", "There is one.", {}, { color: "red" });
  assert.throws(() => holdProblemTo(route(), more), { code: "answer-undescribed" });
});

test("in production an answer goes out as it is", async () => {
  const answer = await perform(
    route(() => ({ name: "n" })),
    call({ name: "n" }, { env: {} }),
  );
  assert.deepEqual(await answer.json(), { name: "n" });
});
