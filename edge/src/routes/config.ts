/** A shop's configuration: read, checked, published. */
import { Config, NewConfig } from "../contract/engine.ts";
import type { Of } from "../contract/schema.ts";
import { ConfigCheck, LiveConfig, Published } from "../contract/workflows.ts";
import { notFound } from "../problem.ts";
import type { Json } from "../shop/json.ts";
import { LARGEST_CONFIG } from "../shop/plans.ts";
import { gives, group, judged, Reply, route } from "./route.ts";

export const configuration = group(
  "Configuration",
  "What a merchant configures: messages, policy, segments, and workflows.",
  [
    route("GET /api/shops/{shop}/config", {
      id: "getConfig",
      summary: "Get the live configuration and its history",
      access: "workflows:read",
      answers: { 200: gives("The configuration", LiveConfig) },
      handle: ({ shop }) => shop.admin.config(),
    }),

    route("PUT /api/shops/{shop}/config", {
      id: "publishConfig",
      summary: "Publish a configuration",
      description: "With errors nothing changes, and every error is reported at once.",
      access: "workflows:write",
      change: "config-published",
      body: judged(NewConfig, LARGEST_CONFIG),
      answers: {
        200: gives("Published", Published),
        422: gives("Refused, with errors", Published),
      },
      handle: async ({ shop, body, trail }) => {
        const { live, answer, workflows } = await shop.admin.saveConfig(body);
        trail.detail = { workflows };
        return new Reply(live ? 200 : 422, answer);
      },
    }),

    route("POST /api/shops/{shop}/config/check", {
      id: "checkConfig",
      summary: "Check a configuration without publishing it",
      description: "Reports what is wrong with it, and what publishing it would do.",
      access: "workflows:read",
      change: null,
      body: judged(NewConfig, LARGEST_CONFIG),
      answers: { 200: gives("What was found", ConfigCheck) },
      handle: ({ shop, body }) => shop.admin.checkConfig(body),
    }),

    route("GET /api/shops/{shop}/plans/{plan}", {
      id: "getPlan",
      summary: "Get the compiled configuration a decision was made with, byte for byte",
      access: "workflows:read",
      answers: { 200: gives("The configuration as it was compiled", Config) },
      handle: async ({ shop, part }) => {
        const text = await shop.admin.planText(part("plan"));
        if (text === null) throw notFound("plan");
        // It never changes: its ID is its hash.
        return new Reply(200, text as Json<Of<typeof Config>>, {
          "cache-control": "private, max-age=86400",
        });
      },
    }),
  ],
);
