/** What a Shopify shop says of itself. */
import { type Answer, type Installation, run } from "./admin-api.ts";
import aboutShop from "./operations/about-shop.graphql";

export interface ShopAbout {
  /** The shop's number at Shopify, which stays whatever its name becomes. */
  id: string;
  /** ISO 4217. */
  currency: string;
  /** As Shopify names it: `Europe/Berlin`. */
  timeZone: string;
}

/** Asks a shop about itself. Never throws. */
export async function aboutOf(shop: Installation): Promise<Answer<ShopAbout>> {
  type Said = { shop: { id: string; currencyCode: string; ianaTimezone: string } };
  const answer = await run<Said>(shop, aboutShop, {});
  if (answer.data === null) return answer;
  const { id, currencyCode: currency, ianaTimezone: timeZone } = answer.data.shop;
  return { data: { id: id.split("/").at(-1) ?? id, currency, timeZone }, trouble: null };
}
