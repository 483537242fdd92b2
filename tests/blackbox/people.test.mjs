/** People: invited, signed in, kept to their role, and put out; and what nobody else learns of them. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { masterKeyChanged } from "../../edge/launcher/master-key.mjs";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onDirectory } from "./quick-check.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

const PASSWORD = "wool socks and 3 kilns";
const DAY = 86_400_000;
const [FIRST, SECOND] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString("base64"));

let mail;
let world;
let shop;
let operations;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url, env: { EDGEWISE_MASTER_KEY: FIRST } });
  shop = await world.shop();
  const { paths } = await (await world.fetch("/openapi.json")).json();
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      access: operation["x-access"],
    })),
  );
});
after(async () => {
  await world.stop();
  await mail.close();
});

/** What the admin page sends for somebody, with the cookie that their browser keeps. */
async function ask(cookie, method, path, body, headers = {}) {
  const response = await world.fetch(path, {
    method,
    headers: { "x-edgewise-page": "1", ...(cookie ? { cookie } : {}), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson(response) && text !== "" ? JSON.parse(text) : null,
  };
}

const isJson = (response) =>
  (response.headers.get("content-type") ?? "").startsWith("application/json");

/** A new process has counted nothing yet: neither wrong passwords nor how many were hashed. */
async function beginAnew() {
  await world.quit();
  await world.start();
}

const cookieIn = ({ headers }) => headers.get("set-cookie")?.split(";")[0];
let people = 0;

async function invite(of = {}, to = shop) {
  people += 1;
  const wishes = { name: "Anna Berg", email: `anna${people}@team.example`, role: "owner", ...of };
  const made = await world.api("POST", `${to.api}/people`, wishes);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return {
    ...wishes,
    ...made.body.person,
    link: made.body.link.split("/").at(-1),
    url: made.body.link,
  };
}

/** Invites somebody, who comes; gives who they are and their cookie. */
async function person(of = {}, to = shop) {
  const invited = await invite(of, to);
  const came = await ask(null, "POST", "/sign-in/link/use", {
    link: invited.link,
    password: PASSWORD,
  });
  assert.equal(came.status, 200, came.text);
  return { ...invited, cookie: cookieIn(came) };
}

const signIn = (email, password, headers) =>
  ask(null, "POST", "/sign-in", { email, password }, headers);

const rows = async (of = shop) =>
  (await world.api("GET", `${of.api}/changes?limit=500`)).body.changes;

test("an invitation works once, chooses a password, and signs in with a cookie no script can read", async () => {
  const invited = await invite({ email: "First@Team.example" });
  assert.match(invited.url, /\/app\/#\/join\/li_[\w-]{54}$/);
  assert.equal(invited.state, "invited");
  const opened = await ask(null, "POST", "/sign-in/link", { link: invited.link });
  assert.deepEqual(opened.body, {
    kind: "invitation",
    domain: shop.domain,
    name: "Anna Berg",
    email: "first@team.example",
    has_password: false,
  });
  const weak = await ask(null, "POST", "/sign-in/link/use", {
    link: invited.link,
    password: "short",
  });
  assert.deepEqual([weak.status, weak.body.error.field], [422, "password"]);
  const use = { link: invited.link, password: PASSWORD };
  const came = await ask(null, "POST", "/sign-in/link/use", use);
  assert.equal(came.status, 200, came.text);
  assert.match(
    came.headers.get("set-cookie"),
    /^edgewise=se_[\w-]{54}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
  );
  assert.equal((await ask(cookieIn(came), "GET", `${shop.api}/people`)).status, 200);
  assert.equal((await ask(null, "POST", "/sign-in/link/use", use)).status, 410);
  assert.equal((await signIn("first@TEAM.example ", PASSWORD)).status, 200);
});

/** What each role may do, said once more and apart from the code. */
const opens = ({ role }, access) => {
  if (access === "any") return true;
  if (["operator", "fleet:read"].includes(access)) return false;
  if (["owner", "erase", "disconnect"].includes(access)) return role === "owner";
  return access.endsWith(":read") || role !== "viewer";
};
/** Where a viewer gets who see names only. */
const WITH_NAMES = new Set([
  "GET /api/shops/{shop}/customers",
  "POST /api/shops/{shop}/customers/search",
  "GET /api/shops/{shop}/customers/{customer}/segments",
  "GET /api/shops/{shop}/customers/{customer}/timeline",
  "GET /api/shops/{shop}/customers/{customer}/credits",
  "GET /api/shops/{shop}/reports/orders",
  "GET /api/shops/{shop}/segments/{segment}/members",
  "GET /api/shops/{shop}/outbox",
  "GET /api/shops/{shop}/tasks",
  "GET /api/shops/{shop}/privacy-requests",
]);

const addressOf = ({ path }, of) => path.replace("{shop}", of.shop).replace(/\{(\w+)\}/g, "none");

test("each role opens the routes that it may and no others, and a refusal says which role can", async () => {
  const own = await world.shop();
  // Somebody else stays, or the owner's calls would be about the last one.
  await person({ role: "owner" }, own);
  let asked = 0;
  for (const role of [
    { role: "owner" },
    { role: "editor" },
    { role: "viewer", personal_data: true },
    { role: "viewer", personal_data: false },
  ]) {
    const { cookie } = await person(role, own);
    for (const operation of operations) {
      const { method, access, path } = operation;
      if (access === undefined || path.endsWith("/clock")) continue;
      // What is about themselves, or takes a token of another kind.
      if (["person", "shopify"].includes(access)) continue;
      asked += 1;
      const body = method === "GET" ? undefined : {};
      const { status, body: answer } = await ask(cookie, method, addressOf(operation, own), body);
      const name = `${JSON.stringify(role)} at ${method} ${path}: ${status}`;
      const isKept =
        role.personal_data === false &&
        access === "customers:read" &&
        !WITH_NAMES.has(`${method} ${path}`);
      if (opens(role, access) && !isKept) assert.ok(![401, 403, 429].includes(status), name);
      else {
        assert.equal(status, 403, name);
        const { code, roles } = answer.error;
        if (isKept) assert.equal(code, "personal-data", name);
        else if (access === "operator" || access === "fleet:read") {
          assert.equal(code, "not-for-people", name);
        } else {
          assert.equal(code, "role-too-narrow", name);
          assert.ok(roles.every((one) => opens({ role: one }, access)) && roles.length > 0, name);
        }
      }
    }
  }
  assert.ok(asked > 300, `${asked}`);
});

test("no route shows a viewer who sees names only more than that", async () => {
  const own = await world.shop();
  const email = "canary-of-viewers@people.example";
  const hello = { id: "hello", type: "send", message: "hello" };
  const call = { id: "call", type: "create_task", title: "Write to {{ customer.email }}" };
  const condition = { type: "consent", channel: "email", is: "subscribed" };
  const saved = await world.api(
    "PUT",
    `${own.api}/config`,
    recovery({
      messages: { hello: { subject: "Hello", text: "Hi {{ customer.email }}" } },
      segments: [{ id: "everybody", name: "Everybody", condition }],
      workflows: [onSignUp([hello, call])],
    }),
  );
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const now = new Date().toISOString();
  const about = {
    created_at: now,
    updated_at: now,
    first_name: "Zebulonia",
    phone: "+4915112345678",
  };
  await world.deliver(own, "customers/create", customer(9101, email, about));
  // Who has no name is shown by their address elsewhere.
  const nameless = "nameless-canary@people.example";
  const without = { created_at: now, updated_at: now, first_name: null, last_name: null };
  await world.deliver(own, "customers/create", customer(9102, nameless, without));
  await world.deliver(own, "orders/create", order(9103, email));
  await world.advance(own, 1_000);
  await until(() => mail.mails.some(({ to }) => to.includes(email)), { what: "the email" });
  await until(async () => (await world.api("GET", `${own.api}/tasks`)).body.open > 0);
  const { customer: id } = await world.customer(own, email);
  const wide = await person({ role: "viewer", personal_data: true }, own);
  const narrow = await person({ role: "viewer" }, own);
  const SECRET = /canary|15112345678/;
  let revealing = 0;
  let named = 0;
  const reads = operations.filter(
    ({ method, access }) => method === "GET" && access !== undefined && access !== "person",
  );
  for (const operation of reads) {
    const path = addressOf(operation, own)
      .replace("customers/none", `customers/${id}`)
      .replace("segments/none", "segments/everybody");
    if (SECRET.test((await ask(wide.cookie, "GET", path)).text)) revealing += 1;
    const { text } = await ask(narrow.cookie, "GET", path);
    assert.ok(!SECRET.test(text), `${operation.path}: ${text.match(SECRET)}`);
    if (text.includes("Zebulonia")) named += 1;
  }
  assert.ok(revealing >= 7, `${revealing} routes reveal an address to others`);
  assert.ok(named >= 3, `${named} routes show a name`);
  // A story says what was decided, and nothing of what it was decided on.
  const path = `${own.api}/customers/${id}/timeline`;
  const told = (await ask(narrow.cookie, "GET", path)).body.moments;
  const whole = (await ask(wide.cookie, "GET", path)).body.moments;
  assert.ok(told.some(({ sentences }) => sentences.join().includes("Entered")));
  assert.ok(whole.some(({ input, summary }) => input !== null && summary !== null));
  for (const { input, summary, saw } of told)
    assert.deepEqual([input, summary, saw], [null, null, []]);
  const search = (q) => ask(narrow.cookie, "POST", `${own.api}/customers/search`, { q });
  assert.equal((await search(email)).status, 403);
  assert.equal((await search("15112345678")).status, 403);
  const byName = await search("Zebulonia");
  assert.equal(byName.body.customers.length, 1);
  assert.ok(!SECRET.test(byName.text));
  const exported = await ask(narrow.cookie, "POST", `${own.api}/segments/everybody/export`);
  assert.equal(exported.status, 403);
});

test("nobody gets more than an owner gives them: not by a key, not by themselves, not the last owner", async () => {
  const own = await world.shop();
  const owner = await person({ role: "owner" }, own);
  const editor = await person({ role: "editor" }, own);
  const promote = { role: "owner" };
  const at = (who) => `${own.api}/people/${who.id}`;
  assert.equal((await ask(editor.cookie, "PUT", at(editor), promote)).status, 403);
  assert.equal((await ask(editor.cookie, "POST", `${own.api}/people`, {})).status, 403);
  const { body: key } = await world.api("POST", `${own.api}/keys`, {
    name: "All of it",
    scopes: ["customers:write", "workflows:write", "operations:write"],
  });
  const byKey = await world.fetch(`${own.api}/people`, {
    method: "POST",
    headers: { authorization: `Bearer ${key.key}` },
    body: JSON.stringify({ name: "Eve", email: "eve@team.example", role: "owner" }),
  });
  assert.equal(byKey.status, 403);
  for (const [method, body] of [["DELETE"], ["PUT", { role: "editor" }]]) {
    const { status, body: answer } = await ask(owner.cookie, method, at(owner), body);
    assert.deepEqual([status, answer.error.code], [409, "last-owner"]);
  }
  const changed = await ask(owner.cookie, "PUT", at(editor), promote);
  assert.deepEqual([changed.status, changed.body.role], [200, "owner"]);
  // It holds from the next call on, without signing in again.
  assert.equal((await ask(editor.cookie, "GET", `${own.api}/people`)).status, 200);
  assert.equal((await ask(owner.cookie, "PUT", at(owner), { role: "viewer" })).status, 200);
  assert.equal((await ask(owner.cookie, "GET", `${own.api}/people`)).status, 403);
});

test("whoever is removed is out with the next call, and their name stays in the log", async () => {
  const own = await world.shop();
  const owner = await person({ name: "Olga Olsen" }, own);
  const gone = await person({ role: "editor", name: "Gustav Grün" }, own);
  const stop = await ask(gone.cookie, "PUT", `${own.api}/sending`, { stopped: false });
  assert.equal(stop.status, 200);
  const removed = await ask(owner.cookie, "DELETE", `${own.api}/people/${gone.id}`);
  assert.equal(removed.status, 204);
  assert.equal((await ask(gone.cookie, "GET", `${own.api}/health`)).status, 401);
  assert.equal((await signIn(gone.email, PASSWORD)).status, 401);
  const log = await rows(own);
  const switched = log.find(({ operation }) => operation === "sending-switched");
  assert.deepEqual([switched.by, switched.by_name], [`person/${gone.id}`, "Gustav Grün"]);
  const out = log.find(({ operation }) => operation === "person-removed");
  assert.deepEqual([out.by_name, out.detail.person], ["Olga Olsen", "Gustav Grün"]);
  // Invited again, they are somebody new, with a password of their own.
  const again = await invite({ email: gone.email, name: "Gustav Grün" }, own);
  assert.equal(
    (await ask(null, "POST", "/sign-in/link", { link: again.link })).body.has_password,
    false,
  );
});

test("an invitation can be withdrawn and made again; only the newest link holds", async () => {
  const own = await world.shop();
  await person({}, own);
  const invited = await invite({ role: "viewer" }, own);
  const again = await world.api("POST", `${own.api}/people/${invited.id}/invitation`);
  assert.equal(again.status, 201);
  assert.equal((await ask(null, "POST", "/sign-in/link", { link: invited.link })).status, 410);
  const link = again.body.link.split("/").at(-1);
  assert.equal((await ask(null, "POST", "/sign-in/link", { link })).status, 200);
  const twice = await world.api("POST", `${own.api}/people`, {
    name: "Once more",
    email: invited.email.toUpperCase(),
    role: "owner",
  });
  assert.deepEqual([twice.status, twice.body.error.code], [409, "there-already"]);
  await world.api("DELETE", `${own.api}/people/${invited.id}`);
  assert.equal((await ask(null, "POST", "/sign-in/link", { link })).status, 410);
});

test("the link is emailed where there is a mail server, and its secret is in no query and no log", async () => {
  const own = await world.shop();
  await world.api("PUT", `${own.api}/config`, recovery());
  const invited = await invite({ name: "Post Amt" }, own);
  const letter = await until(() => mail.mails.find(({ to }) => to.includes(invited.email)));
  assert.ok(letter.text.includes(`${world.base}/app/#/join/${invited.link}`), letter.text);
  await ask(null, "POST", "/sign-in/link/use", { link: invited.link, password: PASSWORD });
  assert.equal(
    (await ask(null, "POST", "/sign-in/forgotten", { email: invited.email })).status,
    202,
  );
  const forgotten = await until(() =>
    mail.mails.find(({ to, text }) => to.includes(invited.email) && text.includes("/password/")),
  );
  const reset = forgotten.text.match(/#\/password\/(li_[\w-]+)/)[1];
  const before = (await signIn(invited.email, PASSWORD)).headers.get("set-cookie").split(";")[0];
  const use = { link: reset, password: "another set of words" };
  assert.equal((await ask(null, "POST", "/sign-in/link/use", use)).status, 200);
  assert.equal((await ask(null, "POST", "/sign-in/link/use", use)).status, 410);
  assert.equal((await ask(before, "GET", "/api/me")).status, 401);
  assert.equal((await signIn(invited.email, PASSWORD)).status, 401);
  assert.equal((await signIn(invited.email, "another set of words")).status, 200);
  for (const secret of [
    invited.link,
    reset,
    PASSWORD,
    before.split("=")[1],
    "Post Amt",
    invited.email,
  ]) {
    assert.ok(!world.log.includes(secret), `${secret} was printed`);
  }
});

test("nothing shows whether an address has an account: answers, salts, back-off and letters are the same", async () => {
  const { email } = await person();
  const attempts = async (address) => {
    const seen = [];
    for (let n = 0; n < 11; n += 1) {
      const { status, body } = await signIn(address, `wrong password ${n}`);
      seen.push([status, body.error.code, body.error.message]);
    }
    return seen;
  };
  const known = await attempts(email);
  assert.deepEqual(known, await attempts("nobody@team.example"));
  assert.deepEqual([known[9][0], known[10][0]], [401, 429]);
  // The right one isn't heard either, so a guess learns nothing.
  assert.equal((await signIn(email, PASSWORD)).status, 429);
  const [failed, ...more] = (await rows()).filter(
    ({ operation }) => operation === "sign-in-failed",
  );
  assert.deepEqual([failed.detail, more.length], [{ times: 10 }, 0]);
  const letters = mail.mails.length;
  for (const address of ["nobody@team.example", "not an address"]) {
    const { status, text } = await ask(null, "POST", "/sign-in/forgotten", { email: address });
    assert.deepEqual([status, text], [202, ""]);
  }
  assert.equal(mail.mails.length, letters);
});

test("a session can't be sent along by another site, prepared for somebody, or outlive a sign-out", async () => {
  await beginAnew();
  const own = await world.shop();
  const { cookie, email } = await person({}, own);
  const path = `${own.api}/health`;
  const bare = await world.fetch(path, { headers: { cookie } });
  assert.equal(bare.status, 401);
  // What another site can post without being asked first: a form, without our header.
  const forged = await world.fetch("/sign-in", {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  assert.deepEqual([forged.status, forged.headers.get("set-cookie")], [403, null]);
  const preflight = await world.fetch(path, {
    method: "OPTIONS",
    headers: {
      origin: "https://evil.example",
      "access-control-request-headers": "x-edgewise-page",
    },
  });
  assert.equal(preflight.headers.get("access-control-allow-origin"), null);
  // A token that somebody planted stays worthless; signing in makes another.
  const planted = `edgewise=se_${randomBytes(40).toString("base64url")}`;
  const entered = await ask(planted, "POST", "/sign-in", { email, password: PASSWORD });
  assert.notEqual(cookieIn(entered), planted);
  assert.equal((await ask(planted, "GET", path)).status, 401);
  const out = await ask(cookieIn(entered), "DELETE", "/api/me/sessions/current");
  assert.equal(out.status, 204);
  assert.match(out.headers.get("set-cookie"), /^edgewise=; .*Max-Age=0/);
  assert.equal((await ask(cookieIn(entered), "GET", path)).status, 401);
  assert.equal((await ask(cookie, "GET", path)).status, 200);
});

test("sessions are listed by browser; a new password ends the others, signing out everywhere all", async () => {
  await beginAnew();
  const own = await world.shop();
  const { cookie, email } = await person({}, own);
  const agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const second = cookieIn(await signIn(email, PASSWORD, { "user-agent": agent }));
  const { sessions } = (await ask(second, "GET", "/api/me/sessions")).body;
  assert.deepEqual(sessions.map(({ device, current }) => [device, current]).sort(), [
    ["Another browser", false],
    ["Firefox on Windows", true],
  ]);
  const change = (current, password) =>
    ask(second, "PUT", "/api/me/password", { current, password });
  assert.equal((await change("not it at all", "words that are new")).status, 422);
  assert.equal((await change(PASSWORD, "aaaaaaaaaaaaaa")).status, 422);
  assert.equal((await change(PASSWORD, "words that are new")).status, 204);
  assert.equal((await ask(cookie, "GET", "/api/me")).status, 401);
  const third = cookieIn(await signIn(email, "words that are new"));
  assert.equal((await ask(third, "DELETE", "/api/me/sessions")).status, 204);
  for (const one of [second, third]) assert.equal((await ask(one, "GET", "/api/me")).status, 401);
});

test("one person works in several shops with one password; each shop's owner decides about their own", async () => {
  await beginAnew();
  const [one, two] = [await world.shop(), await world.shop()];
  const first = await person({ name: "Nora One", role: "editor" }, one);
  await person({}, one);
  const owner = await person({}, two);
  const second = await invite({ name: "Nora Two", role: "viewer", email: first.email }, two);
  // The second shop learns nothing of the first, and the invitation alone opens nothing.
  assert.equal((await ask(first.cookie, "GET", `${two.api}/health`)).status, 404);
  const use = (password) => ask(null, "POST", "/sign-in/link/use", { link: second.link, password });
  assert.equal(
    (await ask(null, "POST", "/sign-in/link", { link: second.link })).body.has_password,
    true,
  );
  assert.equal((await use("a password of mine")).status, 401);
  assert.equal((await use(PASSWORD)).status, 200);
  const me = (await ask(first.cookie, "GET", "/api/me")).body;
  assert.deepEqual(
    me.shops.map(({ shop: id, role, name }) => [id, role, name]).sort(),
    [
      [one.shop, "editor", "Nora One"],
      [two.shop, "viewer", "Nora Two"],
    ].sort(),
  );
  const { shops } = (await ask(first.cookie, "GET", "/api/shops")).body;
  assert.equal(shops.length, 2);
  assert.equal(
    (await ask(first.cookie, "PUT", `${one.api}/sending`, { stopped: false })).status,
    200,
  );
  assert.equal(
    (await ask(first.cookie, "PUT", `${two.api}/sending`, { stopped: false })).status,
    403,
  );
  await ask(owner.cookie, "DELETE", `${two.api}/people/${first.id}`);
  assert.equal((await ask(first.cookie, "GET", `${two.api}/health`)).status, 404);
  assert.equal((await ask(first.cookie, "GET", `${one.api}/health`)).status, 200);
  await world.api("DELETE", `${one.api}?domain=${one.domain}`);
  assert.equal((await ask(first.cookie, "GET", "/api/me")).status, 401);
});

test("strangers who guess passwords keep neither the process busy nor the invited out", async () => {
  await beginAnew();
  const own = await world.shop();
  const invited = await invite({}, own);
  const guess = (n) => signIn(`guessed-${n}@team.example`, "not the password");
  const answers = Promise.all(Array.from({ length: 58 }, (_, n) => guess(n)));
  const use = { link: invited.link, password: PASSWORD };
  assert.equal((await ask(null, "POST", "/sign-in/link/use", use)).status, 200);
  const seen = (await answers).map(({ status }) => status);
  // All at once on one account: no more are compared than one after the other.
  await beginAnew();
  const email = "one-account@team.example";
  const storm = await Promise.all(
    Array.from({ length: 30 }, (_, n) => signIn(email, `not the password ${n}`)),
  );
  const compared = storm.filter(({ status }) => status === 401).length;
  assert.ok(compared >= 1 && compared <= 10, `${compared} were compared`);
  assert.ok(seen.filter((status) => status === 401).length <= 45, `${seen}`);
  assert.ok(
    seen.every((status) => [401, 429, 503].includes(status)),
    `${seen}`,
  );
});

test("a shop without an owner is led to its first; nobody has to follow", async () => {
  const own = await world.shop({ platform: "woocommerce", domain: "ownerless.example" });
  const item = async () => {
    const { items } = (await world.api("GET", `${own.api}/set-up`)).body;
    return items.find(({ id }) => id === "owner")?.state;
  };
  assert.equal(await item(), "open");
  await invite({ role: "editor" }, own);
  assert.equal(await item(), "open");
  await invite({ role: "owner" }, own);
  assert.equal(await item(), "done");
});

test("nothing stored says who people are, and changing the master key signs nobody out", async () => {
  await beginAnew();
  const own = await world.shop();
  const who = await person({ name: "Kanarie Vogelsang", email: "kanarie@team.example" }, own);
  await ask(who.cookie, "PUT", `${own.api}/sending`, { stopped: false });
  await until(async () =>
    (await rows(own)).some(({ operation }) => operation === "invitation-accepted"),
  );
  await world.quit();
  const stored = readdirSync(join(world.folder, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "latin1"));
  for (const secret of ["Kanarie", "kanarie@", who.link, who.cookie.split("=")[1], PASSWORD]) {
    assert.ok(!stored.some((text) => text.includes(secret)), secret);
  }
  world.reconfigure({ EDGEWISE_MASTER_KEY: SECOND, EDGEWISE_PREVIOUS_MASTER_KEY: FIRST });
  await world.start();
  const settings = {
    port: world.port,
    dataDir: join(world.folder, "data"),
    env: { EDGEWISE_MASTER_KEY: SECOND, EDGEWISE_ADMIN_KEY: ADMIN_KEY },
  };
  assert.ok(await masterKeyChanged(settings, new Promise(() => {})));
  await world.quit();
  world.reconfigure({ EDGEWISE_PREVIOUS_MASTER_KEY: "" });
  await world.start();
  assert.equal((await ask(who.cookie, "GET", "/api/me")).body.email, "kanarie@team.example");
  assert.equal((await signIn("kanarie@team.example", PASSWORD)).status, 200);
  const [{ by_name: name }] = (await rows(own)).filter(
    ({ operation }) => operation === "sending-switched",
  );
  assert.equal(name, "Kanarie Vogelsang");
});

test("sessions end after 14 days without use and after 90 in all; an invitation after 7", async () => {
  await beginAnew();
  const { cookie, email } = await person();
  const invited = await invite({ role: "viewer" });
  const works = async () => (await ask(cookie, "GET", "/api/me")).status === 200;
  const pass = async (days) => {
    await world.quit();
    const ms = days * DAY;
    const earlier = ["created_at", "used_at", "ends_at"].map(
      (column) => `${column} = ${column} - ${ms}`,
    );
    await onDirectory(world, `UPDATE session SET ${earlier}`);
    await onDirectory(world, `UPDATE link SET expires_at = expires_at - ${ms}`);
    await world.start();
  };
  const opensLink = async () =>
    (await ask(null, "POST", "/sign-in/link", { link: invited.link })).status === 200;
  await pass(6.9);
  assert.deepEqual([await works(), await opensLink()], [true, true]);
  await pass(0.2);
  assert.deepEqual([await works(), await opensLink()], [true, false]);
  for (let n = 0; n < 6; n += 1) {
    await pass(13.7);
    assert.equal(await works(), true, `after ${7.1 + (n + 1) * 13.7} days`);
  }
  await pass(0.8);
  assert.equal(await works(), false, "after 90 days");
  const fresh = cookieIn(await signIn(email, PASSWORD));
  await pass(14.1);
  assert.equal((await ask(fresh, "GET", "/api/me")).status, 401);
});
