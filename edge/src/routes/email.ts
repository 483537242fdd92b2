/** What a shop's email goes through: set, tried, tested. */
import * as contract from "../contract/email.ts";
import { publicUrl } from "../env.ts";
import { invalidField, notFound, Problem } from "../problem.ts";
import type { Unusable } from "../shop/email-connection.ts";
import { gives, group, json, nothing, Reply, route } from "./route.ts";

/** @throws Problem 422 that names the member */
function usable<T extends object>(given: T | Unusable, inside = ""): T {
  if ("field" in given) throw invalidField(`${inside}${given.field}`, given.rule);
  return given;
}

const ABOUT = "The email provider or mail server that a shop's email goes through.";

export const email = group("Email", ABOUT, [
  route("GET /api/shops/{shop}/email-connection", {
    id: "getEmailConnection",
    summary: "Get what email goes through, and whether it was tested",
    access: "operations:read",
    answers: {
      200: gives("The connection, without its password or key", contract.EmailConnection),
    },
    handle: ({ shop }) => shop.channels.emailConnection(),
  }),

  route("PUT /api/shops/{shop}/email-connection", {
    id: "setEmailConnection",
    summary: "Send this shop's email through its own provider or mail server",
    description:
      "The key or password is kept sealed and never returned. Email that wasn't taken before is tried again at once.",
    access: "owner",
    change: "email-connection-changed",
    body: json(contract.NewEmailConnection),
    answers: { 200: gives("The connection now", contract.EmailConnection) },
    handle: async ({ shop, body }) => {
      const refused = await shop.channels.setEmailConnection(body);
      if (refused !== null) usable(refused);
      return shop.channels.emailConnection();
    },
  }),

  route("POST /api/shops/{shop}/email-connection/report-address", {
    id: "createReportAddress",
    summary: "Create a new address for the provider's reports",
    description:
      "Enter it as a webhook in your provider's account. It is shown once; the previous address stops working.",
    access: "owner",
    change: "report-address-made",
    answers: { 201: gives("The address", contract.ReportAddress) },
    errors: { 409: "No provider is set up that could report" },
    handle: async ({ env, url, shop }) => {
      const made = await shop.channels.makeReportAddress();
      if (made === null) {
        const message = "Mail servers don't report. Set up an email provider first.";
        throw new Problem(409, "no-reports", message);
      }
      return new Reply(201, { url: `${publicUrl(env, url.origin)}/webhooks/email/${made}` });
    },
  }),

  route("DELETE /api/shops/{shop}/email-connection", {
    id: "deleteEmailConnection",
    summary: "Go back to the installation's mail server",
    access: "owner",
    change: "email-connection-removed",
    answers: { 204: nothing("Removed") },
    errors: { 404: "The shop has set up nothing of its own" },
    handle: async ({ shop }) => {
      if (!(await shop.channels.removeEmailConnection())) throw notFound("email connection");
      return undefined;
    },
  }),

  route("POST /api/shops/{shop}/email-connection/check", {
    id: "checkEmailConnection",
    summary: "Try the connection without sending anything",
    description: "With `server` in the body, those settings are tried and not saved.",
    access: "operations:write",
    change: "email-connection-checked",
    body: json(contract.EmailCheck),
    answers: { 200: gives("Whether it works, and what to fix", contract.EmailChecked) },
    handle: async ({ shop, body, trail }) => {
      const found = usable(await shop.channels.checkEmailConnection(body.server), "server.");
      trail.detail = { works: found.works };
      return found;
    },
  }),

  route("POST /api/shops/{shop}/email-connection/test-email", {
    id: "sendTestEmail",
    summary: "Send a test email to yourself",
    access: "operations:write",
    change: "test-email-sent",
    body: json(contract.TestEmail),
    answers: { 200: gives("Whether it was accepted, and what to fix", contract.EmailChecked) },
    handle: async ({ shop, body, trail }) => {
      const sent = await shop.channels.sendTestEmail(body.to);
      if (sent === null) throw invalidField("to", "must be an email address");
      trail.detail = { works: sent.works };
      return sent;
    },
  }),
]);
