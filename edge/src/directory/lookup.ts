/**
 * The Worker's view of the directory, remembered for half a minute.
 *
 * What is unknown is remembered too, for a moment, and what is not even made like ours is not asked
 * about, so that guessing tokens costs the directory nothing. The memories are small and lost with the
 * isolate, which is their point.
 */
import type { Env } from "../env.ts";
import { directory } from "../stubs.ts";
import { isOwn, type Kind, type TokenKeys } from "../verify/own-token.ts";
import type { ApiKey } from "./api-keys.ts";
import type { Listing } from "./directory.ts";

const KNOWN_FOR = 30_000;
const UNKNOWN_FOR = 3_000;
const LARGEST = 2_000;
/** How long an API key that was revoked on another isolate may still open something here. */
const KEY_KNOWN_FOR = 5_000;

const memory = new Map<string, { until: number; listing: Listing | null }>();

type Question = "byToken" | "byWriteKey" | "byServerKey" | "byShop" | "byShopPart" | "byStore";

const KINDS: Partial<Record<Question, Kind>> = {
  byToken: "token",
  byWriteKey: "write",
  byServerKey: "server",
};

/** Asks the directory, or remembers what it said. */
export async function lookup(env: Env, by: Question, value: string): Promise<Listing | null> {
  const name = `${by}/${value}`;
  const known = memory.get(name);
  if (known !== undefined && known.until > Date.now()) return known.listing;
  const kind = KINDS[by];
  if (kind !== undefined && !isOwn(await tokenKeys(env), kind, value) && !(await hasEarly(env)))
    return null;
  const listing = await directory(env)[by](value);
  if (memory.size >= LARGEST) memory.clear();
  memory.set(name, { until: Date.now() + (listing === null ? UNKNOWN_FOR : KNOWN_FOR), listing });
  return listing;
}

let ofTokens: TokenKeys | null = null;

/** What our own tokens are recognized by; it never changes. */
export async function tokenKeys(env: Env): Promise<TokenKeys> {
  ofTokens ??= await directory(env).tokenKeys();
  return ofTokens;
}

const keys = new Map<string, { until: number; key: ApiKey }>();

/**
 * Whose an API key is, or null. Where it was revoked it ends at once on this isolate, and within five
 * seconds on every other.
 */
export async function apiKey(env: Env, secret: string): Promise<ApiKey | null> {
  const known = keys.get(secret);
  if (known !== undefined && known.until > Date.now()) return known.key;
  keys.delete(secret);
  const key = await directory(env).byApiKey(secret);
  if (key === null) return null;
  if (keys.size >= LARGEST) keys.clear();
  keys.set(secret, { until: Date.now() + KEY_KNOWN_FOR, key });
  return key;
}

let early: { until: number; are: boolean } | null = null;

/** Whether there are tokens of an earlier release. */
async function hasEarly(env: Env): Promise<boolean> {
  if (early === null || early.until <= Date.now()) {
    early = { until: Date.now() + KNOWN_FOR, are: await directory(env).hasEarlyTokens() };
  }
  return early.are;
}

/** Forgets everything: after a change that must be seen at once on this isolate. */
export function forget(): void {
  memory.clear();
  keys.clear();
  early = null;
}
