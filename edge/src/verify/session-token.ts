/**
 * Shopify's session token: who in which shop's admin is asking.
 *
 * A JWT signed with a secret of the app's by HS256, one minute long. Everything is checked that the
 * platform's own library checks: the algorithm is pinned, then signature, times (with 10 seconds of
 * tolerance), audience, and that issuer and destination are one and the same valid shop.
 */

import { isShopDomain } from "../platform/shopify/domain.ts";
import type { App } from "../platform/shopify/oauth.ts";
import { isSignatureOf } from "./signature.ts";

const TOLERANCE = 10;

/** Looks like a JWT at all: then a refusal asks the page for a fresh one. */
export const looksLikeToken = (text: string): boolean => text.split(".").length === 3;

/** Who asks, and in which shop. */
export interface Session {
  /** The shop's `.myshopify.com` name. */
  domain: string;
  /** The staff member's id at Shopify. */
  staff: string;
}

/** What a token says when it is good at `now` (seconds since 1970), else null. */
export async function sessionIn(token: string, app: App, now: number): Promise<Session | null> {
  const [head, claims, signature, ...more] = token.split(".");
  if (!head || !claims || !signature || more.length > 0 || app.key === "") return null;
  if (json(head)?.alg !== "HS256") return null;
  const signed = new TextEncoder().encode(`${head}.${claims}`);
  const bytes = base64url(signature);
  if (bytes === null) return null;
  if (!(await isSignatureOf(signed, bytes, app.signsWith))) return null;
  return sessionInClaims(json(claims), app, now);
}

function sessionInClaims(
  claims: Record<string, unknown> | null,
  app: App,
  now: number,
): Session | null {
  if (claims === null) return null;
  const { exp, nbf, iat, aud, iss, dest, sub } = claims;
  if (typeof sub !== "string" || !/^[\w-]{1,40}$/.test(sub)) return null;
  if (typeof exp !== "number" || exp + TOLERANCE <= now) return null;
  if (typeof nbf !== "number" || nbf - TOLERANCE > now) return null;
  if (iat !== undefined && (typeof iat !== "number" || iat - TOLERANCE > now)) return null;
  if (aud !== app.key) return null;
  const [from, to] = [hostOf(iss), hostOf(dest)];
  // A URL's host is in lower case.
  if (from === null || from !== to || !isShopDomain(from)) return null;
  return { domain: from, staff: sub };
}

function hostOf(claim: unknown): string | null {
  try {
    const url = new URL(String(claim));
    return url.protocol === "https:" && url.port === "" && url.username === ""
      ? url.hostname
      : null;
  } catch {
    return null;
  }
}

function json(part: string): Record<string, unknown> | null {
  try {
    const bytes = base64url(part);
    const value = bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** Bytes of canonical base64url, or null: a re-encoded spelling of a token is another token. */
function base64url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    const again = btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    return again === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}
