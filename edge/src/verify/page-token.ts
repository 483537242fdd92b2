/**
 * The tokens of pages that a customer opens from a message: preferences, a survey, the confirmation of a
 * sign-up. Each names a shop, what the page is about, and is signed for that kind of page alone, so that
 * nobody can write one for another person or carry it to another page.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** The kinds of pages, by the letter that stands in their address. */
export type PageKind = "p" | "s" | "confirm";

const SIGNATURE_BYTES = 16;

/** A token for `parts`, the shop first. None of them may hold a dot. */
export function pageToken(key: Buffer, kind: PageKind, parts: readonly string[]): string {
  const text = parts.join(".");
  return `${text}.${signature(key, kind, text).toString("base64url")}`;
}

/** The shop that a token names, verified or not; null where it does not have the form of one. */
export function shopInPageToken(token: string): string | null {
  return /^([a-z2-7]{26})(?:\.[\w-]{1,64}){2,4}$/.exec(token)?.[1] ?? null;
}

/** The parts of a token of this kind, or null where it is not one of ours. */
export function readPageToken(key: Buffer, kind: PageKind, token: string): string[] | null {
  const parts = token.split(".");
  const given = Buffer.from(parts.pop() ?? "", "base64url");
  const text = parts.join(".");
  // One way of writing it only: another would be a second address of the same page.
  if (given.length !== SIGNATURE_BYTES || `${text}.${given.toString("base64url")}` !== token) {
    return null;
  }
  return timingSafeEqual(given, signature(key, kind, text)) ? parts : null;
}

function signature(key: Buffer, kind: PageKind, text: string): Buffer {
  const mac = createHmac("sha256", key).update(`${kind}:${text}`).digest();
  return mac.subarray(0, SIGNATURE_BYTES);
}
