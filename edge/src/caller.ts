/** Who calls: known from what they showed, before anything is read or done for them. */
import type { Role } from "./roles.ts";
import type { Grant } from "./scopes.ts";

/** What a person is in one shop. */
export interface Membership {
  shop: string;
  role: Role;
  /** Whether they see more of customers than their names. */
  personalData: boolean;
  /** What they are called there. */
  name: string;
}

export type Caller =
  | { type: "admin-key" }
  /** Staff of a Shopify store that has no shop here yet, by the session token of their admin. */
  | { type: "session"; domain: string; staff: string }
  /**
   * Somebody who signed in, and the shops that this session opens; without a session, somebody who opened the app in a
   * Shopify store's admin, by the token of this call.
   */
  | { type: "person"; id: string; session: string | null; shops: readonly Membership[] }
  /** An API key of one shop, or with `shop` null of the operator's. */
  | { type: "key"; id: string; name: string; shop: string | null; scopes: readonly Grant[] };

/** A caller in one word, as it is written down: `admin-key`, `session/12`, `person/{id}`, `key/{id}`. */
export function nameOfCaller(caller: Caller): string {
  if (caller.type === "session") return `session/${caller.staff}`;
  return caller.type === "admin-key" ? "admin-key" : `${caller.type}/${caller.id}`;
}

/** What a person is in a shop; null for other callers, and for a shop that is none of theirs. */
export const membershipOf = (caller: Caller, shop: string | null): Membership | null =>
  caller.type === "person" ? (caller.shops.find((one) => one.shop === shop) ?? null) : null;

/** What a caller is called in a shop, where they have a name. */
export function shownName(caller: Caller, shop: string | null): string | null {
  return caller.type === "key" ? caller.name : (membershipOf(caller, shop)?.name ?? null);
}

/** Whether a caller sees no more of a shop's customers than their names. */
export const seesNamesOnly = (caller: Caller, shop: string | null): boolean =>
  membershipOf(caller, shop)?.personalData === false;
