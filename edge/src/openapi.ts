/**
 * The routes as people and tools read them: OpenAPI 3.1, served at `/openapi.json`.
 *
 * Kept by hand beside `routes/table.ts`, which adds who may call what. A test fails when a route is in one
 * and not in the other, and when the running Worker answers with a status that is not written here.
 */
import { customers } from "./openapi/customers.ts";
import { fleet } from "./openapi/fleet.ts";
import { keys } from "./openapi/keys.ts";
import { operations } from "./openapi/operations.ts";
import { outside } from "./openapi/outside.ts";
import { schemas } from "./openapi/schemas.ts";
import { segments } from "./openapi/segments.ts";
import { shops } from "./openapi/shops.ts";
import { workflows } from "./openapi/workflows.ts";

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
    ...outside,
    ...fleet,
    ...shops,
    ...keys,
    ...workflows,
    ...customers,
    ...segments,
    ...operations,
  },
  components: {
    securitySchemes: {
      adminKey: { type: "http", scheme: "bearer", description: "EDGEWISE_ADMIN_KEY" },
      apiKey: {
        type: "http",
        scheme: "bearer",
        description:
          "A key made with POST …/keys, of one shop and for some scopes; what an operation needs is listed beside it. A scope to write includes the one to read, `read-only` all scopes to read",
      },
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
    schemas,
  },
};
