/**
 * Signing a request to a site without https, where WooCommerce takes no key in the clear: OAuth 1.0a with one
 * leg, all of it in the query (RFC 5849, 3.4).
 */
import { createHmac, randomUUID } from "node:crypto";

/** The address with its signature, for one request now. */
export function signed(
  address: URL,
  method: string,
  { key, secret }: { key: string; secret: string },
): URL {
  const url = new URL(address);
  const about = {
    oauth_consumer_key: key,
    oauth_nonce: randomUUID().replaceAll("-", ""),
    oauth_signature_method: "HMAC-SHA256",
    oauth_timestamp: String(Math.floor(Date.now() / 1_000)),
  };
  for (const [name, value] of Object.entries(about)) url.searchParams.set(name, value);
  const pairs = [...url.searchParams].map((pair) => pair.map(encoded).join("=")).sort();
  const base = [method, `${url.origin}${url.pathname}`, pairs.join("&")].map(encoded).join("&");
  const signature = createHmac("sha256", `${secret}&`).update(base).digest("base64");
  url.searchParams.set("oauth_signature", signature);
  return url;
}

/** As RFC 3986 has it: what `encodeURIComponent` leaves as it is and these rules don't, as well. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
