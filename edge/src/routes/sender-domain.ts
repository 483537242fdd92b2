/** Whether the DNS of a shop's sender says that its email may come from where it does. */
import * as contract from "../contract/sender-domain.ts";
import { gives, group, json, route } from "./route.ts";

const ABOUT =
  "The DNS records of a shop's sender: whether they are what its email provider needs, and what to enter.";

export const senderDomain = group("Sender domain", ABOUT, [
  route("GET /api/shops/{shop}/sender-domain", {
    id: "getSenderDomain",
    summary: "Get what was last found in the DNS of the sender's domain",
    access: "operations:read",
    answers: { 200: gives("What was found", contract.SenderDomain) },
    handle: ({ shop }) => shop.channels.senderDomain(),
  }),

  route("POST /api/shops/{shop}/sender-domain/check", {
    id: "checkSenderDomain",
    summary: "Look up the DNS of the sender's domain now",
    description:
      "DKIM, SPF, DMARC, and MX are held against what the email provider needs. It's also looked up on each day on which email goes out.",
    access: "operations:write",
    change: "sender-domain-checked",
    body: json(contract.SenderDomainCheck),
    answers: { 200: gives("What was found", contract.SenderDomain) },
    handle: ({ shop, body }) => shop.channels.checkSenderDomain(body.selector),
  }),
]);
