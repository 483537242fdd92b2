/** Discounts in a Shopify shop that apply by themselves, for everybody. */
import type { Promotion } from "../store.ts";
import { type Installation, run } from "./admin-api.ts";
import automaticDiscounts from "./operations/automatic-discounts.graphql";

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
