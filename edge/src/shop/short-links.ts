/**
 * Short links for text messages, on our own address: carriers block those of public shorteners, and each
 * character is paid.
 *
 * A link is the beginning of the shop's id and a code. The code is a keyed hash of which link of which message it
 * is, so the same message has the same links whenever it's made; where it leads stands with the message.
 */
import { createHmac } from "node:crypto";
import { base32 } from "../ids.ts";
import { linkKeyOf } from "../verify/link-token.ts";
import { SHOP_PART } from "../verify/short-token.ts";
import type { Stores } from "./stores.ts";

/** Enough that nobody finds another's by trying. */
const CODE_BYTES = 7;

/** A link of a message, as it's called behind `/l/`. */
export function shortLink({ vault, settings }: Stores, effect: string, link: number): string {
  const key = linkKeyOf(vault.own.get("unsubscribe"));
  const hash = createHmac("sha256", key).update(`short.${effect}.${link}`).digest();
  return settings.shop.slice(0, SHOP_PART) + base32(hash.subarray(0, CODE_BYTES));
}

/** Keeps which links a message has, in the caller's transaction. */
export function keepShortLinks(stores: Stores, effect: string, count: number): void {
  for (let link = 0; link < count; link += 1) {
    const code = shortLink(stores, effect, link).slice(SHOP_PART);
    stores.sql.exec("INSERT OR IGNORE INTO short_link VALUES (?, ?, ?)", code, effect, link);
  }
}

/** Which link of which message a token is; null where it isn't one of this shop's. */
export function readShortLink(
  { sql, settings }: Stores,
  token: string,
): { effect: string; link: number } | null {
  if (!token.startsWith(settings.shop.slice(0, SHOP_PART))) return null;
  const query = "SELECT effect, link FROM short_link WHERE code = ?";
  type Row = { effect: string; link: number };
  return sql.exec<Row>(query, token.slice(SHOP_PART)).toArray()[0] ?? null;
}
