/**
 * Webhooks of the two platforms: verified over the raw bytes before anything is parsed, then handed to
 * the shop that the address's token names.
 *
 * The platforms sign only the body. So the token in the address, the shop in the headers and the shop
 * in the body must agree, or a body captured at one shop could be played at another.
 */
import { Buffer } from "node:buffer";
import { readBody } from "../body.ts";
import { enter, leave } from "../gate.ts";
import type { Platform } from "../contract/shops.ts";
import type { Listing } from "../directory/directory.ts";
import { lookup } from "../directory/lookup.ts";
import { appOf } from "../env.ts";
import { busy, notFound, Problem } from "../problem.ts";
import type { Call } from "./call.ts";
import { carry } from "../shop/carry.ts";
import type { Outcome } from "../shop/incoming.ts";
import { signedByOneOf } from "../verify/signature.ts";
import { wordPressSecret } from "../verify/entities.ts";
import { shopStub } from "../stubs.ts";

export async function shopifyWebhook(call: Call): Promise<Response> {
  const { request, env } = call;
  const { listing, body } = await receive(call, "shopify");
  const secrets = [...listing.secrets, ...appOf(env).signsWith];
  // Shopify's newer events leave the x- off its names.
  const header = (name: string) =>
    request.headers.get(`x-shopify-${name}`) ?? request.headers.get(`shopify-${name}`);
  if (!(await signedByOneOf(secrets, body, header("hmac-sha256")))) throw badSignature();
  const topic = header("topic") ?? "";
  if (!TOPIC.test(topic))
    throw new Problem(400, "topic-missing", "X-Shopify-Topic must name a topic.");
  const named = header("shop-domain")?.toLowerCase();
  if (named !== listing.domain || !bodyAgrees(body, listing.domain)) throw otherShop();
  const headers: Record<string, string> = {};
  for (const name of ["triggered-at", "event-id", "webhook-id"]) {
    const value = header(name);
    if (value !== null && value.length <= 100) headers[`x-shopify-${name}`] = value;
  }
  return deliver(call, listing, topic, headers, body);
}

export async function wooCommerceWebhook(call: Call): Promise<Response> {
  const { request } = call;
  const { listing, body } = await receive(call, "woocommerce");
  const header = (name: string) => request.headers.get(`x-wc-webhook-${name}`);
  const signature = header("signature");
  if (signature === null && isPing(body)) return Response.json({ outcome: "ping" });
  const secrets = listing.secrets.map(wordPressSecret);
  if (!(await signedByOneOf(secrets, body, signature))) throw badSignature();
  const topic = header("topic") ?? "";
  if (!TOPIC.test(topic))
    throw new Problem(400, "topic-missing", "X-WC-Webhook-Topic must name a topic.");
  const source = header("source");
  if (source !== null && !sameHost(source, listing.domain)) throw otherShop();
  return deliver(call, listing, topic, {}, body);
}

/** `orders/create`, `customer.tags_added`, `action.woocommerce_add_to_cart`. */
const TOPIC = /^[a-z][a-z0-9_./-]{0,99}$/;

/** Reads the body, within its limits, and finds whose address this is. */
async function receive({ request, env, part, trail }: Call, platform: Platform) {
  const token = part("token");
  const listing = await lookup(env, "byToken", token);
  if (listing === null || listing.platform !== platform) throw notFound("webhook address");
  trail.shop = listing.shop;
  const body = await readBody(request);
  if (!(await enter("webhook", request, listing.shop))) throw busy();
  return { listing, body };
}

async function deliver(
  { request, env }: Call,
  listing: Listing,
  topic: string,
  headers: Record<string, string>,
  body: Uint8Array,
): Promise<Response> {
  let outcome: Outcome | null;
  try {
    const shop = shopStub(env, listing.shop);
    const carried = carry(shop, { source: listing.platform, topic, headers, body });
    leave(request);
    outcome = await carried;
  } catch (error) {
    if ((error as { overloaded?: boolean }).overloaded) throw busy();
    throw error;
  }
  if (outcome === null) throw busy();
  return Response.json(answerOf(outcome));
}

/** What the sender is answered: 200 in every case, because nothing is left for it to do. */
export const answerOf = (outcome: Outcome) =>
  "reason" in outcome
    ? { outcome: outcome.type, reason: outcome.reason }
    : { outcome: outcome.type };

/** WooCommerce's first call: a form post, unsigned, that must be answered 200 and means nothing. */
function isPing(body: Uint8Array): boolean {
  return body.length <= 64 && /^webhook_id=\d+$/.test(new TextDecoder().decode(body));
}

/** Where the body names a shop, it must be this one. Only the top level is looked at. */
function bodyAgrees(body: Uint8Array, domain: string): boolean {
  let parsed: Record<string, unknown> | null;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  // An escaped letter would hide the word, so a body with any escape is looked at as well.
  if (!bytes.includes("domain") && !bytes.includes("\\u")) return true;
  try {
    parsed = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return true;
  }
  return ["shop_domain", "myshopify_domain"].every((name) => {
    const value = parsed?.[name];
    return typeof value !== "string" || value.toLowerCase() === domain;
  });
}

function sameHost(source: string, domain: string): boolean {
  const bare = (host: string) => host.toLowerCase().replace(/^www\./, "");
  try {
    return bare(new URL(source).host) === bare(domain);
  } catch {
    return false;
  }
}

const badSignature = () =>
  new Problem(
    401,
    "bad-signature",
    "The signature doesn't match this body and this shop's secret. Check the webhook secret.",
  );
const otherShop = () =>
  new Problem(401, "other-shop", "The address, the headers, and the body must name the same shop.");
