/**
 * The connection to a store: since when there is one, its webhooks, which are looked after, and what is in the way.
 *
 * How it begins differs by platform: `plugin-connection.ts`, `app-connection.ts`. A Shopify store whose token somebody
 * entered by hand is asked, but not connected: its webhooks are the merchant's own.
 */
import type { Connection, Disconnected, StoreAbout, Trouble } from "../contract/connection.ts";
import { log } from "../log.ts";
import type { WayIn } from "../platform/access.ts";
import type { Lists } from "../platform/lists.ts";
import { shopifyLists } from "../platform/shopify/lists.ts";
import { missingOf } from "../platform/shopify/scopes.ts";
import { shopifyStore } from "../platform/shopify/store.ts";
import { TOPICS as SHOPIFY_TOPICS } from "../platform/shopify/topics.ts";
import { shopifyWebhooks } from "../platform/shopify/webhooks.ts";
import type { Store } from "../platform/store.ts";
import { type StoreNow, storeNow } from "../platform/store-now.ts";
import type { Destination, Webhooks } from "../platform/webhooks.ts";
import type { Keys } from "../platform/woocommerce/client.ts";
import { wooCommerceLists } from "../platform/woocommerce/lists.ts";
import { endAt } from "../platform/woocommerce/site.ts";
import { wooCommerceStore } from "../platform/woocommerce/store.ts";
import {
  TOPICS as WOOCOMMERCE_TOPICS,
  wooCommerceWebhooks,
} from "../platform/woocommerce/webhooks.ts";
import { endActivities } from "./activities.ts";
import { messageOf, titleOf } from "./connection-troubles.ts";
import { tendPixel } from "./pixel.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { writeSettings } from "./settings.ts";
import { access, accessSince, keepAccess, wayIn } from "./store-access.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

/** What a store is to tell. */
const TOPICS = { shopify: SHOPIFY_TOPICS, woocommerce: WOOCOMMERCE_TOPICS };

/** How often the webhooks are looked after: while all is well, and at first while it is not. */
const CHECKED_EVERY = 15 * 60_000;
const TRIED_AGAIN = 60_000;
const TRIED_AGAIN_AT_MOST = 6 * 3_600_000;

/** What is kept of a connection in the clear. */
interface Kept extends Begun {
  connected_at: number;
  checked_at: number | null;
  /** What the store last said that it sells in; earlier releases didn't ask. */
  currency?: string;
  /** By how many milliseconds the store's clock is ahead of ours, where it says. */
  ahead?: number | null;
  replaced: string[];
  trouble: Trouble | null;
  /** Since when there is trouble. */
  troubled_at: number | null;
}

/** What a connection begins with, in the clear. */
export interface Begun {
  /** What a WooCommerce site calls itself: without `www.`, in lower case. A Shopify store is its domain. */
  site: string | null;
  /** What the plugin said of its store. */
  store: StoreAbout | null;
  /** Our own API key that the plugin calls with, by its id. */
  api_key: string | null;
}

const KEPT = "connection";
const DESTINATION = "connection-destination";
/** What a code that waits for its connection is kept as. */
export const CODE = "connection-code";

/** Keeps a proven connection, in place of the one before; its webhooks are made soon. */
export function beginConnection(stores: Stores, begun: Begun, now: number): void {
  keep(stores, {
    ...begun,
    connected_at: now,
    checked_at: null,
    replaced: [],
    trouble: null,
    troubled_at: null,
  });
  checkSoon(stores, now);
}

/** The API key that the connected site calls with, by its id. */
export const apiKeyOf = (stores: Stores): string | null => kept(stores)?.api_key ?? null;

/** Keeps where the webhooks go, sealed. */
export function setDestination({ sql, vault }: Stores, to: Destination): void {
  const sealed = vault.sealForShop(DESTINATION, JSON.stringify(to));
  writeMeta(sql, DESTINATION, sealed.toString("base64"));
}

/** Whether it is known where the webhooks go. */
export const hasDestination = ({ sql }: Stores): boolean => readMeta(sql, DESTINATION) !== null;

/** Has the webhooks looked after now. */
export function checkSoon({ timers }: Stores, now: number): void {
  timers.drop({ kind: "connection" });
  timers.set({ kind: "connection" }, now);
}

/** Notes whether the plugin reports carts. */
export function noteCarts({ sql, settings }: Stores, reportsCarts: boolean): void {
  if ((settings.reportsCarts ?? false) === reportsCarts) return;
  settings.reportsCarts = reportsCarts;
  writeSettings(sql, settings);
}

/** The webhooks' timer is due: it comes again, also if the process ends in between. */
export function connectionDue(stores: Stores, timer: Timer, now: number): boolean {
  const found = kept(stores);
  if (found === null || access(stores) === null) {
    stores.timers.end(timer);
    return false;
  }
  // Of a connection that an earlier release made, nothing says so.
  if (stores.settings.platform === "woocommerce") noteCarts(stores, true);
  const troubled = found.troubled_at === null ? null : now - found.troubled_at;
  const pause =
    troubled === null
      ? CHECKED_EVERY
      : Math.min(Math.max(troubled, TRIED_AGAIN), TRIED_AGAIN_AT_MOST);
  stores.timers.repeat(timer, now + pause);
  return true;
}

/** Looks after the webhooks. Never throws. */
export async function tendConnection(stores: Stores): Promise<void> {
  const [found, way, to] = [kept(stores), wayIn(stores), destination(stores)];
  if (found === null || way === null || to === null) return;
  const { made, paused, trouble, isOfOtherVersion } = await webhooksOf(way).tend(to);
  const said = trouble === null ? await storeNow(way, found.site) : { trouble };
  await tendPixel(stores);
  stores.transaction(() => {
    // It may have been ended, or made anew, meanwhile.
    const current = kept(stores);
    if (current?.connected_at !== found.connected_at) return;
    const now = stores.clock.now();
    const isFirst = current.checked_at === null;
    const isTrouble = "trouble" in said ? said.trouble : paused.length > 0 ? "paused" : null;
    keep(stores, {
      ...current,
      ...("now" in said && storeOfNow(said.now, current)),
      checked_at: trouble === null ? now : current.checked_at,
      replaced: isFirst ? [] : made,
      trouble: isTrouble,
      troubled_at: isTrouble === null ? null : (current.troubled_at ?? now),
    });
    if (made.length > 0 && !isFirst) {
      log("webhooks-replaced", { shop: stores.settings.shop, topics: made.length });
    }
    if (isOfOtherVersion) {
      log("webhooks-of-another-version", { shop: stores.settings.shop }, "warn");
    }
    if (isTrouble !== null && current.trouble === null) {
      stores.timers.drop({ kind: "connection" });
      stores.timers.set({ kind: "connection" }, now + TRIED_AGAIN);
    }
    stores.timers.arm();
  });
}

const storeOfNow = ({ currency, ahead, about }: StoreNow, { store }: Kept) => ({
  currency,
  ahead,
  store: about ?? store,
});

/**
 * Ends the connection and removes all that it made, or ends the code that waits for one. Null where there
 * is neither, or where another site asks.
 */
export async function disconnect(
  stores: Stores,
  site: string | null,
): Promise<{ gone: Disconnected; api_key: string | null } | null> {
  const [found, way, to] = [kept(stores), wayIn(stores), destination(stores)];
  if (found === null) {
    if (site !== null || typeof readMeta(stores.sql, CODE) !== "string") return null;
    writeMeta(stores.sql, CODE, null);
    return { gone: { left: [] }, api_key: null };
  }
  if (site !== null && site !== found.site) return null;
  const left: Disconnected["left"] = [];
  if (way !== null && to !== null) {
    if ((await webhooksOf(way).removeAll(to)) !== null) left.push("webhooks");
  }
  await endActivities(stores);
  // Where the site itself asks, it forgets by itself.
  if (site === null && way?.platform === "woocommerce" && found.site !== null) {
    if (!(await endAt(way.address, way.keys, found.site))) left.push("key");
  }
  stores.transaction(() => {
    for (const name of [KEPT, CODE, DESTINATION]) writeMeta(stores.sql, name, null);
    keepAccess(stores, null, stores.clock.now());
    noteCarts(stores, false);
    stores.timers.drop({ kind: "connection" });
    stores.copies.end();
    stores.timers.arm();
  });
  return { gone: { left }, api_key: found.api_key };
}

/** The connected store, where there is one. */
export function storeOf(stores: Stores): Store | null {
  const way = wayIn(stores);
  if (way?.platform === "shopify") return shopifyStore(way.installation);
  const found = wooCommerceOf(stores);
  return found && wooCommerceStore(found.domain, found.keys);
}

/** The connected WooCommerce store, to be asked for its lists; null where none is connected. */
export function wooCommerceOf(stores: Stores): { domain: string; keys: Keys } | null {
  const way = wayIn(stores);
  if (way?.platform !== "woocommerce" || kept(stores) === null) return null;
  return { domain: way.address, keys: way.keys };
}

const webhooksOf = (way: WayIn): Webhooks =>
  way.platform === "shopify"
    ? shopifyWebhooks(way.installation)
    : wooCommerceWebhooks(way.address, way.keys);

/** The lists of the connected store; null where none is connected. */
export function listsOf(stores: Stores): Lists | null {
  const way = wayIn(stores);
  if (way?.platform === "shopify") return shopifyLists(way.installation);
  const found = wooCommerceOf(stores);
  return found && wooCommerceLists(found);
}

/** Whether its webhooks are looked after: of a Shopify store that is where the app was opened. */
export const isConnected = (stores: Stores): boolean => kept(stores) !== null;

/** Since when a store lets us in; null where none does. */
export function connectedAt(stores: Stores): number | null {
  if (stores.settings.platform === "shopify") return accessSince(stores);
  return kept(stores)?.connected_at ?? null;
}

/** Whether a site is the one that is connected now. */
export const isConnectedTo = (stores: Stores, site: string): boolean => kept(stores)?.site === site;

/** What is in the way of looking after the webhooks, and what to do about it. */
export function troubleOf(stores: Stores): Connection["trouble"] {
  const found = kept(stores);
  if (found === null || access(stores) === null) return null;
  const missing = missingScopes(stores);
  // Known at once, and not only when the webhooks are looked after.
  const isLost = stores.appTokens.pair?.lost_at != null;
  const code = isLost
    ? "refused"
    : (found.trouble ?? (missing.length > 0 ? "scope-missing" : null));
  if (code === null) return null;
  const message = messageOf(stores.settings.platform, code, missing);
  return { code, title: titleOf(code), message };
}

/** What the connected store last said that it sells in; null where it hasn't. */
export const currencyOf = (stores: Stores): string | null => {
  const found = access(stores) && kept(stores);
  return found?.currency ?? found?.store?.currency ?? null;
};

/** By how many milliseconds the connected store's clock is ahead of ours, as far as is known. */
export const clockAheadOf = (stores: Stores): number =>
  (access(stores) && kept(stores)?.ahead) ?? 0;

/** What a Shopify store should let the app do, and doesn't. */
const missingScopes = ({ appTokens: { pair } }: Stores): string[] =>
  pair === null ? [] : missingOf(pair.scopes);

/** The connection as the merchant sees it; `compared` is when its lists were last compared. */
export function view(
  stores: Stores,
  compared: number | null,
): Omit<Connection, "copies" | "refused"> {
  const found = access(stores) && kept(stores);
  const topics = TOPICS[stores.settings.platform];
  return {
    connected: found !== null,
    site: found && (found.site ?? stores.settings.domain),
    store: found?.store ?? null,
    currency: currencyOf(stores),
    connected_at: found?.connected_at ?? null,
    last_delivery_at: stores.journal.rows.lastOf(topics),
    checked_at: found?.checked_at ?? null,
    compared_at: connectedAt(stores) === null ? null : compared,
    webhooks: found === null ? 0 : topics.length,
    replaced: found?.replaced ?? [],
    missing_scopes: missingScopes(stores),
    trouble: troubleOf(stores),
  };
}

function kept({ sql }: Stores): Kept | null {
  const text = readMeta(sql, KEPT);
  return typeof text === "string" ? (JSON.parse(text) as Kept) : null;
}

const keep = ({ sql }: Stores, found: Kept): void => writeMeta(sql, KEPT, JSON.stringify(found));

function destination({ sql, vault }: Stores): Destination | null {
  const sealed = readMeta(sql, DESTINATION);
  if (typeof sealed !== "string") return null;
  const opened = vault.tryOpenForShop(DESTINATION, Buffer.from(sealed, "base64"));
  return opened && JSON.parse(opened.toString());
}
