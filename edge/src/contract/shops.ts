/** Shops: made, described, moved. */
import * as v from "valibot";
import {
  checked,
  count,
  flag,
  formed,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  optional,
  otherwise,
  request,
  text,
  textOf,
} from "./schema.ts";

export const PLATFORMS = ["shopify", "woocommerce"] as const;
export type Platform = (typeof PLATFORMS)[number];

export const ShopSummary = named(
  "ShopSummary",
  object({ shop: text, platform: oneOf(PLATFORMS), domain: text, origins: list(text) }),
);
export type ShopSummary = Of<typeof ShopSummary>;

export const ShopList = object({ shops: list(ShopSummary) });

export const Shop = named(
  "Shop",
  object({
    shop: text,
    platform: oneOf(PLATFORMS),
    domain: text,
    currency: text,
    time_zone: text,
    origins: list(note(text, "Web origins that may send events, besides the shop's own")),
    webhook_secrets: note(count, "How many signing secrets are accepted; the newest comes first"),
    verifies_webhooks: note(
      flag,
      "Whether a webhook of the store's can be verified: with these secrets or, at Shopify, the installation's app secret",
    ),
    uninstalled_at: maybe(moment),
    order_statuses: list(note(text, "Order statuses of plugins that were seen")),
    development: note(flag, "Whether the clock can be moved"),
  }),
);
export type Shop = Of<typeof Shop>;

const origin = checked((given) => URL.canParse(given), "a web origin such as https://shop.example");
const domain = note(text, "The store's host name, such as name.myshopify.com");

export const NewShop = request({
  platform: oneOf(PLATFORMS),
  domain,
  webhook_secret: otherwise(
    maybe(
      note(
        v.pipe(
          v.string("must be a string of at most 500 characters"),
          v.maxLength(500, "must be a string of at most 500 characters"),
        ),
        "What the store signs webhooks with; made for a WooCommerce store when left out",
      ),
    ),
    null,
  ),
  time_zone: note(text, "A time zone such as Europe/Berlin, or an offset such as +05:30"),
  currency: formed(/^[A-Z]{3}$/, "an ISO 4217 code such as EUR"),
  origins: otherwise(list(origin), []),
});
export type NewShop = Of<typeof NewShop>;

export const CreatedShop = named(
  "CreatedShop",
  object({
    shop: text,
    webhook_url: note(text, "Where the store sends its webhooks. Not shown again"),
    compliance_url: optional(note(text, "Where Shopify sends its privacy webhooks")),
    events_url: note(text, "Where browsers and servers send events"),
    write_key: note(text, "Public key for events from browsers. Not shown again"),
    server_key: note(text, "Secret key for events from a server. Not shown again"),
    webhook_secret: optional(
      note(text, "The secret to enter in WooCommerce, when none was given. Not shown again"),
    ),
    admin_url: text,
    development: note(flag, "Whether the clock can be moved"),
  }),
);
export type CreatedShop = Of<typeof CreatedShop>;

export const Domain = request({ domain });
export const MovedShop = object({ shop: text, domain: text });

export const NewWebhookSecret = request({ webhook_secret: textOf(8, 500) });
export const WebhookSecrets = object({
  webhook_secrets: note(count, "How many signing secrets are accepted now"),
});
export const ServerKey = object({ server_key: note(text, "Not shown again") });
export const WebhookAddress = object({ webhook_url: note(text, "Not shown again") });
export const OutgoingSecret = object({ outgoing_webhook_secret: text });

/** The furthest one step of the movable clock goes: a year. */
const FURTHEST = 366 * 24 * 3600 * 1000;
const STEP = `must be whole milliseconds from -${FURTHEST} to ${FURTHEST}`;

export const ClockStep = request({
  advance_ms: v.pipe(
    v.number(STEP),
    v.integer(STEP),
    v.minValue(-FURTHEST, STEP),
    v.maxValue(FURTHEST, STEP),
  ),
});
export const Clock = object({ now: moment, offset_ms: v.pipe(v.number(), v.integer()) });

export const RestoredShop = object({ shop: text, backup: moment, rows: count });
