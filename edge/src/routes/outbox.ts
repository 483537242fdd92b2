/** The outbox: messages and actions, and what became of them. */
import { OUTBOX_STATES, OutboxPage } from "../contract/outbox.ts";
import { limit, note, offset, oneOf, optional, text } from "../contract/schema.ts";
import { gives, group, route } from "./route.ts";

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
]);
