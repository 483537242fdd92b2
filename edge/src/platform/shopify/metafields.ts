/**
 * The metafields of the app's own that a merchant sees: what they are, and saying so to Shopify.
 *
 * Without a definition a metafield is there, and neither the customer's page shows it nor a segment asks for it. They
 * are the app's: the merchant reads them, and no other app does.
 */
import { type Installation, run, type Trouble } from "./admin-api.ts";
import makeDefinition from "./operations/make-metafield-definition.graphql";

export type Shown = "points" | "tier";

/** What each is. A type is for ever: a definition's can't be changed. */
export const SHOWN: Readonly<Record<Shown, { type: string; name: string; description: string }>> = {
  points: {
    type: "number_integer",
    name: "Edgewise points",
    description: "The customer’s loyalty points. Edgewise keeps them up to date.",
  },
  tier: {
    type: "single_line_text_field",
    name: "Edgewise tier",
    description: "The customer’s loyalty tier. Edgewise keeps it up to date.",
  },
};

/** Defines them. Null once they are, by whomever; `refused-definition` where Shopify takes one for wrong. Never throws. */
export async function defineMetafields(
  shop: Installation,
): Promise<Trouble | "refused-definition" | null> {
  let refused: "refused-definition" | null = null;
  for (const key of Object.keys(SHOWN) as Shown[]) {
    const definition = {
      key,
      ...SHOWN[key],
      ownerType: "CUSTOMER",
      access: { admin: "MERCHANT_READ" },
    };
    const prominent = { pin: true, capabilities: { adminFilterable: { enabled: true } } };
    let made = await define(shop, { ...definition, ...prominent });
    // A shop pins so many, filters by so many, and no more.
    if (made === "refused-definition") made = await define(shop, definition);
    // The other may be taken all the same.
    if (made === "refused-definition") refused = made;
    else if (made !== null) return made;
  }
  return refused;
}

async function define(
  shop: Installation,
  definition: object,
): Promise<Trouble | "refused-definition" | null> {
  type Made = { made: { userErrors: { code: string | null }[] } | null };
  const { data, trouble } = await run<Made>(shop, makeDefinition, { definition });
  if (data === null) return trouble;
  if (data.made === null) return "unreachable";
  const isThere = data.made.userErrors.every(({ code }) => code === "TAKEN");
  return isThere ? null : "refused-definition";
}
