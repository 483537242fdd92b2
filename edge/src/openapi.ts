/**
 * The routes as people and tools read them: OpenAPI 3.1, served at `/openapi.json`.
 *
 * Kept by hand beside `router.ts`. A test fails when a route is in one and not in the other, and when
 * the running Worker answers with a status that is not written here.
 */

const text = { type: "string" };
const moment = { type: "integer", description: "Milliseconds since 1970-01-01 UTC" };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
});
const list = (items: unknown) => ({ type: "array", items });
const json = (schema: unknown) => ({ "application/json": { schema } });
const answer = (description: string, schema: unknown) => ({ description, content: json(schema) });
const body = (schema: unknown, description = "") => ({
  required: true,
  description,
  content: json(schema),
});

const problem = (description: string) => answer(description, ref("Problem"));
const unauthorized = { "401": problem("No valid key, token or signature") };
const missing = { "404": problem("There is no such thing here") };
const limits = {
  "400": problem("The request is not of the right form"),
  "408": problem("The body took longer than 10 seconds"),
  "411": problem("The body's length was not told in Content-Length"),
  "413": problem("The body is larger than allowed"),
};
const overload = {
  "503": problem("Too much is waiting; `Retry-After` says when to send it again"),
};

const parameter = (
  name: string,
  place: "path" | "query" | "header",
  description: string,
  schema: unknown = text,
) => ({
  name,
  in: place,
  description,
  required: place === "path",
  schema,
});
const shop = parameter("shop", "path", "The shop's id");
const customer = parameter("customer", "path", "The customer's id");
const segment = parameter("segment", "path", "The segment's id");
const token = parameter("token", "path", "The unguessable part of the address");
const limit = parameter("limit", "query", "At most so many", { type: "integer", minimum: 0 });
const offset = parameter("offset", "query", "Leave out so many first", {
  type: "integer",
  minimum: 0,
});

const segmentFields = {
  id: text,
  name: text,
  description: { type: ["string", "null"] },
  members: { type: "integer" },
  edited_at: { type: ["integer", "null"], description: "When its condition last changed" },
  stale: { type: "boolean", description: "Whether that is more than three months ago" },
};
const admin = [{ adminKey: [] }, { shopifySessionToken: [] }];
const open: unknown[] = [];

/** An admin route: the shop in the path, and the refusals that all of them have. */
const shopRoute = (
  summary: string,
  responses: Record<string, unknown>,
  more: Record<string, unknown> = {},
) => ({
  summary,
  security: admin,
  ...more,
  parameters: [shop, ...((more.parameters as unknown[] | undefined) ?? [])],
  responses: { ...responses, ...unauthorized, ...missing },
});

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

export const openapi = {
  openapi: "3.1.0",
  info: {
    title: "Edgewise",
    version: "0.1.0",
    description:
      "Marketing automation for Shopify and WooCommerce. Times are integer milliseconds since 1970 UTC, money is minor units with a currency, ids are strings.",
    license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
  },
  paths: {
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
    "/healthz": {
      get: {
        summary: "Whether the Worker answers",
        security: open,
        responses: { "200": answer("It does", object({ ok: { type: "boolean" } })) },
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
          parameter(
            "source",
            "query",
            "shopify-pixel or segment; told from the body when left out",
          ),
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
          "429": problem("Too many calls; `Retry-After` says when to go on"),
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
    "/api/shops": {
      get: {
        summary: "The shops the caller may see",
        security: admin,
        responses: {
          "200": answer("Shops", object({ shops: list({ type: "object" }) })),
          ...unauthorized,
        },
      },
      post: {
        summary: "Makes a shop and gives its addresses and keys",
        security: [{ adminKey: [] }],
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
              events_url: text,
              admin_url: text,
            }),
          ),
          ...unauthorized,
          ...limits,
          "422": problem("A field cannot be used; `field` names it"),
        },
      },
    },
    "/api/shops/{shop}": {
      get: shopRoute("The shop itself", {
        "200": answer(
          "The shop",
          object({ shop: text, platform: text, domain: text, outgoing_webhook_secret: text }),
        ),
      }),
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
        "Moves the clock ahead and does what became due; in development only",
        {
          "200": answer("Moved", object({ now: moment, offset_ms: { type: "integer" } })),
          ...limits,
          "403": problem("The clock does not move in production"),
          "422": problem("The step cannot be used"),
        },
        { requestBody: body(object({ advance_ms: { type: "integer", minimum: 0 } })) },
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
    "/api/shops/{shop}/workflows": {
      get: shopRoute("The live workflows", {
        "200": answer("Workflows", object({ plan: text, workflows: list({ type: "object" }) })),
      }),
    },
    "/api/shops/{shop}/customers": {
      get: shopRoute(
        "Customers, the latest decided first, or those a search finds",
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
        "One customer: state, next wake, effects",
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
          "200": answer("Done", object({ ok: { type: "boolean" } })),
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
    "/api/shops/{shop}/segments": {
      get: shopRoute("The segments with their counts, and a recomputation under way", {
        "200": answer(
          "Segments",
          object({ segments: list(ref("Segment")), recomputation: ref("Recomputation") }),
        ),
      }),
    },
    "/api/shops/{shop}/segments/{segment}": {
      get: shopRoute(
        "One segment, and the days on which anybody entered or left, the newest first",
        {
          "200": answer("The segment", ref("SegmentDetail")),
          "400": problem("A number cannot be used"),
        },
        {
          parameters: [
            segment,
            parameter("days", "query", "At most so many days", { type: "integer", minimum: 0 }),
          ],
        },
      ),
    },
    "/api/shops/{shop}/segments/{segment}/members": {
      get: shopRoute(
        "Who is in a segment and since when, in the order of their ids",
        {
          "200": answer(
            "Members",
            object({
              segment: text,
              members: list(object({ customer: text, since: moment })),
              total: { type: "integer" },
              next: { type: ["string", "null"] },
            }),
          ),
          "400": problem("A number cannot be used"),
        },
        {
          parameters: [
            segment,
            parameter("after", "query", "Begin after this customer: the `next` of the page before"),
            limit,
          ],
        },
      ),
    },
    "/api/shops/{shop}/outbox": {
      get: shopRoute(
        "Effects, the newest first, with what was sent",
        {
          "200": answer(
            "Effects",
            object({ outbox: list({ type: "object" }), counts: { type: "object" } }),
          ),
          "400": problem("A parameter cannot be used"),
        },
        {
          parameters: [
            parameter("state", "query", "new, leased, sent, failed, unknown or withdrawn"),
            limit,
            offset,
          ],
        },
      ),
    },
    "/api/shops/{shop}/dead-letters": {
      get: shopRoute(
        "What was laid aside",
        {
          "200": answer("Letters", object({ dead_letters: list({ type: "object" }) })),
          "400": problem("A number cannot be used"),
        },
        { parameters: [limit] },
      ),
    },
    "/api/shops/{shop}/dead-letters/{letter}/retry": {
      post: shopRoute(
        "Tries again",
        { "200": answer("What came of it", object({ type: text })) },
        { parameters: [parameter("letter", "path", "The letter's id")] },
      ),
    },
    "/api/shops/{shop}/privacy-requests": {
      get: shopRoute("What people asked for, and until when to answer", {
        "200": answer("Requests", object({ privacy_requests: list({ type: "object" }) })),
      }),
    },
    "/api/shops/{shop}/health": {
      get: shopRoute("Whether all is well, in figures", {
        "200": answer(
          "Figures",
          object({ now: moment, outbox: { type: "object" }, dead_letters: { type: "integer" } }),
        ),
      }),
    },
  },
  components: {
    securitySchemes: {
      adminKey: { type: "http", scheme: "bearer", description: "EDGEWISE_ADMIN_KEY" },
      shopifySessionToken: {
        type: "http",
        scheme: "bearer",
        bearerFormat: "JWT",
        description: "From App Bridge; opens its own shop only",
      },
      writeKey: { type: "apiKey", in: "header", name: "X-Write-Key" },
      writeKeyAsUser: {
        type: "http",
        scheme: "basic",
        description: "The write key as user name, as Segment sends it",
      },
      writeKeyInQuery: { type: "apiKey", in: "query", name: "write_key" },
    },
    schemas: {
      Problem: object({ error: object({ code: text, message: text }) }),
      Outcome: object(
        {
          outcome: {
            enum: ["accepted", "duplicate", "ignored", "dead-letter", "ping", "unknown-shop"],
          },
          reason: text,
        },
        ["outcome"],
      ),
      Segment: object(segmentFields),
      SegmentDetail: object({
        ...segmentFields,
        condition: { type: "object" },
        history: list(
          object({
            day: { type: "string", format: "date", description: "By the shop's calendar" },
            entered: { type: "integer" },
            left: { type: "integer" },
            members: { type: "integer", description: "When the day ended" },
          }),
        ),
        recomputation: ref("Recomputation"),
      }),
      Recomputation: {
        description: "How many customers were moved to the live configuration; null when all were",
        oneOf: [object({ done: { type: "integer" }, of: { type: "integer" } }), { type: "null" }],
      },
      Saved: object({
        plan: { type: ["string", "null"] },
        revision: { type: "integer" },
        diagnostics: list(ref("Diagnostic")),
        changed: { type: "boolean" },
      }),
      Diagnostic: object({
        code: text,
        severity: { enum: ["error", "warning"] },
        path: text,
        message: text,
        help: text,
      }),
    },
  },
};
