/** Who may call what, as `/openapi.json` says it. */
import type { Access } from "../scopes.ts";

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
    description: "From App Bridge; opens its own shop only",
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

export function securityOf(access: Known): object[] {
  if (access === "operator") return [ADMIN];
  if (access === "fleet:read") return [ADMIN, { apiKey: [access] }];
  if (access === "owner") return [ADMIN, SESSION];
  return [ADMIN, SESSION, { apiKey: access === "any" ? [] : [access] }];
}

export function sentenceOf(access: Known): string {
  if (access === "operator") return "Takes the admin key.";
  if (access === "owner") return "Takes the admin key or a session token, and no API key.";
  if (access === "any") return "Takes any key.";
  return `An API key needs the scope \`${access}\`.`;
}
