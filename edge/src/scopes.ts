/**
 * What a key may do, in a few words: each route declares one of them (`routes/table.ts`), and each API key
 * holds some.
 *
 * A scope to write includes the one to read. Personal data is read with `customers:read` and in no other
 * way.
 */

/** What an API key of a shop can be given. */
export const SCOPES = [
  "customers:read",
  "customers:write",
  "workflows:read",
  "workflows:write",
  "operations:read",
  "operations:write",
] as const;

export type Scope = (typeof SCOPES)[number];

/** All scopes to read, also those that later releases add. */
export const READ_ONLY = "read-only";

/** What an operator's key can be given: how all shops are, and nothing of what is in them. */
export const FLEET = "fleet:read";

/** What a key holds. */
export type Grant = Scope | typeof READ_ONLY | typeof FLEET;

/** What of a person only an owner may do, each with the scope by which an API key may. */
export const BY_OWNERS = { erase: "customers:write", disconnect: "operations:write" } as const;

/**
 * Who may call a route: anyone (what they send is checked there), holders of any key or a session of
 * the shop, holders of a scope, those who answer for the shop (the admin key and owners, no API key), a person about
 * themselves, whoever comes from Shopify's admin, or the operator alone. What each role may, `roles.ts` says.
 */
export type Access =
  | "public"
  | "any"
  | Scope
  | keyof typeof BY_OWNERS
  | typeof FLEET
  | "owner"
  | "person"
  | "shopify"
  | "operator";

/** The scope that an API key needs for an access; null where that is no matter of scopes. */
export function scopeFor(access: Access): Scope | typeof FLEET | null {
  if (access in BY_OWNERS) return BY_OWNERS[access as keyof typeof BY_OWNERS];
  return isScope(access) || access === FLEET ? access : null;
}

export const isScope = (text: unknown): text is Scope => SCOPES.some((scope) => scope === text);

/** Whether what is held includes a scope. */
export function includes(held: readonly Grant[], wanted: Scope | typeof FLEET): boolean {
  if (held.some((grant) => grant === wanted)) return true;
  if (wanted === FLEET || !wanted.endsWith(":read")) return false;
  const write = wanted.replace(":read", ":write");
  return held.some((grant) => grant === READ_ONLY || grant === write);
}
