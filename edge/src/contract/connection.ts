/** Connecting a store: WooCommerce through its plugin, Shopify as an app; and how the connection is. */
import * as v from "valibot";
import {
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
  otherwise,
  request,
  text,
} from "./schema.ts";

export const ConnectionCode = named(
  "ConnectionCode",
  object({
    code: note(text, "Paste it into the plugin's page. It works once and isn't shown again"),
    expires_at: moment,
  }),
);

/** Why a store's webhooks are not known to be in order. */
export const TROUBLES = [
  "refused",
  "blocked",
  "cached",
  "not-json",
  "unreachable",
  "paused",
  "scope-missing",
  "busy",
  "moved",
  "plugin-off",
  "other-site",
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Why a store that was to be connected wasn't. */
export const REFUSALS = [
  "code",
  "no-plugin",
  "other-site",
  "https-required",
  "refused",
  "blocked",
  "cached",
  "not-json",
  "unreachable",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Why a store's copies of customers can't be kept up to date. */
export const STORE_TROUBLES = [
  "refused",
  "scope-missing",
  "busy",
  "blocked",
  "cached",
  "not-json",
  "unreachable",
  "outdated",
  "moved",
  "other-site",
] as const;
export type StoreTrouble = (typeof STORE_TROUBLES)[number];

const store = {
  plugin: note(text, "The plugin's version"),
  woocommerce: text,
  wordpress: text,
  currency: text,
  time_zone: text,
  prices_include_tax: note(flag, "Whether the cart shows prices with tax"),
  order_statuses: list(text),
};
export type StoreAbout = NonNullable<Connection["store"]>;

/** What the plugin says of its site. */
export const SiteAbout = request({
  site: text,
  time: otherwise(note(maybe(moment), "By its own clock; earlier plugins don't say"), null),
  ...store,
});

export const Connection = named(
  "Connection",
  object({
    connected: flag,
    site: note(maybe(text), "The store's address, without its scheme"),
    store: note(maybe(object(store)), "What a WooCommerce store last said of itself"),
    currency: note(
      maybe(text),
      "The currency that the store last said it sells in; amounts in others than the shop's count nowhere",
    ),
    connected_at: maybe(moment),
    last_delivery_at: note(
      maybe(moment),
      "When the store last delivered something of use; an error in the place of an order is none",
    ),
    checked_at: note(maybe(moment), "When its webhooks were last checked"),
    compared_at: note(
      maybe(moment),
      "When its orders, products and accounts were last compared with what is known",
    ),
    webhooks: note(count, "How many topics are watched"),
    replaced: note(list(text), "Topics whose webhooks were replaced at the last check"),
    refused: note(
      maybe(object({ at: moment, message: text })),
      "The last attempt to connect, if it failed and none was made since",
    ),
    missing_scopes: note(
      list(text),
      "Permissions that a Shopify store should give the app, and doesn't",
    ),
    trouble: note(
      maybe(
        object({
          code: oneOf(TROUBLES),
          title: note(text, "What it comes to, in one sentence"),
          message: text,
        }),
      ),
      "What is wrong, and how to fix it",
    ),
    copies: note(
      object({
        waiting: note(count, "How many customers are still to be written"),
        trouble: maybe(object({ code: oneOf(STORE_TROUBLES), message: text })),
      }),
      "What the store keeps of its customers: consent, tags, points and tier",
    ),
  }),
);
export type Connection = Of<typeof Connection>;

export const OpenedApp = request({
  adopt: otherwise(
    note(flag, "Connect a shop that was set up by hand, with everybody who has access to it"),
    false,
  ),
});

/** What opening the app in Shopify's admin came to. */
export const Installation = named(
  "Installation",
  object({
    shop: text,
    state: note(
      oneOf(["connected", "set-up-by-hand"]),
      "A shop that was set up by hand is connected once somebody in the store says so",
    ),
    created: note(flag, "Whether the shop was created just now"),
  }),
);
export type Installation = Of<typeof Installation>;

export const Disconnected = object({
  left: note(
    list(oneOf(["webhooks", "key"])),
    "What couldn't be removed because the store didn't respond",
  ),
});
export type Disconnected = Of<typeof Disconnected>;

/** What WooCommerce posts once the merchant approved a key. */
export const ApprovedKey = request({
  key_id: count,
  user_id: note(
    formed(
      /^[a-z2-7]{26}\.[\w-]{43}(?:\/(?!\.)[\w.~%-]{1,100}){0,4}$/,
      "the nonce of a connection code",
    ),
    "The nonce of the connection code, and the folder of the domain that the site is in",
  ),
  consumer_key: formed(/^ck_[0-9a-f]{40}$/, "a WooCommerce consumer key"),
  consumer_secret: formed(/^cs_[0-9a-f]{40}$/, "a WooCommerce consumer secret"),
  key_permissions: v.literal("read_write", "must be read_write"),
  plain: otherwise(
    note(flag, "Whether the site does without https: in development, on this machine"),
    false,
  ),
});
export const Approved = object({ connected: v.literal(true) });
