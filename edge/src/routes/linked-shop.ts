/** The shop behind a link that a customer opens, as the link itself names it; the shop says whether it made it. */
import { addressOf } from "../client-address.ts";
import { lookup } from "../directory/lookup.ts";
import { type ShopStub, shopStub } from "../stubs.ts";
import { originOf, type Press } from "../verify/human.ts";
import type { Call } from "./call.ts";
import type { Fields } from "./form-fields.ts";

/** Null where there is none. At a Shopify store's own address, a link of another shop is none. */
export async function linkedShop(
  { env, trail }: Call,
  shop: string | null,
  store: string | null = null,
): Promise<ShopStub | null> {
  const listing = shop === null ? null : await lookup(env, "byShop", shop);
  if (shop === null || listing === null) return null;
  if (store !== null && listing.domain !== store) return null;
  trail.shop = shop;
  return shopStub(env, shop);
}

/** What a press of a button shows of whoever pressed it. */
export const pressOf = ({ request }: Call, fields: Fields): Press => ({
  shown: fields.one("shown"),
  from: originOf(request),
});

/** When and from where something was said, as a proof keeps it. */
export function fromWhere({ env, request }: Call): string {
  const agent = (request.headers.get("user-agent") ?? "").replace(/[^\x20-\x7e]|;/g, " ");
  const parts = [
    `at ${new Date().toISOString()}`,
    `ip ${addressOf(env, request) ?? "unknown"}`,
    `agent ${agent.slice(0, 160)}`,
  ];
  return parts.join("; ");
}
