/** Shops: created, listed, described, moved, deleted; and the addresses and secrets they are reached with. */
import { randomBytes } from "node:crypto";
import * as contract from "../contract/shops.ts";
import type { Platform } from "../contract/shops.ts";
import { note, optional, text } from "../contract/schema.ts";
import { forget, tokenKeys } from "../directory/lookup.ts";
import { engine } from "../engine.ts";
import { type Env, isDevelopment, publicUrl } from "../env.ts";
import { log } from "../log.ts";
import { isShopDomain } from "../platform/shopify/domain.ts";
import { directory } from "../stubs.ts";
import { invalidField, Problem } from "../problem.ts";
import { newOwn } from "../verify/own-token.ts";
import { visibleShops } from "./access.ts";
import { restore, backup } from "./backup.ts";
import { makeShop } from "./make-shop.ts";
import { gives, group, json, nothing, Reply, route } from "./route.ts";
import { hasWebhookSecret } from "./set-up.ts";

/** The largest body about a shop, in bytes: origins may be many. */
const LARGEST = 16 * 1024;

export const shops = group("Shops", "The shops here, and how stores and clients reach them.", [
  route("GET /api/shops", {
    id: "listShops",
    summary: "List the shops the caller may see",
    access: "any",
    answers: { 200: gives("Shops", contract.ShopList) },
    handle: async ({ env, caller }) => ({ shops: await visibleShops(env, caller) }),
  }),

  route("POST /api/shops", {
    id: "createShop",
    summary: "Create a shop and get its addresses and keys",
    description: "Keys and addresses are shown this once. A store can be connected once.",
    access: "operator",
    change: "shop-created",
    body: json(contract.NewShop, LARGEST),
    answers: { 201: gives("Created", contract.CreatedShop) },
    errors: { 409: "The store is connected already; `shop` names it" },
    handle: async ({ env, url, body, trail }) => {
      const { platform, currency } = body;
      const domain = hostFor(platform, body.domain);
      const timeZone = engine.zoneName(body.time_zone);
      if (timeZone === null) {
        throw invalidField(
          "time_zone",
          "must be a time zone such as Europe/Berlin, or an offset such as +05:30",
        );
      }
      await refuseConnected(env, platform, domain);
      // WooCommerce signs with a secret of the webhook's own: without one given, here is one to enter.
      const given = body.webhook_secret || null;
      const made = platform === "woocommerce" && given === null;
      const secret = made ? randomBytes(24).toString("base64url") : given;
      const address = publicUrl(env, url.origin);
      const origins = body.origins.map((origin) => new URL(origin).origin);
      const store = { platform, domain, currency, timeZone, origins, secret, storeId: null };
      const { shop, token, writeKey, serverKey } = await makeShop(env, address, store);
      trail.target = shop;
      trail.detail = { domain };
      const created = {
        shop,
        webhook_url: `${address}/webhooks/${platform}/${token}`,
        ...(platform === "shopify"
          ? { compliance_url: `${address}/webhooks/shopify/compliance` }
          : {}),
        events_url: `${address}/v1/events`,
        write_key: writeKey,
        server_key: serverKey,
        ...(made && secret !== null ? { webhook_secret: secret } : {}),
        admin_url: `${address}/api/shops/${shop}`,
        development: isDevelopment(env),
      };
      return new Reply(201, created, { location: `/api/shops/${shop}` });
    },
  }),

  restore,

  route("GET /api/shops/{shop}", {
    id: "getShop",
    summary: "Get a shop",
    access: "any",
    answers: { 200: gives("The shop", contract.Shop) },
    handle: async ({ env, listing, shop }) => {
      const known = await shop.admin.about();
      return {
        shop: listing.shop,
        platform: listing.platform,
        domain: listing.domain,
        currency: known.currency,
        time_zone: known.timeZone,
        origins: listing.origins,
        webhook_secrets: listing.secrets.length,
        verifies_webhooks: hasWebhookSecret(env, listing),
        uninstalled_at: known.uninstalledAt,
        order_statuses: known.orderStatuses,
        development: isDevelopment(env),
      };
    },
  }),

  route("DELETE /api/shops/{shop}", {
    id: "deleteShop",
    summary: "Delete a shop and all its customers for good",
    access: "operator",
    change: "shop-deleted",
    query: { domain: optional(note(text, "The shop's domain, to confirm that you mean it")) },
    answers: { 204: nothing("Deleted") },
    errors: { 422: "`domain` doesn't name the shop" },
    handle: async ({ env, listing, shop, query, trail }) => {
      if (query.domain !== listing.domain) {
        throw invalidField("domain", `must name the shop to delete: add ?domain=${listing.domain}`);
      }
      trail.detail = { domain: listing.domain };
      await directory(env).remove(listing.shop);
      forget();
      await shop.destroy();
      return undefined;
    },
  }),

  backup,

  route("PUT /api/shops/{shop}/domain", {
    id: "moveShop",
    summary: "Follow a store to another domain",
    description: "Customers, configuration and keys stay as they are.",
    access: "operator",
    change: "domain-changed",
    body: json(contract.Domain),
    answers: { 200: gives("Moved", contract.MovedShop) },
    errors: { 409: "A shop of that domain is connected already; `shop` names it" },
    handle: async ({ env, listing, shop, body, trail }) => {
      const domain = hostFor(listing.platform, body.domain);
      if (domain !== listing.domain) {
        await refuseConnected(env, listing.platform, domain);
        await directory(env).move(listing.shop, domain);
        await shop.moveTo(domain);
        forget();
      }
      trail.detail = { domain };
      return { shop: listing.shop, domain };
    },
  }),

  route("PUT /api/shops/{shop}/webhook-secret", {
    id: "rotateWebhookSecret",
    summary: "Set a new secret that the store signs webhooks with",
    description: "The previous secret stays valid until the next change.",
    access: "owner",
    change: "webhook-secret-changed",
    body: json(contract.NewWebhookSecret),
    answers: { 200: gives("Changed", contract.WebhookSecrets) },
    handle: async ({ env, listing, body }) => {
      await directory(env).rotate(listing.shop, body.webhook_secret);
      forget();
      return { webhook_secrets: Math.min(2, listing.secrets.length + 1) };
    },
  }),

  route("POST /api/shops/{shop}/server-key", {
    id: "rotateServerKey",
    summary: "Create a new secret key for events from the store's server",
    description: "The previous key stops working at once.",
    access: "owner",
    change: "server-key-changed",
    answers: { 200: gives("The new key", contract.ServerKey) },
    handle: async ({ env, listing }) => {
      const serverKey = newOwn(await tokenKeys(env), "server");
      await directory(env).setServerKey(listing.shop, serverKey);
      forget();
      return { server_key: serverKey };
    },
  }),

  route("POST /api/shops/{shop}/webhook-address", {
    id: "rotateWebhookAddress",
    summary: "Create a new address for the store's webhooks",
    description: "The previous address stays valid until the next change.",
    access: "owner",
    change: "webhook-address-changed",
    answers: { 200: gives("The new address", contract.WebhookAddress) },
    handle: async ({ env, url, listing, shop }) => {
      const token = newOwn(await tokenKeys(env), "token");
      await directory(env).rotateToken(listing.shop, token);
      forget();
      const address = `${publicUrl(env, url.origin)}/webhooks/${listing.platform}/${token}`;
      // Where the app makes the webhooks itself, they go along.
      if (listing.storeId !== null) await shop.admin.setAppAddress(address);
      return { webhook_url: address };
    },
  }),

  route("POST /api/shops/{shop}/outgoing-webhook-secret", {
    id: "revealOutgoingWebhookSecret",
    summary: "Reveal the secret that outgoing webhooks are signed with",
    description: "It is in no other answer, so that nobody reads it in passing.",
    access: "owner",
    change: "outgoing-secret-shown",
    answers: { 200: gives("The secret", contract.OutgoingSecret) },
    handle: async ({ listing, shop }) => {
      log("outgoing-secret-revealed", { shop: listing.shop });
      return { outgoing_webhook_secret: await shop.admin.outgoingSecret() };
    },
  }),

  route("POST /api/shops/{shop}/clock", {
    id: "moveClock",
    summary: "Move the clock and do what became due (development only)",
    access: "operations:write",
    change: "clock-moved",
    body: json(contract.ClockStep),
    answers: { 200: gives("Moved", contract.Clock) },
    errors: { 403: "The clock doesn't move in production, or the key lacks the scope" },
    handle: async ({ shop, body }) => {
      const moved = await shop.advance(body.advance_ms);
      if (moved !== null) return moved;
      throw new Problem(
        403,
        "not-in-production",
        "The clock moves in development only. Start without NODE_ENV=production.",
      );
    },
  }),
]);

/** A store is connected once: two shops of one store would both write to its customers. */
async function refuseConnected(env: Env, platform: Platform, domain: string): Promise<void> {
  const known = await directory(env).byDomain(domain);
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

const HOST =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?$/;

/** The host name in a domain, or in an address that was given instead. */
function hostFor(platform: Platform, domain: string): string {
  const host = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "");
  if (!HOST.test(host))
    throw invalidField("domain", "must be a host name such as name.myshopify.com");
  if (platform === "shopify" && !isShopDomain(host)) {
    throw invalidField("domain", "must be the shop's .myshopify.com name");
  }
  return host;
}
