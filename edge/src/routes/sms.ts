/** What a shop's text messages go through: set, tried, tested. */
import * as contract from "../contract/sms.ts";
import { invalidField, notFound } from "../problem.ts";
import type { UnusableSms } from "../shop/sms-connection.ts";
import { gives, group, json, nothing, route } from "./route.ts";

/** @throws Problem 422 that names the member */
function usable<T extends object>(given: T | UnusableSms, inside = ""): T {
  if ("field" in given) throw invalidField(`${inside}${given.field}`, given.rule);
  return given;
}

const ABOUT = "The provider that a shop's text messages go through.";

export const sms = group("Text messages", ABOUT, [
  route("GET /api/shops/{shop}/sms-connection", {
    id: "getSmsConnection",
    summary: "Get what text messages go through, and whether it was tested",
    access: "operations:read",
    answers: { 200: gives("The connection, without its key", contract.SmsConnection) },
    handle: ({ shop }) => shop.channels.smsConnection(),
  }),

  route("PUT /api/shops/{shop}/sms-connection", {
    id: "setSmsConnection",
    summary: "Send this shop's text messages through a provider",
    description:
      "The key is kept sealed and never returned. Texts that waited for a provider are sent at once.",
    access: "owner",
    change: "sms-connection-changed",
    body: json(contract.NewSmsConnection),
    answers: { 200: gives("The connection now", contract.SmsConnection) },
    handle: async ({ shop, body }) => {
      const refused = await shop.channels.setSmsConnection(body);
      if (refused !== null) usable(refused);
      return shop.channels.smsConnection();
    },
  }),

  route("DELETE /api/shops/{shop}/sms-connection", {
    id: "deleteSmsConnection",
    summary: "Remove the provider; text messages wait until there is another one",
    access: "owner",
    change: "sms-connection-removed",
    answers: { 204: nothing("Removed") },
    errors: { 404: "No provider is set up" },
    handle: async ({ shop }) => {
      if (!(await shop.channels.removeSmsConnection())) throw notFound("provider of text messages");
      return undefined;
    },
  }),

  route("POST /api/shops/{shop}/sms-connection/check", {
    id: "checkSmsConnection",
    summary: "Try the connection without sending anything",
    description: "With `connection` in the body, those settings are tried and not saved.",
    access: "operations:write",
    change: "sms-connection-checked",
    body: json(contract.SmsCheck),
    answers: { 200: gives("Whether it works, and what to fix", contract.SmsChecked) },
    handle: async ({ shop, body, trail }) => {
      const found = usable(await shop.channels.checkSmsConnection(body.connection), "connection.");
      trail.detail = { works: found.works };
      return found;
    },
  }),

  route("POST /api/shops/{shop}/sms-connection/test-text", {
    id: "sendTestText",
    summary: "Send a test text to yourself",
    access: "operations:write",
    change: "test-text-sent",
    body: json(contract.TestText),
    answers: { 200: gives("Whether it was accepted, and what to fix", contract.SmsChecked) },
    handle: async ({ shop, body, trail }) => {
      const sent = await shop.channels.sendTestText(body.to, body.message);
      if (sent === "no-number") {
        throw invalidField("to", "must be a phone number, with its country");
      }
      if (sent === "no-message") {
        throw invalidField("message", "must be the ID of a published text message");
      }
      trail.detail = { works: sent.works };
      return sent;
    },
  }),
]);
