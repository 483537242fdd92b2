/** What anybody may call: pages, platforms' webhooks, browsers' events, links in messages. */
import {
  ref,
  answer,
  body,
  problem,
  unauthorized,
  missing,
  limits,
  overload,
  parameter,
  token,
  open,
} from "./words.ts";

const webhook = (summary: string, signature: string) => ({
  summary,
  security: open,
  parameters: [token, parameter(signature, "header", "base64 of HMAC-SHA256 over the raw body")],
  requestBody: body({}, "The platform's body, untouched"),
  responses: {
    "200": answer("Taken in, and on disk", ref("Outcome")),
    ...unauthorized,
    ...missing,
    ...limits,
    ...overload,
  },
});

export const outside = {
  "/": {
    get: {
      summary: "Goes to the admin page",
      security: open,
      responses: { "302": { description: "To /app/" } },
    },
  },
  "/app/{path}": {
    get: {
      summary: "The admin page and its files",
      security: open,
      parameters: [parameter("path", "path", "A file; empty for the page")],
      responses: { "200": { description: "The file" }, ...missing },
    },
  },
  "/openapi.json": {
    get: {
      summary: "This description",
      security: open,
      responses: { "200": answer("OpenAPI 3.1", { type: "object" }) },
    },
  },
  "/webhooks/shopify/{token}": {
    post: webhook("A webhook of a Shopify shop", "X-Shopify-Hmac-Sha256"),
  },
  "/webhooks/woocommerce/{token}": {
    post: webhook("A webhook of a WooCommerce shop", "X-WC-Webhook-Signature"),
  },
  "/webhooks/shopify/compliance": {
    post: {
      summary: "Shopify's privacy topics, for all shops",
      security: open,
      parameters: [
        parameter("X-Shopify-Hmac-Sha256", "header", "base64 of HMAC-SHA256 over the raw body"),
        parameter(
          "X-Shopify-Topic",
          "header",
          "customers/data_request, customers/redact or shop/redact",
        ),
      ],
      requestBody: body({ type: "object" }),
      responses: {
        "200": answer("Taken in", ref("Outcome")),
        ...unauthorized,
        ...limits,
        ...overload,
      },
    },
  },
  "/v1/events": {
    post: {
      summary: "Web pixel events and Segment calls, one or many",
      security: [{ writeKey: [] }, { writeKeyAsUser: [] }, { writeKeyInQuery: [] }],
      parameters: [
        parameter("source", "query", "shopify-pixel or segment; told from the body when left out"),
      ],
      requestBody: body(
        {},
        "One message, a list, or an object with a list in `batch`; at most 500 KiB",
      ),
      responses: {
        "200": answer("Taken in, and on disk", ref("Outcome")),
        ...unauthorized,
        ...limits,
        "403": problem("This origin may not send for this shop"),
        "429": problem(
          "Too many calls, messages or new visitors for this key or this address; the message names the limit, `Retry-After` says when to go on, and nothing of the body was taken",
        ),
        ...overload,
      },
    },
    options: {
      summary: "A browser's question before a call",
      security: open,
      responses: { "204": { description: "Go on" } },
    },
  },
  "/u/{token}": {
    get: {
      summary: "The page of an unsubscribe link; changes nothing",
      security: open,
      parameters: [token],
      responses: { "200": { description: "A page with one button" }, ...missing },
    },
    post: {
      summary: "Unsubscribes in one click (RFC 8058)",
      security: open,
      parameters: [token],
      responses: { "200": { description: "A page that says so" }, ...missing },
    },
  },
};
