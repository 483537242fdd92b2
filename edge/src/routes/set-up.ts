/** The list that leads a new shop to its first message. */
import * as contract from "../contract/set-up.ts";
import type { Listing } from "../directory/directory.ts";
import { appOf, type Env } from "../env.ts";
import { Problem } from "../problem.ts";
import type { Around } from "../shop/set-up.ts";
import { directory } from "../stubs.ts";
import { gives, group, route } from "./route.ts";

/** Whether the store's webhooks can be checked at all. */
export function hasWebhookSecret(env: Env, { platform, secrets }: Listing): boolean {
  return secrets.length > 0 || (platform === "shopify" && appOf(env).signsWith.length > 0);
}

/** What the list depends on beside the shop itself. */
async function around(env: Env, listing: Listing): Promise<Around> {
  // Of a Shopify store whoever opens the app first is one.
  const isOfPeople = listing.platform !== "shopify";
  const hasOwner = isOfPeople ? await directory(env).admission.hasOwner(listing.shop) : null;
  return { hasSecret: hasWebhookSecret(env, listing), hasOwner };
}

export const setUp = group("Set-up", "What leads a new shop to its first message.", [
  route("GET /api/shops/{shop}/set-up", {
    id: "getSetUp",
    summary: "Get what is left to do before the shop's first message",
    access: "operations:read",
    answers: { 200: gives("Each item with its state", contract.SetUp) },
    handle: async ({ env, listing, shop }) => shop.admin.setUp(await around(env, listing)),
  }),

  route("POST /api/shops/{shop}/set-up/dismiss", {
    id: "dismissSetUp",
    summary: "Put the list away once everything is done",
    access: "operations:write",
    change: "set-up-dismissed",
    answers: { 200: gives("The list, put away", contract.SetUp) },
    errors: { 409: "Something is left to do" },
    handle: async ({ env, listing, shop }) => {
      const known = await around(env, listing);
      if (await shop.admin.dismissSetUp(known)) return shop.admin.setUp(known);
      const message = "The list can be put away once every item on it is done.";
      throw new Problem(409, "set-up-not-done", message);
    },
  }),
]);
