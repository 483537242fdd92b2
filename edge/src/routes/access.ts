/**
 * Who may ask: the operator with the admin key, or a merchant's staff with Shopify's session token,
 * who then see their own shop and nothing else.
 */
import type { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { Listing } from "../directory/directory.ts";
import { lookup } from "../directory/lookup.ts";
import { type Env, isDevelopment } from "../env.ts";
import { countGuess, refuseGuessing } from "../guesses.ts";
import { directory, shopStub } from "../objects.ts";
import { notFound, Problem } from "../problem.ts";
import type { Call } from "../router.ts";
import type { Shop } from "../shop/shop.ts";
import { looksLikeToken, shopInToken } from "../verify/session-token.ts";

/** A shorter admin key opens nothing; in development it may be one that can be remembered. */
const SHORTEST_KEY = 16;
const SHORTEST_IN_DEVELOPMENT = 8;

/** Lets only the admin key through. @throws Problem 401 */
export function requireAdmin(call: Call): void {
  const given = bearer(call.request);
  if (given === null || !isAdminKey(call, given)) throw unauthorized(given ?? "");
}

/**
 * The shop that the path names, for someone who may see it.
 *
 * @throws Problem 401 without a valid key or token, 404 for a shop that is not there or another's
 */
export async function requireShop(
  call: Call,
): Promise<{ listing: Listing; shop: DurableObjectStub<Shop> }> {
  const { request, env, part } = call;
  const given = bearer(request);
  if (given === null) throw unauthorized("");
  const admin = isAdminKey(call, given);
  const domain = admin ? null : await domainInToken(env, given);
  if (!admin && domain === null) throw unauthorized(given);
  const listing = await lookup(env, "byShop", part("shop"));
  if (listing === null) throw notFound("shop");
  if (!admin && (listing.platform !== "shopify" || listing.domain !== domain))
    throw notFound("shop");
  return { listing, shop: shopStub(env, listing.shop) };
}

/** The shops that the caller may see: all for the admin key, their own for a session token. */
export async function visibleShops(call: Call): Promise<Omit<Listing, "secrets">[]> {
  const given = bearer(call.request);
  if (given === null) throw unauthorized("");
  if (isAdminKey(call, given)) return directory(call.env).all(1_000);
  const domain = await domainInToken(call.env, given);
  if (domain === null) throw unauthorized(given);
  const shops = await directory(call.env).byDomain(domain);
  return shops
    .filter(({ platform }) => platform === "shopify")
    .map(({ secrets: _, ...shop }) => shop);
}

function bearer(request: Request): string | null {
  return request.headers.get("authorization")?.match(/^Bearer (\S+)$/i)?.[1] ?? null;
}

/** @throws Problem 429 after too many wrong keys */
function isAdminKey({ env, request }: Call, given: string): boolean {
  const isGuess = !looksLikeToken(given);
  if (isGuess) refuseGuessing(request);
  const right = env.EDGEWISE_ADMIN_KEY ?? "";
  const shortest = isDevelopment(env) ? SHORTEST_IN_DEVELOPMENT : SHORTEST_KEY;
  const isRight = right.length >= shortest && timingSafeEqual(hash(given), hash(right));
  if (isGuess && !isRight) countGuess(request);
  return isRight;
}

const hash = (text: string): Buffer => createHash("sha256").update(text).digest();

async function domainInToken(env: Env, given: string): Promise<string | null> {
  const app = { key: env.SHOPIFY_API_KEY ?? "", secret: env.SHOPIFY_API_SECRET ?? "" };
  return shopInToken(given, app, Date.now() / 1000);
}

function unauthorized(given: string): Problem {
  // App Bridge then fetches a fresh token and asks again.
  const retry = looksLikeToken(given) ? { "x-shopify-retry-invalid-session-request": "1" } : {};
  const message = "Send the admin key, or a fresh Shopify session token, as Authorization: Bearer.";
  return new Problem(401, "unauthorized", message, { "www-authenticate": "Bearer", ...retry });
}
