/**
 * The token of a link of ours in a message: it names a shop, a message and which of its links, and is signed,
 * so that nobody can make one for another message. It says who was written to and not who clicks, holds no
 * address, and doesn't expire.
 *
 * 56 characters: a long address breaks in a plain text.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { base32, bytesOf } from "../ids.ts";

/** An id is 16 bytes, written in base32. */
const ID_BYTES = 16;
const NAMED_BYTES = 2 * ID_BYTES + 2;
/** Enough beside an id of 128 bits that nobody can guess: to see an email, one must have had a link in it. */
const SIGNATURE_BYTES = 8;

/** The places of the picture, and of the email itself in a browser: no message has so many links. */
export const PICTURE = 0xffff;
export const VIEW = 0xfffe;
export const MOST_LINKS = 500;

/** What a link is of. */
export interface LinkName {
  shop: string;
  effect: string;
  /** Which of the message's links, from 0 on, or `PICTURE`, or `VIEW`. */
  link: number;
}

/** A token, or null for an id that isn't written like ours. */
export function linkToken(key: Buffer, { shop, effect, link }: LinkName): string | null {
  const [ofShop, ofEffect] = [bytesOf(shop), bytesOf(effect)];
  if (ofShop === null || ofEffect === null) return null;
  const place = Buffer.alloc(2);
  place.writeUInt16BE(link);
  const named = Buffer.concat([ofShop, ofEffect, place]);
  return Buffer.concat([named, signature(key, named)]).toString("base64url");
}

/** What a token names, verified or not; null where it does not have the form of one. */
export function nameInLinkToken(token: string): LinkName | null {
  if (!/^[\w-]{56}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  return {
    shop: base32(bytes.subarray(0, ID_BYTES)),
    effect: base32(bytes.subarray(ID_BYTES, 2 * ID_BYTES)),
    link: bytes.readUInt16BE(2 * ID_BYTES),
  };
}

/** What a token names, or null where it isn't one of ours. */
export function readLinkToken(key: Buffer, token: string): LinkName | null {
  const name = nameInLinkToken(token);
  if (name === null) return null;
  const bytes = Buffer.from(token, "base64url");
  const right = signature(key, bytes.subarray(0, NAMED_BYTES));
  return timingSafeEqual(bytes.subarray(NAMED_BYTES), right) ? name : null;
}

/** The key of a shop's links, made of the key of its unsubscribe links. */
export const linkKeyOf = (unsubscribes: Buffer): Buffer =>
  createHmac("sha256", unsubscribes).update("links").digest();

const signature = (key: Buffer, named: Uint8Array): Buffer =>
  createHmac("sha256", key).update(named).digest().subarray(0, SIGNATURE_BYTES);
