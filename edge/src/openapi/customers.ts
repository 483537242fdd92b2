/** Customers. */
import {
  text,
  moment,
  object,
  list,
  answer,
  body,
  problem,
  limits,
  parameter,
  customer,
  limit,
  offset,
  shopRoute,
} from "./words.ts";

export const customers = {
  "/api/shops/{shop}/customers": {
    get: shopRoute(
      "Customers, the latest decided first, or those a search finds, and how many there are of them",
      {
        "200": answer(
          "Customers",
          object({ customers: list({ type: "object" }), total: { type: "integer" } }),
        ),
        "400": problem("The query cannot be used"),
      },
      {
        parameters: [
          parameter("q", "query", "An e-mail, a telephone number, an id, or a part of a name"),
          limit,
          offset,
        ],
      },
    ),
  },
  "/api/shops/{shop}/customers/{customer}": {
    get: shopRoute(
      "One customer: where they stand, state, next wake, effects, and in `earlier` where the stories of those merged into them begin: a `before` of the timeline",
      { "200": answer("The customer", { type: "object" }) },
      { parameters: [customer] },
    ),
    delete: shopRoute(
      "Erases one customer for good",
      { "204": { description: "Erased" } },
      { parameters: [customer] },
    ),
  },
  "/api/shops/{shop}/customers/{customer}/timeline": {
    get: shopRoute(
      "What happened and why, the newest first; each moment can be replayed",
      {
        "200": answer(
          "Moments",
          object({ moments: list({ type: "object" }), next: { type: ["string", "null"] } }),
        ),
        "400": problem("A number cannot be used"),
      },
      {
        parameters: [
          customer,
          parameter("before", "query", "Begin at this moment: the `next` of the page before"),
          limit,
        ],
      },
    ),
  },
  "/api/shops/{shop}/customers/{customer}/export": {
    get: shopRoute(
      "Everything held about one person",
      { "200": answer("All of it", { type: "object" }) },
      { parameters: [customer] },
    ),
  },
  "/api/shops/{shop}/customers/{customer}/commands": {
    post: shopRoute(
      "A merchant's command about one customer",
      {
        "200": answer("Done", object({ ok: { type: "boolean" }, sentences: list(text) })),
        ...limits,
        "422": problem("The engine refused it"),
      },
      { parameters: [customer], requestBody: body(object({ type: text })) },
    ),
  },
  "/api/shops/{shop}/customers/{customer}/segments": {
    get: shopRoute(
      "The segments one customer is in, and since when",
      {
        "200": answer(
          "Memberships",
          object({
            customer: text,
            segments: list(object({ segment: text, name: text, since: moment })),
          }),
        ),
      },
      { parameters: [customer] },
    ),
  },
};
