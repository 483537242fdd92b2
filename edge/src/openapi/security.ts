/** Who may call what, as `/openapi.json` says it. */
import { rolesFor } from "../roles.ts";
import { type Access, scopeFor } from "../scopes.ts";

type Known = Exclude<Access, "public">;

export const securitySchemes = {
  adminKey: { type: "http", scheme: "bearer", description: "EDGEWISE_ADMIN_KEY" },
  apiKey: {
    type: "http",
    scheme: "bearer",
    description:
      "A key of one shop, with some scopes. The scope an operation needs is listed with it; a scope to write includes the one to read, and `read-only` all scopes to read",
  },
  shopifySessionToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "From App Bridge. Whoever sends it is a person of the store's shop, with the role they have there",
  },
  personSession: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-edgewise",
    description:
      "Somebody who signed in, with the role they have in the shop. It counts only with the header `X-Edgewise-Page: 1`, which no other site can send",
  },
  writeKey: {
    type: "apiKey",
    in: "header",
    name: "X-Write-Key",
    description: "A shop's write key",
  },
  writeKeyAsUser: {
    type: "http",
    scheme: "basic",
    description: "The write key as the user name, as Segment sends it",
  },
  writeKeyInQuery: {
    type: "apiKey",
    in: "query",
    name: "write_key",
    description: "The write key in the address, for beacons",
  },
};

const ADMIN = { adminKey: [] };
const SESSION = { shopifySessionToken: [] };
const PERSON = { personSession: [] };

export function securityOf(access: Known): object[] {
  if (access === "operator") return [ADMIN];
  if (access === "fleet:read") return [ADMIN, { apiKey: [access] }];
  if (access === "person") return [SESSION, PERSON];
  if (access === "shopify") return [SESSION];
  if (access === "owner") return [ADMIN, SESSION, PERSON];
  const scope = scopeFor(access);
  return [ADMIN, SESSION, PERSON, { apiKey: scope === null ? [] : [scope] }];
}

export function sentenceOf(access: Known): string {
  if (access === "operator") return "Takes the admin key.";
  if (access === "person") return "Takes the session of somebody who signed in.";
  if (access === "shopify") return "Takes a session token of Shopify's.";
  if (access === "owner") {
    return "Takes an owner or the admin key, and no API key.";
  }
  if (access === "any") return "Takes any key.";
  const roles = rolesFor(access);
  const who = roles.length === 1 ? "only an owner" : `people from the role \`${roles[0]}\` on`;
  return `An API key needs the scope \`${scopeFor(access)}\`; of people, ${who} may.`;
}
