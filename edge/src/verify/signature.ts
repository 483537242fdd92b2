/**
 * Whether a shop's platform sent these bytes.
 *
 * Both platforms sign the raw body with HMAC-SHA256 and send the result in base64. The comparison is
 * WebCrypto's `verify`, which takes the same time wherever the difference lies.
 */
import { Buffer } from "node:buffer";

/** 32 bytes in base64 end in a sign of which only four bits count; the other two must be zero. */
const SIGNATURE = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * Whether `header` is the base64 signature of `body` under one of the secrets.
 *
 * Only the one canonical spelling of 32 bytes is taken: no spaces, no other alphabet, no list.
 */
export async function signedByOneOf(
  secrets: readonly string[],
  body: Uint8Array,
  header: string | null,
): Promise<boolean> {
  const signature = header === null ? null : decode(header);
  if (signature === null || body.length === 0) return false;
  return await isSignatureOf(body, signature, secrets);
}

/** Whether bytes were signed under one of the secrets. */
export async function isSignatureOf(
  signed: Uint8Array,
  signature: Uint8Array,
  secrets: readonly string[],
): Promise<boolean> {
  for (const secret of secrets) {
    if (secret === "") continue;
    if (await crypto.subtle.verify("HMAC", await importKey(secret), signature, signed)) return true;
  }
  return false;
}

/** A signature's 32 bytes, or null when the text is not their canonical base64. */
function decode(text: string): Uint8Array | null {
  return SIGNATURE.test(text) ? Buffer.from(text, "base64") : null;
}

/** Imported keys of the secrets in use; importing costs as much as verifying. */
const imported = new Map<string, Promise<CryptoKey>>();
const KEYS_KEPT = 500;

function importKey(secret: string): Promise<CryptoKey> {
  const known = imported.get(secret);
  if (known !== undefined) return known;
  if (imported.size >= KEYS_KEPT) imported.clear();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = new TextEncoder().encode(secret);
  const key = crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]);
  imported.set(secret, key);
  return key;
}
