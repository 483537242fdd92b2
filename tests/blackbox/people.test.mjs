/** People: invited, signed in, kept to their role, and put out; and what nobody else learns of them. */
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

const PASSWORD = "wool socks and 3 kilns";
const DAY = 86_400_000;

let mail;
let world;
let shop;
let other;
let operations;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
  shop = await world.shop();
  other = await world.shop();
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
    body: text.startsWith("{") ? JSON.parse(text) : null,
  };
}

const cookieIn = ({ headers }) => headers.get("set-cookie")?.split(";")[0];
let people = 0;

async function invite(of = {}, to = shop) {
  people += 1;
  const wishes = { name: "Anna Berg", email: `anna${people}@team.example`, role: "owner", ...of };
  const made = await world.api("POST", `${to.api}/people`, wishes);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { ...wishes, ...made.body.person, link: made.body.link.split("/").at(-1), url: made.body.link };
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
