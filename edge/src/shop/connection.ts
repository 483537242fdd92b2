/**
 * The connection to a WooCommerce store through its plugin: the code it begins with, its keys, and its
 * webhooks, which are looked after.
 *
 * The keys are kept sealed and only once a call to the store proved them. A code is a nonce of which only
 * the hash is kept; it holds once, for an hour.
 */
import { randomBytes } from "node:crypto";
import type { Connection, Disconnected, StoreAbout } from "../contract/connection.ts";
import { sha256 } from "../ids.ts";
import { log } from "../log.ts";
import type { Lists } from "../platform/lists.ts";
import { shopifyLists } from "../platform/shopify/lists.ts";
import { shopifyStore } from "../platform/shopify/store.ts";
import type { Store } from "../platform/store.ts";
import type { Keys, Trouble } from "../platform/woocommerce/client.ts";
import { wooCommerceLists } from "../platform/woocommerce/lists.ts";
import { addressOf, endAt } from "../platform/woocommerce/site.ts";
import { wooCommerceStore } from "../platform/woocommerce/store.ts";
import { type Destination, removeAll, tend, TOPICS } from "../platform/woocommerce/webhooks.ts";
import { access, accessSince, setAccess } from "./doubts.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { writeSettings } from "./settings.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";
import { beginForgetting } from "./typed.ts";

const CODE_HOLDS = 3_600_000;
/** How often the webhooks are looked after: while all is well, and at first while it is not. */
const CHECKED_EVERY = 15 * 60_000;
const TRIED_AGAIN = 60_000;
const TRIED_AGAIN_AT_MOST = 6 * 3_600_000;

/** What is kept of a connection in the clear. */
interface Kept {
  /** What the site calls itself: without `www.`, in lower case. */
  site: string;
  store: StoreAbout;
  /** Our own API key that the site calls with, by its id. */
  api_key: string;
  connected_at: number;
  checked_at: number | null;
  replaced: string[];
  trouble: Trouble | "paused" | null;
  /** Since when there is trouble. */
  troubled_at: number | null;
}

const KEPT = "connection";
const CODE = "connection-code";
const DESTINATION = "connection-destination";

/** Makes the nonce of a connection code; the one before holds no more. */
export function makeNonce({ sql, settings }: Stores, now: number) {
  const secret = randomBytes(32).toString("base64url");
  const expiresAt = now + CODE_HOLDS;
  writeMeta(sql, CODE, JSON.stringify({ hash: sha256(secret), expires_at: expiresAt }));
  return { nonce: `${settings.shop}.${secret}`, expires_at: expiresAt };
}

/** Whether a nonce holds. */
export function holds({ sql }: Stores, nonce: string, now: number): boolean {
  const kept = readMeta(sql, CODE);
  if (typeof kept !== "string") return false;
  const { hash, expires_at: expiresAt } = JSON.parse(kept) as { hash: string; expires_at: number };
  return hash === sha256(nonce.split(".")[1] ?? "") && now < expiresAt;
}

/** Uses a nonce up; whether it held until now. */
export function useUp(stores: Stores, nonce: string, now: number): boolean {
  if (!holds(stores, nonce, now)) return false;
  writeMeta(stores.sql, CODE, null);
  return true;
}

/** What a proven connection begins with. */
export interface Proven {
  /** The folder of the shop's domain that the site is in, such as `store`; empty where it is in none. */
  folder: string;
  site: string;
  /** Whether it does without https. */
  plain: boolean;
  store: StoreAbout;
  api_key: string;
  key: string;
  secret: string;
  destination: Destination;
}

/** Keeps a proven connection; its webhooks are made soon. Gives the API key of the one before. */
export function begin(stores: Stores, given: Proven, now: number): string | null {
  const { sql, vault, timers, statuses, copies } = stores;
  const before = kept(stores);
  const { key, secret, folder, plain } = given;
  setAccess(stores, { platform: "woocommerce", key, secret, folder, plain }, now);
  const sealed = vault.sealForShop(DESTINATION, JSON.stringify(given.destination));
  writeMeta(sql, DESTINATION, sealed.toString("base64"));
  keep(stores, {
    site: given.site,
    store: given.store,
    api_key: given.api_key,
    connected_at: now,
    checked_at: null,
    replaced: [],
    trouble: null,
    troubled_at: null,
  });
  // So that the merchant can say what they mean before the first order has one.
  for (const status of given.store.order_statuses) {
    const bare = status.replace(/^wc-/, "");
    if (!CORE_STATUSES.has(bare)) statuses.saw(bare);
  }
  timers.drop({ kind: "connection" });
  timers.set({ kind: "connection" }, now);
  noteCarts(stores, true);
  beginForgetting(stores, now);
  copies.begin(now);
  return before?.api_key ?? null;
}

/** Notes whether the plugin reports carts. */
function noteCarts({ sql, settings }: Stores, reportsCarts: boolean): void {
  if (settings.reportsCarts === reportsCarts) return;
  settings.reportsCarts = reportsCarts;
  writeSettings(sql, settings);
}

/** What WooCommerce itself calls the states of an order. */
const CORE_STATUSES: ReadonlySet<string> = new Set([
  "pending",
  "processing",
  "on-hold",
  "completed",
  "cancelled",
  "refunded",
  "failed",
  "checkout-draft",
]);

/** The webhooks' timer is due: it comes again, also if the process ends in between. */
export function connectionDue(stores: Stores, timer: Timer, now: number): boolean {
  const found = kept(stores);
  if (found === null) {
    stores.timers.end(timer);
    return false;
  }
  // Of a connection that an earlier release made, nothing says so.
  noteCarts(stores, true);
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
  const [found, keys, to] = [kept(stores), access(stores), destination(stores)];
  if (found === null || keys?.platform !== "woocommerce" || to === null) return;
  const { made, paused, trouble } = await tend(addressOf(stores.settings.domain, keys), keys, to);
  stores.transaction(() => {
    // It may have been ended, or made anew, meanwhile.
    const current = kept(stores);
    if (current?.connected_at !== found.connected_at) return;
    const now = stores.clock.now();
    const isFirst = current.checked_at === null;
    const isTrouble = trouble ?? (paused.length > 0 ? "paused" : null);
    keep(stores, {
      ...current,
      checked_at: trouble === null ? now : current.checked_at,
      replaced: isFirst ? [] : made,
      trouble: isTrouble,
      troubled_at: isTrouble === null ? null : (current.troubled_at ?? now),
    });
    if (made.length > 0 && !isFirst) {
      log("webhooks-replaced", { shop: stores.settings.shop, topics: made.length });
    }
    if (isTrouble !== null && current.trouble === null) {
      stores.timers.drop({ kind: "connection" });
      stores.timers.set({ kind: "connection" }, now + TRIED_AGAIN);
    }
    stores.timers.arm();
  });
}

/**
 * Ends the connection and removes all that it made, or ends the code that waits for one. Null where there
 * is neither, or where another site asks.
 */
export async function disconnect(
  stores: Stores,
  site: string | null,
): Promise<{ gone: Disconnected; api_key: string | null } | null> {
  const [found, keys, to] = [kept(stores), access(stores), destination(stores)];
  if (found === null) {
    if (site !== null || typeof readMeta(stores.sql, CODE) !== "string") return null;
    writeMeta(stores.sql, CODE, null);
    return { gone: { left: [] }, api_key: null };
  }
  if (site !== null && site !== found.site) return null;
  const left: Disconnected["left"] = [];
  if (keys?.platform === "woocommerce" && to !== null) {
    const address = addressOf(stores.settings.domain, keys);
    if ((await removeAll(address, keys, to.url)) !== null) left.push("webhooks");
    // Where the site itself asks, it forgets by itself.
    if (site === null && !(await endAt(address, keys, found.site))) left.push("key");
  }
  stores.transaction(() => {
    for (const name of [KEPT, CODE, DESTINATION]) writeMeta(stores.sql, name, null);
    setAccess(stores, null, stores.clock.now());
    noteCarts(stores, false);
    stores.timers.drop({ kind: "connection" });
    stores.copies.end();
    stores.timers.arm();
  });
  return { gone: { left }, api_key: found.api_key };
}

/** The connected store, where there is one. */
export function storeOf(stores: Stores): Store | null {
  const way = access(stores);
  if (way?.platform === "shopify") {
    return shopifyStore({ domain: stores.settings.domain, token: way.token });
  }
  const found = wooCommerceOf(stores);
  return found && wooCommerceStore(found.domain, found.keys);
}

/** The connected WooCommerce store, to be asked for its lists; null where none is connected. */
export function wooCommerceOf(stores: Stores): { domain: string; keys: Keys } | null {
  const keys = access(stores);
  if (keys?.platform !== "woocommerce" || kept(stores) === null) return null;
  return { domain: addressOf(stores.settings.domain, keys), keys };
}

/** The lists of the connected store; null where none is connected. */
export function listsOf(stores: Stores): Lists | null {
  const way = access(stores);
  if (way?.platform === "shopify") {
    return shopifyLists({ domain: stores.settings.domain, token: way.token });
  }
  const found = wooCommerceOf(stores);
  return found && wooCommerceLists(found);
}

/** Since when a store is connected; null where none is. */
export function connectedAt(stores: Stores): number | null {
  if (stores.settings.platform === "shopify") return accessSince(stores);
  return kept(stores)?.connected_at ?? null;
}

/** Whether a site is the one that is connected now. */
export const isConnectedTo = (stores: Stores, site: string): boolean => kept(stores)?.site === site;

/** What is in the way of looking after the webhooks, and what to do about it. */
export function troubleOf(stores: Stores): Connection["trouble"] {
  const code = kept(stores)?.trouble ?? null;
  return code === null ? null : { code, message: MESSAGES[code] };
}

/** The connection as the merchant sees it; `compared` is when its lists were last compared. */
export function view(stores: Stores, compared: number | null): Omit<Connection, "copies"> {
  const found = kept(stores);
  return {
    connected: found !== null,
    site: found?.site ?? null,
    store: found?.store ?? null,
    connected_at: found?.connected_at ?? null,
    last_delivery_at: stores.journal.rows.lastOf(TOPICS),
    checked_at: found?.checked_at ?? null,
    compared_at: connectedAt(stores) === null ? null : compared,
    webhooks: found === null ? 0 : TOPICS.length,
    replaced: found?.replaced ?? [],
    trouble: troubleOf(stores),
  };
}

/** What to do about trouble with a store. */
export const MESSAGES: Readonly<Record<Trouble | "paused", string>> = {
  refused:
    "Your store no longer accepts Edgewise's key. Connect again from the plugin's page in WordPress.",
  blocked: "A firewall in front of your store is blocking Edgewise. Allow /wp-json/ for Edgewise.",
  cached: "A cache responds in your store's place. Exclude /wp-json/ from it.",
  "not-json":
    "Your store's responses aren't valid JSON. Another plugin or wp-config.php may be printing errors or blank lines.",
  unreachable: "Your store isn't responding. Edgewise will try again automatically.",
  paused:
    "Some webhooks are paused in WooCommerce, so their events are missing. Activate them in WooCommerce > Settings > Advanced > Webhooks.",
};

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
