/**
 * Who may ask for what. The router asks here before any route runs, so no route can forget to.
 *
 * Four kinds of callers: the operator with the admin key; a merchant's staff with Shopify's session
 * token, who see their own shop and nothing else; an API key of a shop; an API key of the operator's.
 */
import type { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { Caller } from "../caller.ts";
import type { Listing } from "../directory/directory.ts";
import { apiKey, lookup, tokenKeys } from "../directory/lookup.ts";
import { type Env, isDevelopment } from "../env.ts";
import { countGuess, refuseGuessing } from "../guesses.ts";
import { directory } from "../stubs.ts";
import { notFound, Problem } from "../problem.ts";
import { type Access, includes } from "../scopes.ts";
import { isOwn } from "../verify/own-token.ts";
import { looksLikeToken, sessionIn } from "../verify/session-token.ts";

/** A shorter admin key opens nothing; in development it may be one that can be remembered. */
const SHORTEST_KEY = 16;
const SHORTEST_IN_DEVELOPMENT = 8;

/** Who sends a request. @throws Problem 401 without a valid key or token, 429 after too many wrong ones */
export async function callerOf(env: Env, request: Request): Promise<Caller> {
  const given = request.headers.get("authorization")?.match(/^Bearer (\S+)$/i)?.[1];
  if (given === undefined) throw unauthorized("");
  if (looksLikeToken(given)) {
    const app = { key: env.SHOPIFY_API_KEY ?? "", secret: env.SHOPIFY_API_SECRET ?? "" };
    const session = await sessionIn(given, app, Date.now() / 1000);
    if (session === null) throw unauthorized(given);
    return { type: "session", ...session };
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

/** The shop that a path names, for a caller of its own. @throws Problem 404 for none, and for another's */
export async function shopFor(env: Env, caller: Caller, shop: string): Promise<Listing> {
  const listing = await lookup(env, "byShop", shop);
  if (listing === null) throw notFound("shop");
  const isOwnShop =
    caller.type === "session"
      ? listing.platform === "shopify" && listing.domain === caller.domain
      : caller.type === "admin-key" || caller.shop === null || caller.shop === shop;
  if (!isOwnShop) throw notFound("shop");
  return listing;
}

/** @throws Problem 403 where the key's scopes are too narrow, 401 for a session at what is the operator's */
export function permit(caller: Caller, access: Exclude<Access, "public">): void {
  if (caller.type === "admin-key") return;
  if (caller.type === "session") {
    if (access === "operator" || access === "fleet:read") throw unauthorized("");
    return;
  }
  const isOfShop = caller.shop !== null;
  if (access === "any" && isOfShop) return;
  if (access === "any" && includes(caller.scopes, "fleet:read")) return;
  if (access === "any" || access === "operator" || access === "owner") {
    const who =
      access === "owner" ? "the admin key, or the shop's staff in Shopify" : "the admin key";
    throw new Problem(403, "not-for-api-keys", `No API key may do this. It takes ${who}.`);
  }
  if (includes(caller.scopes, access)) return;
  const message = `This key (“${caller.name}”) lacks the scope ${access}. Make a key that has it.`;
  throw new Problem(403, "scope-missing", message, {}, { scope: access });
}

/** The shops that a caller may see: all for the operator, else their own. */
export async function visibleShops(env: Env, caller: Caller): Promise<Omit<Listing, "secrets">[]> {
  const isOfShop = caller.type === "key" && caller.shop !== null;
  if (caller.type !== "session" && !isOfShop) return directory(env).all(1_000);
  const own =
    caller.type === "session"
      ? (await directory(env).byDomain(caller.domain)).filter((one) => one.platform === "shopify")
      : [await lookup(env, "byShop", caller.shop ?? "")].filter((one) => one !== null);
  return own.map(({ secrets: _, ...shop }) => shop);
}

function isAdminKey(env: Env, given: string): boolean {
  const right = env.EDGEWISE_ADMIN_KEY ?? "";
  const shortest = isDevelopment(env) ? SHORTEST_IN_DEVELOPMENT : SHORTEST_KEY;
  return right.length >= shortest && timingSafeEqual(hash(given), hash(right));
}

const hash = (text: string): Buffer => createHash("sha256").update(text).digest();

function unauthorized(given: string): Problem {
  // App Bridge then fetches a fresh token and asks again.
  const retry = looksLikeToken(given) ? { "x-shopify-retry-invalid-session-request": "1" } : {};
  const message =
    "Send the admin key, an API key, or a fresh Shopify session token, as Authorization: Bearer.";
  return new Problem(401, "unauthorized", message, { "www-authenticate": "Bearer", ...retry });
}
