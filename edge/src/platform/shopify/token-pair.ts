/**
 * An installation's pair of tokens, as it is kept.
 *
 * A pair is kept before it is used, and the refresh token before it until the new access token worked: whatever
 * is lost on the way, one of the two still leads on.
 */
import type { Grant } from "./oauth.ts";
import { SCOPES } from "./scopes.ts";

export interface TokenPair {
  access: string;
  /** When the access token ends, in milliseconds since 1970. */
  ends_at: number;
  refresh: string;
  scopes: string[];
  /** The refresh token before, while nothing shows that Shopify knows of this pair. */
  before: string | null;
  /** Since when Shopify refuses both; opening the app in Shopify gives a new pair. */
  lost_at: number | null;
}

/** So long before its end an access token is no longer begun with, in milliseconds. */
const EARLY = 60_000;

/** The pair that a grant gives at a moment, after another one. */
export const pairOf = (grant: Grant, before: TokenPair | null, now: number): TokenPair => ({
  access: grant.access,
  ends_at: now + grant.lasts,
  refresh: grant.refresh,
  scopes: grant.scopes ?? before?.scopes ?? [...SCOPES],
  before: before === null || before.lost_at !== null ? null : before.refresh,
  lost_at: null,
});

/** Whether a pair's access token can be used, as far as anybody here knows. */
export const isFresh = (
  { access, ends_at: ends }: TokenPair,
  refused: string | null,
  now: number,
) => access !== refused && now < ends - EARLY;
