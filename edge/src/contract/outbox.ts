/** The outbox: what was to be done for customers, and what became of it. */
import type { Effect } from "edgewise";
import * as v from "valibot";
import { Payload } from "./engine.ts";
import {
  CHANNELS,
  count,
  flag,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  optional,
  request,
  tally,
  text,
} from "./schema.ts";

export const OUTBOX_STATES = ["new", "leased", "sent", "failed", "unknown", "withdrawn"] as const;

/** What can become of a message, from the least grave on. */
export const RETURNS = [
  "bounced-for-now",
  "delivered",
  "undelivered",
  "unsubscribed",
  "refused",
  "rejected",
  "bounced",
  "complained",
] as const;

export const EFFECTS = [
  "send",
  "apply_coupon",
  "add_points",
  "unsubscribe",
  "change_tier",
  "assign",
  "create_ticket",
  "add_to_audience",
  "remove_from_audience",
  "show_offer",
  "hide_offer",
  "sync_customer",
  "create_task",
  "add_order_note",
  "webhook",
  "add_tag",
  "remove_tag",
] as const satisfies readonly Effect["type"][];

const SentEmail = named(
  "SentEmail",
  object({
    from: text,
    to: text,
    subject: text,
    html: text,
    text,
    test: optional(note(flag, "Whether it is somebody's test")),
  }),
);

const SentText = named(
  "SentText",
  object({
    to: text,
    text,
    segments: note(count, "In how many segments it left; each is paid"),
    links: optional(note(list(text), "Where its short links lead, in their order")),
    test: optional(note(flag, "Whether it is somebody's test")),
  }),
);

const MadeCall = named("MadeCall", object({ url: text, body: note(text, "JSON") }));

/** What was sent, once it was made: an email, a text message, a call, or what else an action was made with. */
const content = v.union([SentEmail, SentText, MadeCall, Payload]);

const certainties = object({
  human: count,
  uncertain: note(count, "A sign speaks against a person"),
  machine: note(count, "A mail app or a filter did it"),
});

/** What became of a message, as far as it is reported. */
const CameBack = named(
  "CameBack",
  object({
    state: note(
      maybe(oneOf(RETURNS)),
      "It only climbs: a complaint stands above a delivery, whichever is reported first",
    ),
    why: note(maybe(text), "The code or word that was given first"),
    at: maybe(moment),
    clicks: certainties,
    opens: certainties,
  }),
);
export type CameBack = Of<typeof CameBack>;

const fields = {
  id: note(text, "Also the provider's idempotency key"),
  customer: text,
  type: oneOf(EFFECTS),
  channel: maybe(oneOf(CHANNELS)),
  kind: maybe(oneOf(["marketing", "transactional"])),
  workflow: text,
  step: text,
  enrollment: text,
  depends_on: note(maybe(text), "The item that must be done first"),
  due: moment,
  state: oneOf(OUTBOX_STATES),
  reason: note(maybe(text), "Why it is in this state"),
  attempt: note(count, "How often it was handed over"),
  begun: note(count, "How often its preparation began since then"),
  next_at: maybe(moment),
  leased_at: maybe(moment),
  created_at: moment,
  done_at: maybe(moment),
  content: maybe(content),
  unreadable: optional(v.literal(true)),
  came_back: optional(CameBack),
};

/** One message or action. */
export const OutboxItem = named("OutboxItem", object(fields));
export type OutboxItem = Of<typeof OutboxItem>;

/** A name and an address for a list. */
export const Person = object({ name: maybe(text), email: maybe(text) });

export const OutboxEntry = named("OutboxEntry", object({ ...fields, person: Person }));
export type OutboxEntry = Of<typeof OutboxEntry>;

/** What a merchant found out about a message of which nobody knew whether it arrived. */
export const Resolution = request({
  arrived: note(flag, "Whether it arrived; otherwise it's sent again, if it still may be"),
});
export const Resolved = named(
  "Resolved",
  object({
    outcome: note(
      oneOf(["sent", "sent-again", "withdrawn"]),
      "`withdrawn` where it may no longer be sent, such as when the customer left the workflow",
    ),
  }),
);
export type Resolved = Of<typeof Resolved>;

export const OutboxPage = named(
  "OutboxPage",
  object({
    outbox: list(OutboxEntry),
    total: note(count, "How many match"),
    counts: note(tally, "How many there are by state"),
  }),
);
export type OutboxPage = Of<typeof OutboxPage>;
