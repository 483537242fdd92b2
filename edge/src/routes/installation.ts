/**
 * Installing the app in a Shopify store: somebody opens it in the store's admin.
 *
 * Their session token says which store, and Shopify gives the app's own tokens for it: no address to type, no token to
 * copy. Doing it again changes nothing while all is well, so the page does it whenever it is opened, and what was lost
 * or withdrawn comes back.
 *
 * Shopify's word makes a shop the store's. One that was set up by hand for the store's domain has nobody's word but the
 * operator's: people in it may be anybody. So it gets the store's tokens only where it was given one by the store
 * before, or once somebody in the store's admin says so.
 */
import { nameOfCaller, shownName } from "../caller.ts";
import * as contract from "../contract/connection.ts";
import type { Listing } from "../directory/directory.ts";
import { forget, tokenKeys } from "../directory/lookup.ts";
import { engine } from "../engine.ts";
import { appOf, type Env, publicUrl } from "../env.ts";
import { log } from "../log.ts";
import { plainName } from "../plain-name.ts";
import { aboutOf, type ShopAbout } from "../platform/shopify/about.ts";
import { entered } from "../platform/shopify/admin-api.ts";
import { exchange, type Grant, type NoGrant, staffBehind } from "../platform/shopify/oauth.ts";
import { busy, Problem } from "../problem.ts";
import { directory, shopStub } from "../stubs.ts";
import { newOwn } from "../verify/own-token.ts";
import { type Session, sessionIn } from "../verify/session-token.ts";
import { bearerOf, notLetIn, unauthorized } from "./access.ts";
import type { KnownCall } from "./call.ts";
import { makeShop } from "./make-shop.ts";
import { gives, group, json, route } from "./route.ts";

export const installation = group("Installation", "The Shopify app, opened in a store's admin.", [
  route("PUT /api/installation", {
    id: "openApp",
    summary: "Open the app: connect the store of the session token, or renew what was lost",
    description:
      "Takes a session token of Shopify's. It is exchanged for the app's tokens, and the webhooks are made.",
    access: "shopify",
    change: null,
    body: json(contract.OpenedApp),
    answers: { 200: gives("The shop, and how it stands", contract.Installation) },
    errors: {
      403: "An owner keeps this person out, or there are as many people as there may be",
      409: "Several shops have this store's domain",
      502: "Shopify didn't answer as expected; nothing was kept",
    },
    handle: open,
  }),
]);

type Opening = KnownCall & { body: { adopt: boolean } };

async function open(call: Opening): Promise<contract.Installation> {
  const { env } = call;
  const session = await sessionOf(call);
  const known = await directory(env).byStore(session.domain);
  if (known !== null && known.storeId === null) await refuseSeveral(env, session.domain);
  const { shop, isAdopted, ...opened } =
    known === null ? await install(call, session.domain) : await openAgain(call, known);
  // Who connects a shop by nothing but their word is an owner of it.
  await introduce(call, shop, session, isAdopted);
  return { shop, ...opened };
}

/** What came of it, and whether the shop is the store's by nothing but the word of whoever opened the app. */
type Done = contract.Installation & { isAdopted: boolean };

/** Connects a store that is not known by its domain. */
async function install(call: Opening, domain: string): Promise<Done> {
  const { env, request, trail } = call;
  if (!(await directory(env).beginInstallation(domain))) throw busy();
  try {
    const grant = await exchange(domain, appOf(env), bearerOf(request) ?? "");
    if (typeof grant === "string") throw noGrant(grant, request);
    const about = await aboutOf({ domain, tokens: entered(grant.access) });
    if (about.data === null) throw noAnswer();
    const renamed = await directory(env).byStoreId(about.data.id);
    const shop = renamed?.shop ?? (await make(call, domain, about.data, grant));
    if (renamed !== null) await follow(call, renamed, domain, grant);
    trail.shop = shop;
    log("app-connected", { shop });
    return { shop, state: "connected", created: renamed === null, isAdopted: false };
  } finally {
    await directory(env).endInstallation(domain);
  }
}

async function make(
  call: Opening,
  domain: string,
  { id, currency, timeZone }: ShopAbout,
  grant: Grant,
): Promise<string> {
  const { env, url } = call;
  const address = publicUrl(env, url.origin);
  const { shop, token } = await makeShop(env, address, {
    platform: "shopify",
    domain,
    currency,
    timeZone: engine.zoneName(timeZone) ?? "UTC",
    origins: [],
    secret: null,
    storeId: id,
  });
  await noteMade(call, shop, domain);
  const { admin } = shopStub(env, shop);
  await admin.beginApp(grant, whoOf(call, shop), `${address}/webhooks/shopify/${token}`);
  await givePixel(call, shop);
  return shop;
}

/** Writes down for the operator that there is a new shop. */
async function noteMade({ env, caller, trail }: Opening, shop: string, domain: string) {
  const log = directory(env);
  const place = await log.beginChange({
    by: nameOfCaller(caller),
    by_name: null,
    operation: "shop-created",
    route: trail.route ?? "",
    target: shop,
    request_id: trail.requestId,
  });
  await log.endChange(place, { status: 200, target: shop, detail: { domain } });
}

/** The store has another domain than when it was connected, and its shop goes along. */
async function follow(
  call: Opening,
  { shop }: Listing,
  domain: string,
  grant: Grant,
): Promise<void> {
  const { env } = call;
  await directory(env).move(shop, domain);
  const stub = shopStub(env, shop);
  await stub.moveTo(domain);
  await stub.admin.beginApp(grant, whoOf(call, shop), null);
  forget();
}

/** Who opened the app, as it is written down. */
const whoOf = ({ caller, trail }: Opening, shop: string) => ({
  by: nameOfCaller(caller),
  name: shownName(caller, shop),
  requestId: trail.requestId,
});

/** Sees to a store that is known. */
async function openAgain(call: Opening, known: Listing): Promise<Done> {
  const { env, request, url, body, trail } = call;
  const { shop } = known;
  trail.shop = shop;
  const { admin } = shopStub(env, shop);
  const opened = await admin.openApp({
    sessionToken: bearerOf(request) ?? "",
    isOfStore: known.storeId !== null,
    adopt: body.adopt,
    who: whoOf(call, shop),
  });
  if (opened.state === "refused") throw noGrant(opened.why, request);
  if (opened.state !== "connected") {
    return { shop, state: opened.state, created: false, isAdopted: false };
  }
  const { storeId, needsAddress, needsPixel, isAdopted } = opened;
  if (storeId !== null) await directory(env).setStoreId(shop, storeId);
  if (needsAddress) {
    const token = newOwn(await tokenKeys(env), "token");
    await directory(env).rotateToken(shop, token);
    await admin.setAppAddress(`${publicUrl(env, url.origin)}/webhooks/shopify/${token}`);
  }
  if (needsPixel) await givePixel(call, shop);
  forget();
  return { shop, state: opened.state, created: false, isAdopted };
}

/** Gives the store's pixel a key of its own, so that one that is in use elsewhere goes on. */
async function givePixel({ env, url }: Opening, shop: string): Promise<void> {
  const key = newOwn(await tokenKeys(env), "write");
  await directory(env).setPixelKey(shop, key);
  const events = `${publicUrl(env, url.origin)}/v1/events`;
  await shopStub(env, shop).admin.setPixel({ events_url: events, write_key: key });
}

/** Asks Shopify who somebody is, where it hasn't said so yet. */
async function introduce(
  { env, request }: Opening,
  shop: string,
  session: Session,
  isOwner: boolean,
): Promise<void> {
  const { admission } = directory(env);
  const staff = { shop, user: session.staff };
  const found = await admission.fromShopify(staff);
  if ("code" in found) throw notLetIn(found.code);
  if (found.isNamed && !isOwner) return;
  const said = await staffBehind(session.domain, appOf(env), bearerOf(request) ?? "");
  if (said === null && !isOwner) return;
  await admission.fromShopify(staff, {
    name: plainName(said?.name ?? ""),
    email: said?.email ?? "",
    isOwner: isOwner || said?.isAccountOwner === true,
  });
}

/** The token by which the caller came. @throws Problem 401 where it ended meanwhile */
async function sessionOf({ env, request }: Opening): Promise<Session> {
  const token = bearerOf(request) ?? "";
  const session = await sessionIn(token, appOf(env), Date.now() / 1000);
  if (session === null) throw unauthorized(token);
  return session;
}

const noGrant = (why: NoGrant, request: Request): Problem =>
  why === "refused" ? unauthorized(bearerOf(request) ?? "") : noAnswer();

const noAnswer = (): Problem =>
  new Problem(502, "shopify-unclear", "Shopify didn’t answer as expected. Try again in a minute.");

/** @throws Problem 409 where nobody can say which of several shops is the store's */
async function refuseSeveral(env: Env, domain: string): Promise<void> {
  const shops = await directory(env).byDomain(domain);
  if (shops.filter(({ platform }) => platform === "shopify").length < 2) return;
  const message = `Several shops were set up by hand for ${domain}. Ask whoever runs Edgewise to delete all but one, then try again.`;
  throw new Problem(409, "several-shops", message);
}
