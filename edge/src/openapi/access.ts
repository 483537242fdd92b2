/**
 * Who may call what, put into the description from the table of routes, so that it is said in one place.
 */
import type { Route } from "../routes/table.ts";
import type { Access } from "../scopes.ts";
import { problem } from "./words.ts";

type Operation = { description?: string; responses: Record<string, unknown> };
type Described = { paths: Record<string, Record<string, unknown>> };

/** The description with each operation's security, and its refusals for want of a key or a scope. */
export function withAccess(openapi: Described, routes: readonly Route[]): object {
  const paths = structuredClone(openapi.paths);
  for (const [route, access, , change = null] of routes) {
    if (access === "public") continue;
    const [method = "", path = ""] = route.split(" ");
    const operation = paths[path]?.[method.toLowerCase()] as Operation | undefined;
    if (operation === undefined) continue;
    Object.assign(operation, {
      security: securityOf(access),
      description: [sentenceOf(access), operation.description].filter(Boolean).join(" "),
      "x-access": access,
      ...(change === null ? {} : { "x-change": change }),
      responses: {
        ...operation.responses,
        "401": problem("No valid key or session token"),
        "403":
          operation.responses["403"] ??
          problem("The key may not do this; `scope` names what it lacks"),
        "429": problem("Too many wrong keys were sent from there"),
      },
    });
  }
  return { ...openapi, paths };
}

const ADMIN = { adminKey: [] };
const SESSION = { shopifySessionToken: [] };

function securityOf(access: Exclude<Access, "public">): object[] {
  if (access === "operator") return [ADMIN];
  if (access === "fleet:read") return [ADMIN, { apiKey: [access] }];
  if (access === "owner") return [ADMIN, SESSION];
  return [ADMIN, SESSION, { apiKey: access === "any" ? [] : [access] }];
}

function sentenceOf(access: Exclude<Access, "public">): string {
  if (access === "operator") return "Takes the admin key.";
  if (access === "owner") return "Takes the admin key or a session token, and no API key.";
  if (access === "any") return "Any key will do.";
  return `An API key needs the scope \`${access}\`.`;
}
