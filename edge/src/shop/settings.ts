/** A shop's settings, given when it is created. */
import type { Platform } from "../contract/shops.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

export interface Settings {
  shop: string;
  platform: Platform;
  /** `name.myshopify.com`, or the host of a WooCommerce site. */
  domain: string;
  /** ISO 4217 code of the shop's own currency. */
  currency: string;
  /** The shop's IANA time zone. */
  timeZone: string;
  /**
   * Where this Worker was reached when the shop was made, without a slash at the end: used for links
   * where `EDGEWISE_PUBLIC_URL` does not say where it is reached now.
   */
  publicUrl: string;
  /** Whether the platform said that the app was removed; then nothing is sent anymore. */
  uninstalledAt: number | null;
  /** Since when the shop is connected; shops of earlier releases do not say. */
  connectedAt?: number;
  /** Whether the store's plugin reports carts: while it is connected. */
  reportsCarts?: boolean;
}

export function readSettings(sql: Sql): Settings | null {
  const text = readMeta(sql, "settings");
  return typeof text === "string" ? (JSON.parse(text) as Settings) : null;
}

export function writeSettings(sql: Sql, settings: Settings): void {
  writeMeta(sql, "settings", JSON.stringify(settings));
}

/** A shop before its merchant wrote anything: facts are folded, nothing is sent. */
export function emptyConfig({ domain, currency, timeZone }: Settings): string {
  const shop = { name: domain, currency, time_zone: timeZone, url: `https://${domain}` };
  return JSON.stringify({ format: 1, shop, messages: {}, workflows: [] });
}
