/** How the automation runs: metrics and alerts, the switch that stops sending, and health. */
import { AlertChannels, NewAlertChannels } from "../contract/alert-channels.ts";
import * as contract from "../contract/operations.ts";
import { moment, note, optional } from "../contract/schema.ts";
import { invalidField, Problem } from "../problem.ts";
import { gives, group, json, route } from "./route.ts";
import { hasWebhookSecret } from "./set-up.ts";

/** The longest period that is summed at once, in milliseconds: 31 days. */
const LONGEST = 31 * 24 * 3_600_000;

export const operations = group(
  "Operations",
  "How the automation runs, and the switch to stop it.",
  [
    route("GET /api/shops/{shop}/operations", {
      id: "getOperations",
      summary: "Get metrics and alerts for a period, with the period before to compare",
      access: "operations:read",
      query: {
        from: optional(note(moment, "Start of the period; 24 hours before `until` when left out")),
        until: optional(
          note(moment, "End of the period; now when left out. At most 31 days after `from`"),
        ),
      },
      answers: { 200: gives("Metrics, the load by half hours, and alerts", contract.Operations) },
      handle: ({ env, shop, listing, query: { from = null, until = null } }) => {
        if (from !== null && until !== null && (until <= from || until - from > LONGEST)) {
          const message = "until must be after from, by at most 31 days.";
          throw new Problem(400, "invalid-parameter", message, {}, { field: "until" });
        }
        return shop.admin.operations(from, until, hasWebhookSecret(env, listing));
      },
    }),

    route("PUT /api/shops/{shop}/operations/thresholds", {
      id: "setThresholds",
      summary: "Set when something needs the merchant",
      access: "operations:write",
      change: "thresholds-changed",
      body: json(contract.NewThresholds),
      answers: { 200: gives("Saved", contract.Thresholds) },
      handle: async ({ shop, body }) => {
        await shop.admin.setThresholds(body);
        return body;
      },
    }),

    route("GET /api/shops/{shop}/operations/alert-channels", {
      id: "getAlertChannels",
      summary: "Get where alerts go besides Home",
      access: "operations:write",
      answers: { 200: gives("Where alerts go", AlertChannels) },
      handle: ({ shop }) => shop.admin.alertChannels(),
    }),

    route("PUT /api/shops/{shop}/operations/alert-channels", {
      id: "setAlertChannels",
      summary: "Set where alerts go besides Home: email addresses, and a webhook or chat",
      description:
        "An alert is told once, when it begins. What needs the merchant already is told within minutes.",
      access: "operations:write",
      change: "alert-channels-changed",
      body: json(NewAlertChannels),
      answers: { 200: gives("Saved", AlertChannels) },
      handle: async ({ shop, body }) => {
        await shop.admin.setAlertChannels(body);
        return shop.admin.alertChannels();
      },
    }),

    route("GET /api/shops/{shop}/sending", {
      id: "getSending",
      summary: "Get whether sending is stopped, and which messages wait because of it",
      access: "operations:read",
      answers: { 200: gives("What is stopped, and what waits", contract.Sending) },
      handle: ({ shop }) => shop.admin.sending(),
    }),

    route("PUT /api/shops/{shop}/sending", {
      id: "switchSending",
      summary: "Stop or resume sending, on one channel or all",
      description:
        "Before a message that waited goes out, consent, quiet hours and exits are checked again.",
      access: "operations:write",
      change: "sending-switched",
      body: json(contract.SendingSwitch),
      answers: { 200: gives("What is stopped now, and what still waits", contract.Sending) },
      handle: ({ shop, body: { channel, stopped, skip_due_before: skip }, trail }) => {
        if (stopped && skip !== null) {
          throw invalidField("skip_due_before", "must be left out when stopping");
        }
        trail.detail = { stopped, channel };
        return shop.admin.switchSending(channel, stopped, skip);
      },
    }),

    route("POST /api/shops/{shop}/sending/domains", {
      id: "resumeDomain",
      summary: "Send to a paused domain again",
      description:
        "A domain is paused when many of its addresses that worked lately bounce within minutes. What bounced is then forgotten, and what waits is sent. Where a domain isn't paused, nothing changes.",
      access: "operations:write",
      change: "domain-resumed",
      body: json(contract.ResumedDomain),
      answers: { 200: gives("What is stopped, and what waits", contract.Sending) },
      handle: ({ shop, body: { domain }, trail }) => {
        trail.detail = { domain };
        return shop.admin.resumeDomain(domain);
      },
    }),

    route("GET /api/shops/{shop}/health", {
      id: "getHealth",
      summary: "Get a shop's vital figures",
      access: "operations:read",
      answers: { 200: gives("Metrics", contract.Health) },
      handle: ({ shop }) => shop.admin.health(),
    }),
  ],
);
