/** How fast a shop's email goes out: read and set. */
import * as contract from "../contract/email-pace.ts";
import { gives, group, json, route } from "./route.ts";

const ABOUT = "How fast a shop's email goes out, and what waits for its turn.";

export const emailPace = group("Email pace", ABOUT, [
  route("GET /api/shops/{shop}/email-pace", {
    id: "getEmailPace",
    summary: "Get how fast email goes out, and what waits for its turn",
    access: "operations:read",
    answers: { 200: gives("The pace, and what waits", contract.EmailPace) },
    handle: ({ shop }) => shop.channels.emailPace(),
  }),

  route("PUT /api/shops/{shop}/email-pace", {
    id: "setEmailPace",
    summary: "Set how fast email may go out, and a warm-up",
    description:
      "The provider's own limit holds as well. What is too early waits without failing, and is asked for permission again when it's its turn. Transactional email goes first, and a warm-up's limits don't hold it back.",
    access: "operations:write",
    change: "email-pace-changed",
    body: json(contract.NewEmailPace),
    answers: { 200: gives("The pace now", contract.EmailPace) },
    handle: async ({ shop, body, trail }) => {
      await shop.channels.setEmailPace(body);
      trail.detail = { warm_up: body.warm_up !== null };
      return shop.channels.emailPace();
    },
  }),
]);
