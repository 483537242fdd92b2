/**
 * How the connection to a WooCommerce store begins: with a code that the merchant pastes into the plugin's page, and
 * a key that they approve.
 *
 * The keys are kept sealed and only once a call to the store proved them. A code is a nonce of which only the hash is
 * kept; it holds once, for an hour.
 */
import { randomBytes } from "node:crypto";
import type { Connection, Refusal, StoreAbout } from "../contract/connection.ts";
import { sha256 } from "../ids.ts";
import { apiKeyOf, beginConnection, CODE, noteCarts, setDestination } from "./connection.ts";
import { NOT_CONNECTED } from "./connection-troubles.ts";
import { setAccess } from "./doubts.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import { beginForgetting } from "./typed.ts";

const CODE_HOLDS = 3_600_000;
const REFUSED = "connection-refused";
/** Refusals are noted this often at most, in milliseconds: anybody can ask with a code that is none. */
const NOTED_EVERY = 10_000;

/** Makes the nonce of a connection code; the one before holds no more. */
export function makeNonce({ sql, settings }: Stores, now: number) {
  const secret = randomBytes(32).toString("base64url");
  const expiresAt = now + CODE_HOLDS;
  writeMeta(sql, CODE, JSON.stringify({ hash: sha256(secret), expires_at: expiresAt }));
  writeMeta(sql, REFUSED, null);
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

/** Notes why a store wasn't connected: nothing else is kept of it. In the caller's transaction. */
export function noteRefused({ sql }: Stores, why: Refusal, now: number): void {
  const last = readRefused(sql);
  if (last !== null && last.why === why && now - last.at < NOTED_EVERY) return;
  writeMeta(sql, REFUSED, JSON.stringify({ why, at: now }));
}

/** The last attempt to connect, where it failed. */
export function refusedOf({ sql }: Stores): Connection["refused"] {
  const last = readRefused(sql);
  return last && { at: last.at, message: NOT_CONNECTED[last.why] };
}

function readRefused(sql: Stores["sql"]): { why: Refusal; at: number } | null {
  const text = readMeta(sql, REFUSED);
  return typeof text === "string" ? JSON.parse(text) : null;
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
  destination: { url: string; secret: string };
}

/** Keeps a proven connection. Gives the API key of the one before. */
export function begin(stores: Stores, given: Proven, now: number): string | null {
  const { statuses, copies } = stores;
  const before = apiKeyOf(stores);
  const { key, secret, folder, plain, site, store, api_key } = given;
  writeMeta(stores.sql, REFUSED, null);
  setAccess(stores, { platform: "woocommerce", key, secret, folder, plain }, now);
  setDestination(stores, given.destination);
  beginConnection(stores, { site, store, api_key }, now);
  // So that the merchant can say what they mean before the first order has one.
  for (const status of store.order_statuses) {
    const bare = status.replace(/^wc-/, "");
    if (!CORE_STATUSES.has(bare)) statuses.saw(bare);
  }
  noteCarts(stores, true);
  beginForgetting(stores, now);
  copies.begin(now);
  return before;
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
