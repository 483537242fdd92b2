/** API keys: made, listed and revoked, a shop's by those who answer for it, the operator's by the operator. */
import { nameOfCaller } from "../caller.ts";
import * as contract from "../contract/keys.ts";
import { MOST_KEYS } from "../directory/api-keys.ts";
import { forget, tokenKeys } from "../directory/lookup.ts";
import type { Env } from "../env.ts";
import { directory } from "../stubs.ts";
import { notFound, Problem } from "../problem.ts";
import { FLEET, type Grant } from "../scopes.ts";
import { newOwn } from "../verify/own-token.ts";
import type { KnownCall } from "./call.ts";
import { gives, group, json, nothing, Reply, route } from "./route.ts";

const TOO_MANY = { 409: "There are as many keys as there may be" };

export const keys = group("API keys", "Keys for scripts and integrations, each with its scopes.", [
  route("GET /api/shops/{shop}/keys", {
    id: "listKeys",
    summary: "List a shop's API keys, the newest first",
    description: "The keys themselves are never listed.",
    access: "owner",
    answers: { 200: gives("Keys", contract.ApiKeys) },
    handle: ({ env, listing }) => listOf(env, listing.shop),
  }),

  route("POST /api/shops/{shop}/keys", {
    id: "createKey",
    summary: "Create an API key for a shop",
    description:
      "A scope to write includes the one to read; `read-only` holds all scopes to read. Personal data is read with `customers:read` and in no other way.",
    access: "owner",
    change: "api-key-made",
    body: json(contract.NewApiKey),
    answers: { 201: gives("The key", contract.CreatedApiKey) },
    errors: TOO_MANY,
    handle: (call) => {
      const { name, scopes } = call.body;
      return create(call, { shop: call.listing.shop, name, scopes: [...new Set(scopes)] });
    },
  }),

  route("DELETE /api/shops/{shop}/keys/{key}", {
    id: "revokeKey",
    summary: "Revoke an API key of a shop",
    description: "At once where one process serves; on Cloudflare within five seconds everywhere.",
    access: "owner",
    change: "api-key-revoked",
    answers: { 204: nothing("Revoked") },
    handle: ({ env, listing, part }) => revoke(env, listing.shop, part("key")),
  }),

  route("GET /api/keys", {
    id: "listOperatorKeys",
    summary: "List the operator's API keys",
    access: "operator",
    answers: { 200: gives("Keys", contract.ApiKeys) },
    handle: ({ env }) => listOf(env, null),
  }),

  route("POST /api/keys", {
    id: "createOperatorKey",
    summary: "Create an API key with the scope `fleet:read`, such as for Prometheus",
    access: "operator",
    change: "api-key-made",
    body: json(contract.NewOperatorKey),
    answers: { 201: gives("The key", contract.CreatedApiKey) },
    errors: TOO_MANY,
    handle: (call) => create(call, { shop: null, name: call.body.name, scopes: [FLEET] }),
  }),

  route("DELETE /api/keys/{key}", {
    id: "revokeOperatorKey",
    summary: "Revoke an API key of the operator's",
    access: "operator",
    change: "api-key-revoked",
    answers: { 204: nothing("Revoked") },
    handle: ({ env, part }) => revoke(env, null, part("key")),
  }),
]);

async function listOf(env: Env, shop: string | null) {
  return { keys: await directory(env).keysOf(shop) };
}

/** Makes a key. It is shown once, and after that only its hash is known. */
async function create(
  { env, caller, trail }: KnownCall,
  of: { shop: string | null; name: string; scopes: Grant[] },
) {
  const secret = newOwn(await tokenKeys(env), "api");
  const key = await directory(env).makeKey(
    secret,
    { ...of, name: of.name.trim() },
    nameOfCaller(caller),
  );
  if (key === null) {
    const message = `You already have ${MOST_KEYS} keys. Revoke one first.`;
    throw new Problem(409, "too-many-keys", message);
  }
  trail.target = key.id;
  trail.detail = { name: key.name };
  return new Reply(201, { ...key, key: secret });
}

async function revoke(env: Env, shop: string | null, id: string): Promise<undefined> {
  if (!(await directory(env).revokeKey(shop, id))) throw notFound("API key");
  forget();
}
