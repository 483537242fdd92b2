/** What a WooCommerce store keeps of its customers, as meta of their accounts, by the Edgewise plugin. */
import type { StoreTrouble } from "../../contract/connection.ts";
import type { Copy, Kept, Unkept } from "../store.ts";
import { ask, type Keys } from "./client.ts";

/** Writes copies to accounts. Never throws. */
export async function keepCopies(
  domain: string,
  keys: Keys,
  copies: readonly Copy[],
  now: number,
): Promise<Kept[] | Unkept> {
  // With our time, so that the plugin can tell how far the store's clock is off.
  const asked = { now, customers: copies };
  const answer = await ask(domain, keys, "POST", "wc-edgewise/v1/customers", asked);
  const { status, body, trouble } = answer;
  if (trouble !== null) return { trouble, broke: status === 500 };
  const kept = status === 200 ? keptIn(body) : null;
  if (kept?.length === copies.length) return kept;
  return { trouble: REFUSALS[status] ?? "not-json", broke: false };
}

/** What the site's refusals mean. */
const REFUSALS: Readonly<Record<number, StoreTrouble>> = {
  // WordPress knows no such route: the plugin is an older one, or was deactivated.
  404: "outdated",
  // A copy of the shop stands at the shop's address, or the plugin has lost its connection.
  409: "other-site",
};

/** What became of each customer, in their order; null where that is not what was answered. */
function keptIn(body: unknown): Kept[] | null {
  const { customers } = Object(body) as { customers?: unknown };
  return Array.isArray(customers) && customers.every(isKept) ? customers : null;
}

function isKept(said: unknown): said is Kept {
  const { account, later } = Object(said) as { account?: unknown; later?: unknown };
  return typeof account === "boolean" && Array.isArray(later);
}
