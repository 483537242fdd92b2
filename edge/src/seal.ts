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
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Data as it is. */
const PLAIN = 1;
/** Data deflated: states and decisions repeat themselves, and what is sealed can be packed no more. */
const PACKED = 2;
/**
 * From this length on data is deflated, in bytes: three quarters of a page of the database. Deflating costs
 * more than sealing, and of what the engine packs already, less would be gained.
 */
const PACKED_FROM = 3072;
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
  const bytes = typeof data === "string" ? encoder.encode(data) : data;
  const version = bytes.length < PACKED_FROM ? PLAIN : PACKED;
  const nonce = freshNonce();
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(boundTo(place, version));
  const body = cipher.update(version === PLAIN ? bytes : deflateRawSync(bytes, FAST));
  // In this mode the last call gives no bytes, only the tag.
  cipher.final();
  const sealed = Buffer.alloc(1 + NONCE + body.length + TAG);
  sealed[0] = version;
  sealed.set(nonce, 1);
  sealed.set(body, 1 + NONCE);
  sealed.set(cipher.getAuthTag(), 1 + NONCE + body.length);
  return sealed;
}

const encoder = new TextEncoder();
const FAST = { level: 1 };

/** What a seal is bound to: its place, and whether what it holds is packed. */
const boundTo = (place: string, version: number): Uint8Array =>
  encoder.encode(version === PLAIN ? place : `${place}\npacked`);
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
  const version = bytes[0] ?? 0;
  if ((version !== PLAIN && version !== PACKED) || bytes.length < 1 + NONCE + TAG) {
    throw new Error(`what was sealed for ${place} has an unknown form`);
  }
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + NONCE));
  decipher.setAAD(boundTo(place, version));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  const body = decipher.update(bytes.subarray(1 + NONCE, bytes.length - TAG));
  decipher.final();
  return version === PLAIN ? body : inflateRawSync(body);
}
