/**
 * Links of ours in messages, and the picture that counts opens.
 *
 * Where a link leads stands with its message: an address can't be made that leads elsewhere. Preview programs
 * ask with HEAD, which isn't counted.
 */
import { Buffer } from "node:buffer";
import { witnessOf } from "../verify/witness.ts";
import { lookup } from "../directory/lookup.ts";
import { enter } from "../gate.ts";
import { busy, notFound } from "../problem.ts";
import { type ShopStub, shopStub } from "../stubs.ts";
import { nameInLinkToken } from "../verify/link-token.ts";
import { shopInShortToken } from "../verify/short-token.ts";
import type { Call } from "./call.ts";

const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};

export async function followed(call: Call): Promise<Response> {
  const shop = await shopOf(call);
  if (shop === null) throw notFound("link");
  const { request, part } = call;
  const witness = request.method === "HEAD" ? null : witnessOf(request);
  const location = asciiOf(await shop.followLink(part("token"), witness));
  return new Response(null, { status: 302, headers: { ...HEADERS, location } });
}

/** The same for a short link of a text message. */
export async function followedShort(call: Call): Promise<Response> {
  const { request, env, part, trail } = call;
  const token = part("token");
  const prefix = shopInShortToken(token);
  const listing = prefix === null ? null : await lookup(env, "byShopPart", prefix);
  if (listing === null) throw notFound("link");
  trail.shop = listing.shop;
  if (!(await enter("link", request, listing.shop))) throw busy();
  const witness = request.method === "HEAD" ? null : witnessOf(request);
  const location = asciiOf(await shopStub(env, listing.shop).followShort(token, witness));
  return new Response(null, { status: 302, headers: { ...HEADERS, location } });
}

/** An address as a header may hold it; what is in it already stays as it is. */
const asciiOf = (address: string): string =>
  address.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[^\x21-\x7e]/gu, encodeURIComponent);

/** Whatever is asked for, there is a picture: a broken one would be seen. */
export async function picture(call: Call): Promise<Response> {
  const { request, part } = call;
  if (request.method !== "HEAD") {
    const shop = await shopOf(call);
    await shop?.seePicture(part("token"), witnessOf(request));
  }
  return new Response(PIXEL, { headers: { ...HEADERS, "content-type": "image/gif" } });
}

/** The shop that a token names, once it has its turn; null where there is none. */
async function shopOf({ request, env, part, trail }: Call): Promise<ShopStub | null> {
  const shop = nameInLinkToken(part("token"))?.shop ?? null;
  if (shop === null || (await lookup(env, "byShop", shop)) === null) return null;
  trail.shop = shop;
  if (!(await enter("link", request, shop))) throw busy();
  return shopStub(env, shop);
}
