/**
 * Names made from content: SHA-256 cut to 128 bits over length-prefixed fields with a tag that says
 * what is named, printed in lower-case base32. The same rule as the engine's.
 */
import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** The name of a thing of kind `tag` that is what its fields say: 26 characters. */
export function nameOf(tag: string, ...fields: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const field of [tag, ...fields]) {
    const bytes = typeof field === "string" ? Buffer.from(field) : field;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return base32(hash.digest().subarray(0, 16));
}

/** A name nobody can guess: 128 random bits. */
export const randomName = (): string => base32(randomBytes(16));

/** Bytes in lower-case base32 without padding. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET[(held >>> (bits - 5)) & 31];
      bits -= 5;
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** SHA-256 in hexadecimal: how secrets are looked up without being stored. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
