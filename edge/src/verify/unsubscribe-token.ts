/**
 * The token of an unsubscribe link: it names a shop, a customer and a channel, and is signed, so that
 * nobody can write one for another person. It says nothing readable about the person and does not
 * expire: a mail may be opened years later.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

const SIGNATURE_BYTES = 16;

/** Whom the link is for. */
export interface Unsubscribe {
  shop: string;
  customer: string;
  channel: string;
}

export function unsubscribeToken(key: Buffer, { shop, customer, channel }: Unsubscribe): string {
  const text = [shop, customer, channel].join(".");
  return `${text}.${signature(key, text).toString("base64url")}`;
}

/** The shop that a token names, verified or not; null where it does not have the form of one. */
export function shopInUnsubscribeToken(token: string): string | null {
  return /^([a-z2-7]{26})(?:\.[\w-]+){3}$/.exec(token)?.[1] ?? null;
}

/** Whom a token is for, or null when it is not one of ours. */
export function readUnsubscribeToken(key: Buffer, token: string): Unsubscribe | null {
  const parts = token.split(".");
  const [shop, customer, channel, signed] = parts;
  if (parts.length !== 4 || !shop || !customer || !channel || !signed) return null;
  const given = Buffer.from(signed, "base64url");
  if (given.toString("base64url") !== signed || given.length !== SIGNATURE_BYTES) return null;
  const right = signature(key, parts.slice(0, 3).join("."));
  return timingSafeEqual(given, right) ? { shop, customer, channel } : null;
}

function signature(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest().subarray(0, SIGNATURE_BYTES);
}
