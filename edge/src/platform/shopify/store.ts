/** A Shopify shop, as the shop's object speaks to it. */
import type { Store } from "../store.ts";
import type { Installation } from "./admin-api.ts";
import { keepCopies } from "./copies.ts";
import { makeCoupon } from "./coupons.ts";
import { addNote } from "./notes.ts";
import { isPromotionOver, promotions } from "./promotions.ts";

export const shopifyStore = (shop: Installation): Store => ({
  makeCoupon: (call) => makeCoupon(shop, call),
  addNote: (call) => addNote(shop, call),
  promotions: () => promotions(shop),
  isPromotionOver: (id) => isPromotionOver(shop, id),
  keepCopies: (copies) => keepCopies(shop, copies),
});
