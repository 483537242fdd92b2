/** A WooCommerce store, as the shop's object speaks to it. */
import type { Store } from "../store.ts";
import type { Keys } from "./client.ts";
import { keepCopies } from "./copies.ts";
import { makeCoupon } from "./coupons.ts";
import { addNote } from "./notes.ts";

export const wooCommerceStore = (domain: string, keys: Keys): Store => ({
  makeCoupon: (call) => makeCoupon(domain, keys, call),
  addNote: (call) => addNote(domain, keys, call),
  // A sale is a price there, and the product's own news says so.
  promotions: async () => [],
  isPromotionOver: async () => true,
  keepCopies: (copies, now) => keepCopies(domain, keys, copies, now),
});
