/** The outbox: messages and actions, and what became of them. */
import { OUTBOX_STATES, OutboxPage, Resolution, Resolved } from "../contract/outbox.ts";
import { limit, note, offset, oneOf, optional, text } from "../contract/schema.ts";
import { notFound, Problem } from "../problem.ts";
import { gives, group, json, route } from "./route.ts";

/** A word to filter by; none is longer. */
const word = (description: string) => optional(note(text, description));

export const outbox = group("Messages", "Messages and actions, and what became of them.", [
  route("GET /api/shops/{shop}/outbox", {
    id: "listOutbox",
    summary: "List messages and actions, the newest first, with what was sent",
    access: "customers:read",
    namesOnly: true,
    query: {
      state: optional(oneOf(OUTBOX_STATES)),
      workflow: word("Only of this workflow"),
      step: word("Only at this step"),
      channel: word("Only by this channel"),
      type: word("Only of this kind, such as `send`"),
      of: optional(note(oneOf(["messages", "actions"]), "Only messages, or only other actions")),
      limit: limit(100, 500),
      offset,
    },
    answers: { 200: gives("Messages and actions", OutboxPage) },
    handle: ({ shop, query: { limit: most, offset: skip, ...filter } }) =>
      shop.admin.outbox(filter, most, skip),
  }),

  route("POST /api/shops/{shop}/outbox/{effect}/resolve", {
    id: "resolveMessage",
    summary: "Say whether a message of unknown outcome arrived",
    description:
      "A message is `unknown` when it was handed over and no answer came. If it didn't arrive, the engine is asked again, and it's sent only if it still may be.",
    access: "operations:write",
    change: "message-resolved",
    body: json(Resolution),
    answers: { 200: gives("What came of it", Resolved) },
    errors: {
      404: "There is no such message",
      409: "It isn't unknown whether it arrived",
    },
    handle: async ({ shop, part, body: { arrived }, trail }) => {
      trail.detail = { arrived };
      const outcome = await shop.admin.resolveMessage(part("effect"), arrived);
      if (outcome === "not-found") throw notFound("message");
      if (outcome === "not-unknown") {
        throw new Problem(409, "not-unknown", "What became of this message is known already.");
      }
      return { outcome };
    },
  }),
]);
