/** API keys: made, listed and revoked, a shop's by whoever answers for it, and the operator's by the operator. */
import { readJson } from "../body.ts";
import { nameOfCaller } from "../caller.ts";
import { MOST_KEYS } from "../directory/api-keys.ts";
import { forget, tokenKeys } from "../directory/lookup.ts";
import type { Env } from "../env.ts";
import { directory } from "../objects.ts";
import { notFound, Problem } from "../problem.ts";
import type { KnownCall, ShopCall } from "../router.ts";
import { FLEET, type Grant, isScope, READ_ONLY, SCOPES } from "../scopes.ts";
import { newOwn } from "../verify/own-token.ts";

const FRESH = { "cache-control": "no-store" };

export const list = ({ env, listing }: ShopCall): Promise<Response> => listOf(env, listing.shop);

/** Makes a key of the shop. It is told once, and after that only its hash is known. */
export async function make(call: ShopCall): Promise<Response> {
  const { request, listing } = call;
  const asked = (await readJson(request, 4 * 1024)) as Record<string, unknown> | null;
  return madeFor(call, { shop: listing.shop, name: nameIn(asked), scopes: scopesIn(asked) });
}

/** Ends a key at once. */
export const revoke = ({ env, listing, part }: ShopCall): Promise<Response> =>
  revokeOf(env, listing.shop, part("key"));

export const listOperators = ({ env }: KnownCall): Promise<Response> => listOf(env, null);

/** Makes a key that reads how all shops are, for Prometheus and its like. */
export async function makeOperators(call: KnownCall): Promise<Response> {
  const asked = (await readJson(call.request, 4 * 1024)) as Record<string, unknown> | null;
  return madeFor(call, { shop: null, name: nameIn(asked), scopes: [FLEET] });
}

export const revokeOperators = ({ env, part }: KnownCall): Promise<Response> =>
  revokeOf(env, null, part("key"));

async function listOf(env: Env, shop: string | null): Promise<Response> {
  return Response.json({ keys: await directory(env).keysOf(shop) }, { headers: FRESH });
}

async function madeFor(
  { env, caller, trail }: KnownCall,
  of: { shop: string | null; name: string; scopes: Grant[] },
): Promise<Response> {
  const secret = newOwn(await tokenKeys(env), "api");
  const key = await directory(env).makeKey(secret, of, nameOfCaller(caller));
  if (key === null) {
    const message = `There are ${MOST_KEYS} keys already. Revoke one first.`;
    throw new Problem(409, "too-many-keys", message);
  }
  trail.target = key.id;
  trail.detail = { name: key.name };
  return Response.json({ ...key, key: secret }, { status: 201, headers: FRESH });
}

async function revokeOf(env: Env, shop: string | null, id: string): Promise<Response> {
  if (!(await directory(env).revokeKey(shop, id))) throw notFound("API key");
  forget();
  return new Response(null, { status: 204 });
}

function nameIn(asked: Record<string, unknown> | null): string {
  const name = typeof asked?.name === "string" ? asked.name.trim() : "";
  // Letters, digits and what stands between them: a name is shown beside what was done with the key.
  if (/^[\p{L}\p{N}][\p{L}\p{N} '’._()/-]{0,59}$/u.test(name)) return name;
  throw invalid("name", "must be 1 to 60 letters, digits, blanks and simple punctuation");
}

function scopesIn(asked: Record<string, unknown> | null): Grant[] {
  const scopes = asked?.scopes;
  const isGrant = (text: unknown): text is Grant => text === READ_ONLY || isScope(text);
  if (Array.isArray(scopes) && scopes.length > 0 && scopes.every(isGrant)) {
    return [...new Set(scopes)];
  }
  throw invalid("scopes", `must be a list of ${[READ_ONLY, ...SCOPES].join(", ")}`);
}

const invalid = (field: string, rule: string) =>
  new Problem(422, "invalid-field", `${field} ${rule}.`, {}, { field });
