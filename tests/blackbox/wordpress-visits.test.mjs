/** Coming over from a shop's WordPress: once, within a minute, signed by that shop's plugin and nobody else. */
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { startStore } from "./woo-store.mjs";
import { startWorld } from "./world.mjs";

let world;
let store;
let shop;
let other;

before(async () => {
  world = await startWorld({ localNetwork: true });
  store = await startStore();
  shop = await world.shop({ platform: "woocommerce", domain: store.domain });
  other = await world.shop({ platform: "woocommerce", domain: "other.example" });
  await store.connect(world, shop);
});
after(async () => {
  store.close();
  await world.stop();
});

const visitOf = (more = {}) => ({
  shop: shop.shop,
  site: store.domain,
  user: "7",
  name: "Wanda Word",
  email: "wanda@store.example",
  role: "editor",
  nonce: randomBytes(24).toString("base64url"),
  time: Date.now(),
  ...more,
});

const signatureOf = (visit, secret) => {
  const key = createHmac("sha256", secret).update("edgewise sign-in").digest();
  return createHmac("sha256", key).update(visit).digest("hex");
};

function post(visit, { secret = store.connection.webhook_secret, signature } = {}) {
  const text = typeof visit === "string" ? visit : JSON.stringify(visit);
  const form = { visit: text, signature: signature ?? signatureOf(text, secret) };
  return world.fetch("/sign-in/wordpress", { method: "POST", body: new URLSearchParams(form) });
}

const json = (cookie, method, path, body) =>
  world.fetch(path, {
    method,
    headers: { "x-edgewise-page": "1", ...(cookie ? { cookie } : {}) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

/** Comes over and goes in; gives the cookie. */
async function enter(visit) {
  const sent = await post(visit);
  assert.equal(sent.status, 303, await sent.text());
  const link = sent.headers.get("location").match(/^\/app\/#\/enter\/(li_[\w-]{54})$/)[1];
  assert.equal(sent.headers.get("set-cookie"), null);
  const used = await json(null, "POST", "/sign-in/link/use", { link });
  assert.equal(used.status, 200);
  assert.equal((await json(null, "POST", "/sign-in/link/use", { link })).status, 410);
  return used.headers.get("set-cookie").split(";")[0];
}

const people = async (of = shop) => (await world.api("GET", `${of.api}/people`)).body.people;

test("a visit signs in with the role in WordPress, each time the one of that day", async () => {
  const cookie = await enter(visitOf());
  const me = await (await json(cookie, "GET", "/api/me")).json();
  assert.deepEqual(
    [me.email, me.has_password, me.shops],
    [
      "wanda@store.example",
      false,
      [
        {
          shop: shop.shop,
          domain: shop.domain,
          name: "Wanda Word",
          role: "editor",
          personal_data: true,
        },
      ],
    ],
  );
  await enter(visitOf({ role: "owner", name: "Wanda <b>Word</b>, née ✨ Wort" }));
  const [only, ...more] = await people();
  assert.deepEqual(
    [only.through, only.role, only.name, more.length],
    ["wordpress", "owner", "Wanda b Word /b née Wort", 0],
  );
  // A session that is open has the role of now.
  assert.equal((await json(cookie, "GET", `${shop.api}/people`)).status, 200);
});

test("what isn't a visit is refused with a sentence, and nothing is kept of it", async () => {
  const before = await people();
  const minute = 60_000;
  const good = visitOf({ user: "99" });
  const body = JSON.stringify(good);
  const refused = {
    "another secret": post(good, { secret: "not the secret" }),
    "signed as a webhook": post(good, {
      signature: createHmac("sha256", store.connection.webhook_secret).update(body).digest("hex"),
    }),
    "changed after it was signed": post(body.replace("editor", "owner").replace("99", "98"), {
      signature: signatureOf(body, store.connection.webhook_secret),
    }),
    "another shop": post(visitOf({ user: "99", shop: other.shop })),
    "another shop's signature": post(visitOf({ user: "99", shop: other.shop }), {
      secret: other.webhook_secret,
    }),
    "a copy of the site": post(visitOf({ user: "99", site: "staging.store.example" })),
    "seven minutes old": post(visitOf({ user: "99", time: Date.now() - 7 * minute })),
    "six minutes ahead": post(visitOf({ user: "99", time: Date.now() + 6 * minute })),
    "a role that there is none": post(visitOf({ user: "99", role: "administrator" })),
    "no JSON": post("{"),
  };
  for (const [name, sent] of Object.entries(refused)) {
    const answer = await sent;
    const text = await answer.text();
    assert.equal(answer.status, 403, name);
    assert.match(text, /<h1>You’re not signed in<\/h1><p>[A-Z].{30,}\.<\/p>/, name);
    assert.equal(answer.headers.get("set-cookie"), null, name);
  }
  assert.deepEqual(await people(), before);
});

test("clocks may differ by five minutes, and a visit works once all the same", async () => {
  for (const ahead of [-5.5, 4.5]) {
    const visit = visitOf({ user: "12", time: Date.now() + ahead * 60_000 });
    await enter(visit);
    const again = await post(visit);
    assert.match(await again.text(), /used already/);
    assert.equal(again.status, 403);
  }
});

test("whoever was invited is somebody else, whatever address WordPress names", async () => {
  const invited = { name: "Wanda Word", email: "boss@store.example", role: "viewer" };
  const made = await world.api("POST", `${shop.api}/people`, invited);
  assert.equal(made.status, 201);
  await enter(visitOf({ user: "13", email: "boss@store.example", role: "owner" }));
  const both = (await people()).filter(({ email }) => email === "boss@store.example");
  assert.deepEqual(
    both.map(({ through, role, state }) => [through, role, state]),
    [
      ["invitation", "viewer", "invited"],
      ["wordpress", "owner", "active"],
    ],
  );
  const forgotten = await json(null, "POST", "/sign-in/forgotten", {
    email: "wanda@store.example",
  });
  assert.equal(forgotten.status, 202);
});

test("an owner keeps somebody out whom WordPress would let in, and lets them in again", async () => {
  const cookie = await enter(visitOf({ user: "14" }));
  const listed = (await people()).find(
    ({ state, role }) => state === "active" && role === "editor",
  );
  const at = `${shop.api}/people/${listed.id}`;
  const promoted = await world.api("PUT", at, { role: "owner" });
  assert.deepEqual([promoted.status, promoted.body.error.code], [409, "from-wordpress"]);
  const all = (await people()).filter(({ role }) => role === "editor");
  for (const { id } of all) await world.api("PUT", `${shop.api}/people/${id}`, { blocked: true });
  assert.equal((await json(cookie, "GET", "/api/me")).status, 401);
  const kept = await post(visitOf({ user: "14", role: "owner" }));
  assert.match(await kept.text(), /An owner of this shop removed your access/);
  for (const { id } of all) await world.api("PUT", `${shop.api}/people/${id}`, { blocked: false });
  await enter(visitOf({ user: "14" }));
  // What they had open before stays closed.
  assert.equal((await json(cookie, "GET", "/api/me")).status, 401);
});

test("the log says who came, and a site that is disconnected sends nobody anymore", async () => {
  const { body } = await world.api("GET", `${shop.api}/changes?limit=200`);
  const came = body.changes.find(({ operation }) => operation === "signed-in");
  assert.deepEqual([came.by_name, came.by.startsWith("person/")], ["Wanda Word", true]);
  const { webhook_secret: secret } = store.connection;
  assert.equal((await world.api("DELETE", `${shop.api}/connection`)).status, 200);
  const late = await post(visitOf(), { secret });
  assert.equal(late.status, 403);
  assert.match(await late.text(), /isn’t connected to Edgewise anymore/);
});
