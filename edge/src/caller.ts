/** Who calls: known from what they showed, before anything is read or done for them. */
import type { Grant } from "./scopes.ts";

export type Caller =
  | { type: "admin-key" }
  /** Staff of a Shopify shop, by the session token of their admin. */
  | { type: "session"; domain: string; staff: string }
  /** An API key of one shop, or with `shop` null of the operator's. */
  | { type: "key"; id: string; name: string; shop: string | null; scopes: readonly Grant[] };

/** A caller in one word, as it is written down: `admin-key`, `session/12`, `key/{id}`. */
export function nameOfCaller(caller: Caller): string {
  if (caller.type === "session") return `session/${caller.staff}`;
  return caller.type === "key" ? `key/${caller.id}` : "admin-key";
}
