/**
 * The callback of WooCommerce's key approval (wc-auth).
 *
 * Nothing but the nonce says where it comes from, and nothing at all whether the key is good. So the nonce
 * is checked first, then the key is tried at the store that the nonce names, and only then anything is
 * kept. WooCommerce waits for the answer within the merchant's click, and takes 200 alone for a yes.
 */
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { readBody } from "../body.ts";
import { ApprovedKey, type Refusal, SiteAbout } from "../contract/connection.ts";
import { forget, lookup, tokenKeys } from "../directory/lookup.ts";
import { type Env, publicUrl } from "../env.ts";
import { countGuess, refuseGuessing } from "../guesses.ts";
import { log } from "../log.ts";
import { isLoopback, loopback } from "../loopback.ts";
import type { Keys } from "../platform/woocommerce/client.ts";
import { handOver, isOn, siteOf } from "../platform/woocommerce/site.ts";
import { Problem } from "../problem.ts";
import { directory, shopStub } from "../stubs.ts";
import { textOf } from "../text.ts";
import { newOwn } from "../verify/own-token.ts";
import type { Call } from "./call.ts";

const LARGEST = 4 * 1024;

export async function connectWooCommerce({ request, env, url, trail }: Call): Promise<Response> {
  refuseGuessing(env, request);
  const given = v.safeParse(ApprovedKey, parsed(textOf(await readBody(request, LARGEST))));
  if (!given.success) {
    throw new Problem(400, "shape-unknown", "The body must be what WooCommerce's wc-auth posts.");
  }
  const { user_id: asked, key_id: keyId, consumer_key: key, consumer_secret, plain } = given.output;
  const [nonce = "", ...folders] = asked.split("/");
  const listing = await lookup(env, "byShop", nonce.split(".")[0] ?? "");
  if (listing === null || listing.platform !== "woocommerce") throw noSuchCode(env, request);
  trail.shop = listing.shop;
  const { admin } = shopStub(env, listing.shop);
  /** The merchant sees why here: WooCommerce's own page doesn't say. */
  const refused = async (why: Refusal) => {
    log("connection-refused", { shop: listing.shop, reason: why }, "warn");
    await admin.noteConnectionRefused(why);
    return why === "code" ? noSuchCode(env, request) : notProven(listing.domain, why);
  };
  if (!(await admin.holdsConnectionNonce(nonce))) throw await refused("code");

  const keys: Keys = { key, secret: consumer_secret };
  if (plain) {
    const way = wayTo(env, listing.domain);
    if (way === null) throw await refused("https-required");
    keys.loopback = way;
  }
  // Only the folder is the site's word: the domain is the shop's.
  const address = [listing.domain, ...folders].join("/");
  const proof = await siteOf(address, keys);
  if ("trouble" in proof) throw await refused(proof.trouble);
  const said = v.safeParse(SiteAbout, proof.said);
  if (!said.success) throw await refused("no-plugin");
  const { site, time: _, ...store } = said.output;
  if (!isOn(site, listing.domain)) throw await refused("other-site");
  if (!(await admin.useUpConnectionNonce(nonce))) throw await refused("code");

  const own = await tokenKeys(env);
  const ours = publicUrl(env, url.origin);
  const token = newOwn(own, "token");
  const apiKey = newOwn(own, "api");
  const secret = randomBytes(24).toString("base64url");
  const writeKey = newOwn(own, "write");
  const destination = { url: `${ours}/webhooks/woocommerce/${token}`, secret };
  const isKept = await handOver(address, keys, {
    site,
    key_id: keyId,
    shop: listing.shop,
    api_url: `${ours}/api/shops/${listing.shop}`,
    api_key: apiKey,
    webhook_url: destination.url,
    webhook_secret: secret,
    events_url: `${ours}/v1/events`,
    write_key: writeKey,
  });
  if (!isKept) throw await refused("no-plugin");
  const made = await directory(env).giveKeys(listing.shop, {
    token,
    writeKey,
    secret,
    apiKey,
    origin: `${plain ? "http" : "https"}://${site.split("/")[0]}`,
  });
  const before = await admin.beginConnection({
    folder: folders.join("/"),
    site,
    plain,
    store,
    api_key: made,
    key,
    secret: consumer_secret,
    destination,
  });
  if (before !== null) await directory(env).revokeKey(listing.shop, before);
  forget();
  log("shop-connected", { shop: listing.shop });
  return Response.json({ connected: true });
}

/** The way to a site without https; null unless it is on this machine, in development. */
const wayTo = (env: Env, domain: string): Fetcher | null =>
  (isLoopback(domain.replace(/:\d+$/, "")) ? loopback(env) : undefined) ?? null;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The same for a code that never was, that has ended, that was used, and that is another shop's. */
function noSuchCode(env: Env, request: Request): Problem {
  countGuess(env, request);
  const message = "This connection code is wrong, used, or expired. Create a new one in Edgewise.";
  return new Problem(403, "connection-code-unknown", message);
}

function notProven(domain: string, why: Refusal): Problem {
  if (why === "https-required") {
    const needed = "The store needs https. Only in development can one on this machine do without.";
    return new Problem(422, why, needed);
  }
  const message = `The key wasn't accepted at ${domain}, or the Edgewise plugin isn't active there (${why}).`;
  return new Problem(422, "key-not-proven", message);
}
