/**
 * Names made from content: SHA-256 cut to 128 bits over length-prefixed fields with a tag that says
 * what is named, printed in lower-case base32. The same rule as the engine's.
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

const encoder = new TextEncoder();
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** The name of a thing of kind `tag` that is what its fields say: 26 characters. */
export function nameOf(tag: string, ...fields: (string | Uint8Array)[]): string {
  const all = [tag, ...fields].map((field) =>
    typeof field === "string" ? encoder.encode(field) : field,
  );
  const bytes = new Uint8Array(all.reduce((size, field) => size + 4 + field.length, 0));
  const lengths = new DataView(bytes.buffer);
  let at = 0;
  for (const field of all) {
    lengths.setUint32(at, field.length);
    bytes.set(field, at + 4);
    at += 4 + field.length;
  }
  return base32(createHash("sha256").update(bytes).digest().subarray(0, 16));
}

/** A name nobody can guess: 128 random bits. */
export function randomName(): string {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  used += RANDOM;
  return base32(drawn.subarray(used - RANDOM, used));
}

const RANDOM = 16;
/** Random bytes drawn ahead: drawing costs by the call. Each is handed out once. */
const drawn = new Uint8Array(64 * RANDOM);
let used = drawn.length;

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

/** The 16 bytes of a name, or null for what isn't written like one. */
export function bytesOf(name: string): Buffer | null {
  if (!/^[a-z2-7]{26}$/.test(name)) return null;
  let [bits, held] = [0, 0];
  const bytes: number[] = [];
  for (const character of name) {
    held = (held << 5) | ALPHABET.indexOf(character);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  const whole = Buffer.from(bytes);
  return base32(whole) === name ? whole : null;
}

/** SHA-256 in hexadecimal: how secrets are looked up without being stored. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A short mark of a text, by which a proof says which one somebody agreed to. */
export const markOf = (text: string): string => sha256(text).slice(0, 32);
