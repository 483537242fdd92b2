/**
 * What people may do, by their role in a shop: one list for each role, of the words by which every route declares
 * who may call it.
 *
 * A role isn't a set of scopes: an owner may do what no API key may, and a viewer may be kept to names, which no
 * scope says.
 */
import type { Access } from "./scopes.ts";

export const ROLES = ["owner", "editor", "viewer"] as const;

/**
 * An owner decides who comes in, what is connected, and who is erased; an editor does everything a customer could
 * notice; a viewer looks.
 */
export type Role = (typeof ROLES)[number];

type Known = Exclude<Access, "public">;

const VIEWER: readonly Known[] = [
  "any",
  "person",
  "customers:read",
  "workflows:read",
  "operations:read",
];
const EDITOR: readonly Known[] = [
  ...VIEWER,
  "customers:write",
  "workflows:write",
  "operations:write",
];
const OWNER: readonly Known[] = [...EDITOR, "owner", "erase", "disconnect"];

const MAY: Readonly<Record<Role, ReadonlySet<Known>>> = {
  owner: new Set(OWNER),
  editor: new Set(EDITOR),
  viewer: new Set(VIEWER),
};

/** Whether a role may call the routes that declare an access. */
export const may = (role: Role, access: Known): boolean => MAY[role].has(access);

/** The roles that may, the narrowest first; none for what is the operator's. */
export const rolesFor = (access: Known): Role[] =>
  [...ROLES].reverse().filter((role) => may(role, access));
