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
  overload,
  parameter,
  customer,
  limit,
  offset,
  shopRoute,
} from "./words.ts";

export const customers = {
  "/api/shops/{shop}/consents": {
    post: shopRoute(
      "Brings consents: one, lines of JSON, a CSV, or an export of Klaviyo, Mailchimp, Omnisend or MailPoet; those who unsubscribed, bounced or complained are taken first. See docs/consent.md",
      {
        "200": answer(
          "What became of the rows",
          object({
            forms: list({ type: ["string", "null"] }),
            rows: { type: "integer" },
            taken: { type: "integer" },
            known: { type: "integer" },
            refused: { type: "integer" },
            refusals: list(object({ line: { type: "integer" }, reason: text })),
            problems: list(object({ line: { type: "integer" }, message: text })),
          }),
        ),
        ...limits,
        "409": problem("Mailchimp’s files of those who unsubscribed and bounced come first"),
        "422": problem("No row could be used"),
        ...overload,
      },
      {
        parameters: [
          parameter(
            "nobody_left",
            "query",
            "`true`: nobody ever unsubscribed from the Mailchimp audience",
          ),
        ],
        requestBody: body(
          object(
            {
              email: text,
              phone: text,
              channel: { enum: ["email", "sms", "push"] },
              consent: {
                enum: ["subscribed", "unsubscribed", "pending", "bounced", "complained"],
              },
              at: { type: "string", format: "date-time" },
              origin: text,
              text: { type: "string", description: "The text that was agreed to" },
              resubscribed: { type: "boolean" },
            },
            ["channel", "consent"],
          ),
          'One row; or a file as it is, or several as {"files": […]}',
        ),
      },
    ),
  },
  "/api/shops/{shop}/customers": {
    get: shopRoute(
      "Customers, the latest decided first, and how many there are of them",
      {
        "200": answer(
          "Customers",
          object({ customers: list({ type: "object" }), total: { type: "integer" } }),
        ),
        "400": problem("A number cannot be used, or a search stands in the address"),
      },
      {
        parameters: [limit, offset],
      },
    ),
  },
  "/api/shops/{shop}/customers/search": {
    post: shopRoute(
      "Customers whom a search finds, and how many they are; what is looked for stands in the body, so that it gets into no log",
      {
        "200": answer(
          "Customers",
          object({ customers: list({ type: "object" }), total: { type: "integer" } }),
        ),
        ...limits,
        "422": problem("The search cannot be used"),
      },
      {
        requestBody: body(
          object(
            {
              q: {
                type: "string",
                maxLength: 200,
                description: "An email, a telephone number, an id, or a part of a name",
              },
              limit: { type: "integer", minimum: 0 },
              offset: { type: "integer", minimum: 0 },
            },
            ["q"],
          ),
        ),
      },
    ),
  },
  "/api/shops/{shop}/customers/{customer}": {
    get: shopRoute(
      "One customer: where they stand, state, next wake, the newest 200 effects, and in `earlier` where the stories of those merged into them begin: a `before` of the timeline",
      { "200": answer("The customer", { type: "object" }) },
      { parameters: [customer] },
    ),
    delete: shopRoute(
      "Erases one customer for good: unreadable at once, in old copies of the data files within a minute; what is left is removed in the background",
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
      "Everything held about one person, as a stream",
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
