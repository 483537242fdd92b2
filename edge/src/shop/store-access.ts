/** How the shop's platform lets us in: kept sealed, and made ready to be asked with. */
import type { Env } from "../env.ts";
import { loopback } from "../loopback.ts";
import type { Access, WayIn } from "../platform/access.ts";
import { entered, type Installation, type Tokens } from "../platform/shopify/admin-api.ts";
import { addressOf } from "../platform/woocommerce/site.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Settings } from "./settings.ts";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

const KEPT = "platform-access";
const SINCE = "platform-access-since";

/** Where it is kept. */
export interface Keeping {
  sql: Sql;
  vault: Vault;
}

/** What a store is asked with. */
interface Asking extends Keeping {
  env: Env;
  settings: Settings;
  appTokens: Tokens;
}

/** How the platform lets us in, or null while the shop has given neither token nor keys. */
export function access({ sql, vault }: Keeping): Access | null {
  const sealed = readMeta(sql, KEPT);
  if (typeof sealed !== "string") return null;
  const opened = vault.tryOpenForShop(KEPT, Buffer.from(sealed, "base64"));
  return opened && JSON.parse(opened.toString());
}

/** Since when the platform has let us in; null while it doesn't. */
export function accessSince({ sql, settings }: Pick<Asking, "sql" | "settings">): number | null {
  if (typeof readMeta(sql, KEPT) !== "string") return null;
  // Earlier releases wrote down no moment of their own.
  return Number(readMeta(sql, SINCE) ?? settings.connectedAt ?? 0);
}

/** Where nobody wrote down since when, it counts from now: what came before is past. */
export function noteAccessSince(stores: Pick<Asking, "sql" | "settings">, now: number): void {
  if (accessSince(stores) === 0) writeMeta(stores.sql, SINCE, now);
}

/** Keeps it, sealed; null forgets it. */
export function keepAccess(
  { sql, vault, settings }: Keeping & Pick<Asking, "settings">,
  given: Access | null,
  now: number,
): void {
  writeMeta(sql, SINCE, given === null ? null : (accessSince({ sql, settings }) ?? now));
  const sealed =
    given === null ? null : vault.sealForShop(KEPT, JSON.stringify(given)).toString("base64");
  writeMeta(sql, KEPT, sealed);
}

/** The store as it is asked, or null where it has let us in no way. */
export function wayIn(stores: Asking): WayIn | null {
  const way = access(stores);
  if (way === null) return null;
  const { domain } = stores.settings;
  if (way.platform === "woocommerce") {
    const { key, secret, plain } = way;
    const here = plain ? loopback(stores.env) : undefined;
    const keys = { key, secret, ...(here && { loopback: here }) };
    return { platform: way.platform, address: addressOf(domain, way), keys };
  }
  const tokens = "pair" in way ? stores.appTokens : entered(way.token);
  return { platform: way.platform, installation: { domain, tokens } };
}

/** The Shopify shop that is asked, whichever way it let us in; null for none. */
export function installationOf(stores: Asking): Installation | null {
  const way = wayIn(stores);
  return way?.platform === "shopify" ? way.installation : null;
}
