/** Shops and their configuration. */
import {
  text,
  moment,
  ref,
  object,
  list,
  answer,
  body,
  problem,
  limits,
  parameter,
  shopRoute,
} from "./words.ts";

export const shops = {
  "/api/shops": {
    get: {
      summary: "The shops the caller may see",
      responses: {
        "200": answer("Shops", object({ shops: list({ type: "object" }) })),
      },
    },
    post: {
      summary: "Makes a shop and gives its addresses and keys",
      requestBody: body(
        object(
          {
            platform: { enum: ["shopify", "woocommerce"] },
            domain: text,
            webhook_secret: text,
            time_zone: text,
            currency: text,
            origins: list(text),
          },
          ["platform", "domain", "time_zone", "currency"],
        ),
      ),
      responses: {
        "201": answer(
          "Made",
          object({
            shop: text,
            webhook_url: text,
            write_key: text,
            server_key: text,
            events_url: text,
            admin_url: text,
          }),
        ),
        ...limits,
        "409": problem("The store is connected already; `shop` names it"),
        "422": problem("A field cannot be used; `field` names it"),
      },
    },
  },
  "/api/shops/{shop}": {
    get: shopRoute("The shop itself", {
      "200": answer(
        "The shop",
        object({
          shop: text,
          platform: text,
          domain: text,
          order_statuses: list(text),
        }),
      ),
    }),
    delete: shopRoute(
      "Deletes the shop with all its customers, for good",
      {
        "204": { description: "Deleted" },
        "422": problem("`domain` doesn't name the shop"),
      },
      { parameters: [parameter("domain", "query", "The shop's domain, to say that it is meant")] },
    ),
  },
  "/api/shops/{shop}/domain": {
    put: shopRoute(
      "Follows the store to another domain; everything stays as it is",
      {
        "200": answer("Moved", object({ shop: text, domain: text })),
        ...limits,
        "409": problem("A shop of that domain is connected already; `shop` names it"),
        "422": problem("The domain cannot be used"),
      },
      { requestBody: body(object({ domain: text })) },
    ),
  },
  "/api/shops/{shop}/outgoing-webhook-secret": {
    post: shopRoute("Tells what outgoing webhooks are signed with", {
      "200": answer("The secret", object({ outgoing_webhook_secret: text })),
    }),
  },
  "/api/shops/{shop}/server-key": {
    post: shopRoute(
      "Gives the shop a new secret key for calls from its server; the one before ends",
      {
        "200": answer("The key; it is not shown again", object({ server_key: text })),
      },
    ),
  },
  "/api/shops/{shop}/webhook-address": {
    post: shopRoute(
      "Gives the shop a new webhook address; the one before stays good until the next change",
      {
        "200": answer("The address; it is not shown again", object({ webhook_url: text })),
      },
    ),
  },
  "/api/shops/{shop}/webhook-secret": {
    put: shopRoute(
      "Puts a new signing secret first; the one before stays good",
      {
        "200": answer("Changed", object({ webhook_secrets: { type: "integer" } })),
        ...limits,
        "422": problem("The secret cannot be used"),
      },
      { requestBody: body(object({ webhook_secret: text })) },
    ),
  },
  "/api/shops/{shop}/clock": {
    post: shopRoute(
      "Moves the clock, ahead or back, and does what became due; in development only",
      {
        "200": answer("Moved", object({ now: moment, offset_ms: { type: "integer" } })),
        ...limits,
        "403": problem("The clock does not move in production"),
        "422": problem("The step cannot be used"),
      },
      { requestBody: body(object({ advance_ms: { type: "integer" } })) },
    ),
  },
  "/api/shops/{shop}/config": {
    get: shopRoute("The live configuration and its revisions", {
      "200": answer("Configuration", object({ plan: text, config: { type: "object" } })),
    }),
    put: shopRoute(
      "Saves a configuration; with errors nothing changes",
      {
        "200": answer("Live", ref("Saved")),
        ...limits,
        "422": answer("Refused, with every diagnostic", ref("Saved")),
      },
      {
        requestBody: body(
          { type: "object" },
          "The merchant's file; `pkg/schema` holds its JSON Schema",
        ),
      },
    ),
  },
  "/api/shops/{shop}/plans/{plan}": {
    get: shopRoute(
      "The compiled configuration a decision was made with",
      { "200": answer("The text, to the letter", { type: "object" }) },
      { parameters: [parameter("plan", "path", "The plan's id")] },
    ),
  },
};
