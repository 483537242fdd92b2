/** Privacy requests: what people asked for, and the merchant's answers. */
import { Answered, PrivacyAnswer, PrivacyRequests } from "../contract/privacy.ts";
import { notFound } from "../problem.ts";
import { gives, group, json, route } from "./route.ts";

export const privacy = group("Privacy requests", "What people asked for, and when it is due.", [
  route("GET /api/shops/{shop}/privacy-requests", {
    id: "listPrivacyRequests",
    summary: "List privacy requests, and erasures in progress",
    description: "Nobody can read an erased customer, also while records are being removed.",
    access: "customers:read",
    namesOnly: true,
    answers: { 200: gives("Requests", PrivacyRequests) },
    handle: ({ shop }) => shop.admin.privacyRequests(),
  }),

  route("POST /api/shops/{shop}/privacy-requests/answer", {
    id: "answerPrivacyRequest",
    summary: "Answer an open privacy request: erase the customer, or keep them",
    access: "erase",
    change: "privacy-request-answered",
    body: json(PrivacyAnswer),
    answers: { 200: gives("Done", Answered) },
    errors: { 404: "No such request is open" },
    handle: async ({ shop, body: { id, answer }, trail }) => {
      if (!(await shop.admin.answerPrivacyRequest(id, answer)))
        throw notFound("open privacy request");
      trail.detail = { answer };
      return { ok: true as const };
    },
  }),
]);
