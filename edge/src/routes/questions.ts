/** What webhooks claim and only the platform can confirm, and how the platform is asked. */
import * as contract from "../contract/operations.ts";
import { invalidField, notFound } from "../problem.ts";
import type { Access } from "../platform/access.ts";
import type { Of } from "../contract/schema.ts";
import { gives, group, json, route } from "./route.ts";

export const questions = group("Questions", "Claims of webhooks that wait for confirmation.", [
  route("GET /api/shops/{shop}/questions", {
    id: "listQuestions",
    summary: "List webhook claims that need confirmation, and those answered in the last 30 days",
    description: "A webhook's topic is not signed, so what it claims may not be true.",
    access: "operations:read",
    answers: { 200: gives("Questions, the newest first", contract.Questions) },
    handle: ({ shop }) => shop.admin.questions(),
  }),

  route("POST /api/shops/{shop}/questions/answer", {
    id: "answerQuestion",
    summary: "Confirm a webhook's claim, or undo it and what is on hold because of it",
    description: "An erasure of the shop's data can be undone until the day it runs.",
    // A yes may erase the shop's data.
    access: "customers:write",
    change: "question-answered",
    body: json(contract.QuestionAnswer),
    answers: { 200: gives("All questions, afterwards", contract.Questions) },
    errors: { 404: "There is no such question" },
    handle: async ({ shop, body: { name, answer }, trail }) => {
      if (!(await shop.admin.answerQuestion(name, answer === "true"))) throw notFound("question");
      trail.detail = { answer };
      return shop.admin.questions();
    },
  }),

  route("PUT /api/shops/{shop}/platform-access", {
    id: "setPlatformAccess",
    summary: "Set the token or keys that the store is asked with; null forgets them",
    description:
      "Stored encrypted. With a Shopify access token, the shop's past is imported, and coupon codes and order notes are made in it: it takes the scopes `read_products`, `write_customers`, `write_discounts` and `write_orders`.",
    access: "owner",
    change: "platform-access-changed",
    body: json(contract.PlatformAccess),
    answers: { 200: gives("Whether the platform can be asked", contract.PlatformAccessKept) },
    handle: async ({ shop, listing, body, trail }) => {
      const access = body === null ? null : accessFor(listing.platform, body);
      await shop.admin.setPlatformAccess(access);
      trail.detail = { kept: access !== null };
      return { can_ask: access !== null };
    },
  }),
]);

function accessFor(
  platform: Access["platform"],
  given: NonNullable<Of<typeof contract.PlatformAccess>>,
): Access {
  if (platform === "shopify") {
    if ("access_token" in given) return { platform, token: given.access_token };
    throw invalidField("access_token", "must be given for a Shopify store");
  }
  if ("consumer_key" in given) {
    return { platform, key: given.consumer_key, secret: given.consumer_secret };
  }
  throw invalidField("consumer_key", "must be given for a WooCommerce store");
}
