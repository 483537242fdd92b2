/**
 * Which store's address a request came through, that Shopify passed on (app proxy).
 *
 * Shopify adds the store, the time and a signature to the query, and signs all of it, whatever the visitor wrote
 * there: each name with its values, joined by commas, sorted, and joined by nothing. It says nothing of the visitor
 * that we believe: who `logged_in_customer_id` names is of no use here.
 */
import { Buffer } from "node:buffer";
import { isShopDomain } from "../platform/shopify/domain.ts";
import { isSignatureOf } from "./signature.ts";

/** How far a request's time may be from ours, in seconds, as in Shopify's own library. */
const TOLERANCE = 90;
/** A visitor writes most of the query. */
const LONGEST = 8_192;

/** The store's `.myshopify.com` name; null where Shopify didn't pass this on, or not now (seconds since 1970). */
export async function proxiedStore(
  { search, searchParams }: URL,
  secrets: readonly string[],
  now: number,
): Promise<string | null> {
  if (search.length > LONGEST) return null;
  const only = (name: string) => {
    const [value, ...more] = searchParams.getAll(name);
    return value === undefined || more.length > 0 ? null : value;
  };
  const [signature, store, time] = [only("signature"), only("shop"), only("timestamp")];
  if (signature === null || !/^[0-9a-f]{64}$/.test(signature)) return null;
  if (store === null || !isShopDomain(store)) return null;
  if (time === null || !/^\d{1,12}$/.test(time)) return null;
  if (Math.abs(now - Number(time)) > TOLERANCE) return null;
  const signed = Buffer.from(signedText(searchParams));
  const isSigned = await isSignatureOf(signed, Buffer.from(signature, "hex"), secrets);
  return isSigned ? store : null;
}

function signedText(given: URLSearchParams): string {
  const names = new Set(given.keys());
  names.delete("signature");
  const pairs = [...names].map((name) => Buffer.from(`${name}=${given.getAll(name).join(",")}`));
  return pairs.sort(Buffer.compare).join("");
}
