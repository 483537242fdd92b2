/**
 * Sealing: AES-256-GCM over what names a person or opens a door.
 *
 * `node:crypto` is used because it is synchronous: a storage transaction may not wait. Every seal is
 * bound to a place (the additional data), so that a sealed field moved to another row does not open.
 *
 * Keys: one master key from the environment; from it, by HMAC, one key for each purpose; and for
 * each customer a random key, wrapped by the wrapping key. Destroying that one row makes everything
 * sealed for the customer unreadable, in every copy.
 */
import { Buffer } from "node:buffer";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** What a derived key is for. Two purposes never share a key. */
export type Purpose =
  | "wrap"
  | "identity"
  | "coupon"
  | "webhook"
  | "unsubscribe"
  | "secret"
  | "token";

/** The key for a purpose, in one shop or for all (`scope` empty). */
export function derive(master: Buffer, purpose: Purpose, scope = ""): Buffer {
  return createHmac("sha256", master).update(`edgewise/${purpose}/${scope}`).digest();
}

/** A fresh key for one customer. */
export const newKey = (): Buffer => randomBytes(32);

/** A key made ready: bytes are made ready anew for every seal, which costs as much as sealing. */
export const ready = (key: Buffer): KeyObject => createSecretKey(key);

/** Seals data for a place: version, nonce, ciphertext and tag in one run of bytes. */
export function seal(key: Buffer | KeyObject, place: string, data: string | Uint8Array): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(encoder.encode(place));
  const body = cipher.update(typeof data === "string" ? encoder.encode(data) : data);
  // In this mode the last call gives no bytes, only the tag.
  cipher.final();
  const sealed = Buffer.alloc(1 + NONCE + body.length + TAG);
  sealed[0] = VERSION;
  sealed.set(nonce, 1);
  sealed.set(body, 1 + NONCE);
  sealed.set(cipher.getAuthTag(), 1 + NONCE + body.length);
  return sealed;
}

const encoder = new TextEncoder();
/** Random bytes drawn ahead: drawing costs by the call. Every nonce is handed out once. */
const drawn = new Uint8Array(256 * NONCE);
let used = drawn.length;

function freshNonce(): Uint8Array {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  used += NONCE;
  return drawn.slice(used - NONCE, used);
}

/**
 * Opens what was sealed for a place.
 *
 * @throws when the key, the place or a single bit is another
 */
export function open(
  key: Buffer | KeyObject,
  place: string,
  sealed: ArrayBuffer | Uint8Array,
): Buffer {
  const bytes =
    sealed instanceof Uint8Array
      ? Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
      : Buffer.from(sealed);
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE + TAG) {
    throw new Error(`what was sealed for ${place} has an unknown form`);
  }
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + NONCE));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  const body = decipher.update(bytes.subarray(1 + NONCE, bytes.length - TAG));
  decipher.final();
  return body;
}
