/** Discounts in a Shopify shop that apply by themselves, for everybody. */
import type { Promotion } from "../store.ts";
import { type Installation, run } from "./admin-api.ts";
import automaticDiscounts from "./operations/automatic-discounts.graphql";
import discountState from "./operations/discount-state.graphql";

/** The promotions that run now; null where the shop can't be asked. Never throws. */
export async function promotions(shop: Installation): Promise<Promotion[] | null> {
  type Found = {
    running: { nodes: { id: string; discount: { title?: string; startsAt?: string } }[] };
  };
  const found = await run<Found>(shop, automaticDiscounts, {});
  if (found.data === null) return null;
  return found.data.running.nodes.flatMap(({ id, discount: { title, startsAt } }) =>
    title === undefined || startsAt === undefined
      ? []
      : [{ id, name: title, startedAt: Date.parse(startsAt) }],
  );
}

/** Whether a promotion that ran is over: ended, called off or deleted. Null where the shop can't be asked. Never throws. */
export async function isPromotionOver(shop: Installation, id: string): Promise<boolean | null> {
  type Found = { node: { discount: { status?: string } } | null };
  const found = await run<Found>(shop, discountState, { id });
  return found.data && found.data.node?.discount.status !== "ACTIVE";
}
