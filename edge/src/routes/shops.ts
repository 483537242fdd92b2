/** Shops: made, listed, described. */
import { readJson } from "../body.ts";
import type { Platform } from "../directory/directory.ts";
import { forget, tokenKeys } from "../directory/lookup.ts";
import { randomBytes } from "node:crypto";
import { engine } from "../engine.ts";
import { isDevelopment, publicUrl } from "../env.ts";
import { log } from "../log.ts";
import { randomName } from "../ids.ts";
import { Problem } from "../problem.ts";
import type { Call, KnownCall, ShopCall } from "../router.ts";
import { directory, shopStub } from "../objects.ts";
import { newOwn } from "../verify/own-token.ts";
import { visibleShops } from "./access.ts";

export async function create(call: KnownCall): Promise<Response> {
  const asked = wishes(await readJson(call.request, 16 * 1024));
  const { env, url } = call;
  await refuseConnected(call, asked.platform, asked.domain);
  const shop = randomName();
  const address = publicUrl(env, url.origin);
  const keys = await tokenKeys(env);
  const token = newOwn(keys, "token");
  const writeKey = newOwn(keys, "write");
  const serverKey = newOwn(keys, "server");
  // WooCommerce signs with a secret of the webhook's own: without one given, here is one to enter.
  const made = asked.platform === "woocommerce" && asked.secret === null;
  const secret = made ? randomBytes(24).toString("base64url") : asked.secret;
  const { platform, domain, currency, timeZone, origins } = asked;
  const createdAt = Date.now();
  await shopStub(env, shop).setUp({
    shop,
    platform,
    domain,
    currency,
    timeZone,
    publicUrl: address,
    uninstalledAt: null,
    connectedAt: createdAt,
  });
  await directory(env).register({
    shop,
    platform,
    domain,
    token,
    writeKey,
    serverKey,
    secret,
    origins,
    createdAt,
  });
  forget();
  call.trail.target = shop;
  call.trail.detail = { domain };
  return Response.json(
    {
      shop,
      webhook_url: `${address}/webhooks/${platform}/${token}`,
      ...(platform === "shopify"
        ? { compliance_url: `${address}/webhooks/shopify/compliance` }
        : {}),
      events_url: `${address}/v1/events`,
      write_key: writeKey,
      server_key: serverKey,
      ...(made ? { webhook_secret: secret } : {}),
      admin_url: `${address}/api/shops/${shop}`,
      development: isDevelopment(env),
    },
    { status: 201, headers: { location: `/api/shops/${shop}`, "cache-control": "no-store" } },
  );
}

/** A store is connected once: two shops of one store would both write to its customers. */
async function refuseConnected(call: Call, platform: Platform, domain: string): Promise<void> {
  const known = await directory(call.env).byDomain(domain);
  const there = known.find((listing) => listing.platform === platform);
  if (there === undefined) return;
  throw new Problem(
    409,
    "already-connected",
    `${domain} is connected already. Use the existing shop, or delete it first.`,
    {},
    { shop: there.shop },
  );
}

/** Follows a store to another domain; everything stays as it is. */
export async function move(call: ShopCall): Promise<Response> {
  const { listing, shop } = call;
  const { domain } = record(await readJson(call.request, 16 * 1024));
  const host = hostFor(listing.platform, domain);
  if (host !== listing.domain) {
    await refuseConnected(call, listing.platform, host);
    await directory(call.env).move(listing.shop, host);
    await shop.moveTo(host);
    forget();
  }
  call.trail.detail = { domain: host };
  return Response.json({ shop: listing.shop, domain: host });
}

/** Deletes a shop with all its customers, for good. Naming its domain says that it is meant. */
export async function destroy(call: ShopCall): Promise<Response> {
  const { listing, shop } = call;
  if (call.url.searchParams.get("domain") !== listing.domain) {
    throw invalid("domain", `must name the shop to delete: add ?domain=${listing.domain}`);
  }
  call.trail.detail = { domain: listing.domain };
  await directory(call.env).remove(listing.shop);
  forget();
  await shop.destroy();
  return new Response(null, { status: 204 });
}

export async function list(call: KnownCall): Promise<Response> {
  const shops = await visibleShops(call.env, call.caller);
  return Response.json({ shops });
}

export async function about(call: ShopCall): Promise<Response> {
  const { listing, shop } = call;
  const known = await shop.about();
  return Response.json({
    shop: listing.shop,
    platform: listing.platform,
    domain: listing.domain,
    currency: known.currency,
    time_zone: known.timeZone,
    origins: listing.origins,
    webhook_secrets: listing.secrets.length,
    uninstalled_at: known.uninstalledAt,
    order_statuses: known.orderStatuses,
    development: isDevelopment(call.env),
  });
}

/**
 * What outgoing webhooks are signed with. It is told when it is asked for and not with everything else, so
 * that it is in no answer that is read in passing.
 */
export async function revealOutgoingSecret(call: ShopCall): Promise<Response> {
  const { listing, shop } = call;
  log("outgoing-secret-revealed", { shop: listing.shop });
  const secret = await shop.outgoingSecret();
  return Response.json(
    { outgoing_webhook_secret: secret },
    { headers: { "cache-control": "no-store" } },
  );
}

/** Puts a new webhook secret first; the one before stays good until the next change. */
export async function rotateSecret(call: ShopCall): Promise<Response> {
  const { listing } = call;
  const { webhook_secret: secret } = record(await readJson(call.request, 16 * 1024));
  if (typeof secret !== "string" || secret.length < 8 || secret.length > 500) {
    throw invalid("webhook_secret", "must be a text of 8 to 500 characters");
  }
  await directory(call.env).rotate(listing.shop, secret);
  forget();
  return Response.json({ webhook_secrets: Math.min(2, listing.secrets.length + 1) });
}

/** Gives the shop a new secret key for calls from its server; the one before ends. */
export async function rotateServerKey(call: ShopCall): Promise<Response> {
  const { listing } = call;
  const serverKey = newOwn(await tokenKeys(call.env), "server");
  await directory(call.env).setServerKey(listing.shop, serverKey);
  forget();
  return Response.json({ server_key: serverKey }, { headers: { "cache-control": "no-store" } });
}

/** Gives the shop a new webhook address; the one before stays good until the next change. */
export async function rotateAddress(call: ShopCall): Promise<Response> {
  const { listing } = call;
  const token = newOwn(await tokenKeys(call.env), "token");
  await directory(call.env).rotateToken(listing.shop, token);
  forget();
  const address = publicUrl(call.env, call.url.origin);
  return Response.json(
    { webhook_url: `${address}/webhooks/${listing.platform}/${token}` },
    { headers: { "cache-control": "no-store" } },
  );
}

interface Wishes {
  platform: Platform;
  domain: string;
  secret: string | null;
  timeZone: string;
  currency: string;
  origins: string[];
}

const HOST =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?$/;

function wishes(asked: unknown): Wishes {
  const {
    platform,
    domain,
    webhook_secret: secret,
    time_zone: zone,
    currency,
    origins,
  } = record(asked);
  if (platform !== "shopify" && platform !== "woocommerce") {
    throw invalid("platform", "must be shopify or woocommerce");
  }
  const host = hostFor(platform, domain);
  if (
    secret !== undefined &&
    secret !== null &&
    (typeof secret !== "string" || secret.length > 500)
  ) {
    throw invalid("webhook_secret", "must be a text of at most 500 characters");
  }
  const timeZone = typeof zone === "string" ? engine.zoneName(zone) : null;
  if (timeZone === null) {
    throw invalid(
      "time_zone",
      "must be a time zone such as Europe/Berlin, or an offset such as +05:30",
    );
  }
  if (typeof currency !== "string" || !/^[A-Z]{3}$/.test(currency)) {
    throw invalid("currency", "must be an ISO 4217 code such as EUR");
  }
  const web = origins ?? [];
  if (
    !Array.isArray(web) ||
    !web.every((origin) => typeof origin === "string" && URL.canParse(origin))
  ) {
    throw invalid("origins", "must be a list of web origins such as https://shop.example");
  }
  return {
    platform,
    domain: host,
    secret: typeof secret === "string" && secret !== "" ? secret : null,
    timeZone,
    currency,
    origins: web.map((origin) => new URL(origin).origin),
  };
}

/** A host name, also out of an address that was given instead. */
function hostOf(domain: unknown): string | null {
  if (typeof domain !== "string") return null;
  const host = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "");
  return HOST.test(host) ? host : null;
}

function hostFor(platform: Platform, domain: unknown): string {
  const host = hostOf(domain);
  if (host === null) throw invalid("domain", "must be a host name such as name.myshopify.com");
  if (platform === "shopify" && !/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(host)) {
    throw invalid("domain", "must be the shop's .myshopify.com name");
  }
  return host;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Problem(400, "not-an-object", "The body must be a JSON object.");
  }
  return value as Record<string, unknown>;
}

const invalid = (field: string, rule: string) =>
  new Problem(422, "invalid-field", `${field} ${rule}.`, {}, { field });
