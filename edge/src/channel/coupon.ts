/**
 * Coupon codes: made from the effect's id and a salt of the shop's, so that the same effect always
 * has the same code and nobody outside can guess another person's.
 */
import type { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { base32 } from "../ids.ts";

/** `PREFIX-XXXXXXXX`: eight characters are 40 bits, beyond guessing at a shop's checkout. */
export function couponCode(salt: Buffer, effect: string, prefix: string): string {
  const code = base32(
    createHmac("sha256", salt).update(effect).digest().subarray(0, 5),
  ).toUpperCase();
  const clean = prefix
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "")
    .slice(0, 20);
  return clean === "" ? code : `${clean}-${code}`;
}
