/**
 * Who may ask for what. The router asks here before any route runs, so no route can forget to.
 *
 * Four kinds of callers: the operator with the admin key; a person, with the role they have in each of their shops, who
 * signed in or sends Shopify's session token; an API key of a shop; an API key of the operator's. And staff of a Shopify
 * store that has no shop here yet, who may open the app.
 */
import type { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import { type Caller, membershipOf } from "../caller.ts";
import type { ShopSummary } from "../contract/shops.ts";
import type { Listing } from "../directory/directory.ts";
import { apiKey, lookup, tokenKeys } from "../directory/lookup.ts";
import { appOf, type Env, isDevelopment } from "../env.ts";
import { countGuess, refuseGuessing } from "../guesses.ts";
import { directory } from "../stubs.ts";
import { notFound, Problem } from "../problem.ts";
import { may, type Role, rolesFor } from "../roles.ts";
import { includes, scopeFor } from "../scopes.ts";
import { isOwn } from "../verify/own-token.ts";
import { looksLikeToken, type Session, sessionIn } from "../verify/session-token.ts";
import type { Route } from "./route.ts";
import { sessionOf } from "./session-cookie.ts";

/** A shorter admin key opens nothing; in development it may be one that can be remembered. */
const SHORTEST_KEY = 16;
const SHORTEST_IN_DEVELOPMENT = 8;

/** Who sends a request. @throws Problem 401 without a valid key or token, 429 after too many wrong ones */
export async function callerOf(env: Env, request: Request): Promise<Caller> {
  const given = bearerOf(request);
  if (given === null) return personOf(env, request);
  if (looksLikeToken(given)) {
    const session = await sessionIn(given, appOf(env), Date.now() / 1000);
    if (session === null) throw unauthorized(given);
    return staffOf(env, session);
  }
  // A key that says by itself that it is ours cannot be guessed, so strangers' guesses do not hold it up.
  const made = isOwn(await tokenKeys(env), "api", given);
  if (!made) refuseGuessing(env, request);
  const key = made ? await apiKey(env, given) : null;
  if (key !== null) return { type: "key", ...key };
  if (!made && isAdminKey(env, given)) return { type: "admin-key" };
  countGuess(env, request);
  throw unauthorized(given);
}

/** The key or token that a request shows; null for none. */
export const bearerOf = (request: Request): string | null =>
  request.headers.get("authorization")?.match(/^Bearer (\S+)$/i)?.[1] ?? null;

/** Who somebody in a Shopify store's admin is. @throws Problem 403 where an owner keeps them out */
async function staffOf(env: Env, session: Session): Promise<Caller> {
  const listing = await lookup(env, "byStore", session.domain);
  if (listing === null) return { type: "session", ...session };
  const staff = { shop: listing.shop, user: session.staff };
  const found = await directory(env).admission.fromShopify(staff);
  if ("code" in found) throw notLetIn(found.code);
  return { type: "person", id: found.person, session: null, shops: found.shops };
}

/** Why somebody whom their store lets in isn't let in here. */
export const NOT_LET_IN = {
  blocked: "An owner of this shop removed your access to Edgewise. Ask them to let you in again.",
  "too-many": "This shop has no room for more people in Edgewise. Ask an owner to remove someone.",
} as const;

export const notLetIn = (code: keyof typeof NOT_LET_IN): Problem =>
  new Problem(403, code === "blocked" ? "kept-out" : "too-many-people", NOT_LET_IN[code]);

/**
 * The person whose browser sends its session. The directory is asked each time: whoever was removed, or signed out
 * elsewhere, is out with the next call.
 */
async function personOf(env: Env, request: Request): Promise<Caller> {
  const token = sessionOf(env, request);
  if (token === null) throw unauthorized("");
  const isOurs = isOwn(await tokenKeys(env), "session", token);
  const found = isOurs ? await directory(env).admission.session(token) : null;
  if (found !== null) {
    return { type: "person", id: found.person, session: found.session, shops: found.shops };
  }
  throw new Problem(401, "session-ended", "You’re signed out. Sign in again.", {
    "www-authenticate": "Bearer",
  });
}

/** The shop that a path names, for a caller of its own. @throws Problem 404 for none, and for another's */
export async function shopFor(env: Env, caller: Caller, shop: string): Promise<Listing> {
  const listing = await lookup(env, "byShop", shop);
  if (listing === null) throw notFound("shop");
  if (!isOfCaller(caller, listing)) throw notFound("shop");
  return listing;
}

function isOfCaller(caller: Caller, { shop }: Listing): boolean {
  switch (caller.type) {
    case "admin-key":
      return true;
    case "session":
      return false;
    case "person":
      return membershipOf(caller, shop) !== null;
    case "key":
      return caller.shop === null || caller.shop === shop;
  }
}

/**
 * @throws Problem 403 where a key's scopes or a person's role are too narrow, 401 for a session token at what
 *   is the operator's
 */
export function permit(
  caller: Caller,
  { access, namesOnly }: Pick<Route, "access" | "namesOnly">,
  shop: string | null,
): void {
  if (access === "shopify") {
    if (caller.type === "session" || (caller.type === "person" && caller.session === null)) return;
    const message = "Open Edgewise in your Shopify admin. This takes a session token of Shopify's.";
    throw new Problem(403, "not-from-shopify", message);
  }
  if (caller.type === "person") {
    permitPerson(caller, { access, namesOnly }, shop);
    return;
  }
  if (access === "person") {
    const message = "This is about the person who is signed in, and keys are nobody’s.";
    throw new Problem(403, "not-a-person", message);
  }
  if (caller.type === "admin-key") return;
  if (caller.type === "session") {
    if (access === "operator" || access === "fleet:read") throw unauthorized("");
    return;
  }
  const isOfShop = caller.shop !== null;
  if (access === "any" && isOfShop) return;
  if (access === "any" && includes(caller.scopes, "fleet:read")) return;
  if (access === "any" || access === "operator" || access === "owner") {
    const who = access === "owner" ? "an owner or the admin key" : "the admin key";
    throw new Problem(403, "not-for-api-keys", `No API key may do this. It takes ${who}.`);
  }
  const scope = scopeFor(access);
  if (scope !== null && includes(caller.scopes, scope)) return;
  const message = `This key (“${caller.name}”) lacks the scope ${scope}. Make a key that has it.`;
  throw new Problem(403, "scope-missing", message, {}, { scope });
}

const A_ROLE: Readonly<Record<Role, string>> = {
  owner: "an owner",
  editor: "an editor",
  viewer: "a viewer",
};

function permitPerson(
  caller: Caller & { type: "person" },
  { access, namesOnly }: Pick<Route, "access" | "namesOnly">,
  shop: string | null,
): void {
  if (access === "any" || access === "person") return;
  const membership = membershipOf(caller, shop);
  const roles = rolesFor(access);
  if (membership === null || roles.length === 0) {
    throw new Problem(403, "not-for-people", "This takes the admin key.");
  }
  const { role, personalData } = membership;
  if (!may(role, access)) {
    const who = roles.map((one) => A_ROLE[one]).join(" or ");
    const message = `You’re ${A_ROLE[role]} of this shop, and this takes ${who}. Ask an owner.`;
    throw new Problem(403, "role-too-narrow", message, {}, { role, roles });
  }
  if (access === "customers:read" && !personalData && !namesOnly) {
    const message =
      "You may see customers’ names, and this shows more. An owner can let you see personal data.";
    throw new Problem(403, "personal-data", message, {}, { role });
  }
}

/** The shops that a caller may see: all for the operator, else their own. */
export async function visibleShops(env: Env, caller: Caller): Promise<ShopSummary[]> {
  const own = await ownShops(env, caller);
  if (own === null) return directory(env).all(1_000);
  return own.map(({ shop, platform, domain, origins }) => ({ shop, platform, domain, origins }));
}

/** The shops that a caller has of their own; null for the operator and the operator's keys. */
async function ownShops(env: Env, caller: Caller): Promise<Listing[] | null> {
  if (caller.type === "session") return [];
  const ids = caller.type === "person" ? caller.shops.map(({ shop }) => shop) : shopOfKey(caller);
  if (ids === null) return null;
  const found = await Promise.all(ids.map((shop) => lookup(env, "byShop", shop)));
  return found.filter((one) => one !== null);
}

const shopOfKey = (caller: Caller): string[] | null =>
  caller.type === "key" && caller.shop !== null ? [caller.shop] : null;

function isAdminKey(env: Env, given: string): boolean {
  const right = env.EDGEWISE_ADMIN_KEY ?? "";
  const shortest = isDevelopment(env) ? SHORTEST_IN_DEVELOPMENT : SHORTEST_KEY;
  return right.length >= shortest && timingSafeEqual(hash(given), hash(right));
}

const hash = (text: string): Buffer => createHash("sha256").update(text).digest();

export function unauthorized(given: string): Problem {
  // App Bridge then fetches a fresh token and asks again.
  const retry = looksLikeToken(given) ? { "x-shopify-retry-invalid-session-request": "1" } : {};
  const message =
    "Send the admin key, an API key, or a fresh Shopify session token, as Authorization: Bearer.";
  return new Problem(401, "unauthorized", message, { "www-authenticate": "Bearer", ...retry });
}
