/** How fast a shop's email goes out, and what waits for its turn. */
import * as v from "valibot";
import {
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
  request,
  text,
  whole,
} from "./schema.ts";

/** Why an email waits although it may go: reasons of the outbox. */
export const TURNS = [
  "waits-for-turn",
  "provider-slow",
  "mailbox-provider-slow",
  "warm-up-limit",
] as const;
export type Turn = (typeof TURNS)[number];

const LONGEST_WARM_UP = 60;
const days = note(
  v.pipe(
    list(whole(1, 10_000_000)),
    v.minLength(1, "must name at least one day"),
    v.maxLength(LONGEST_WARM_UP, `must be at most ${LONGEST_WARM_UP} days`),
  ),
  "The most emails of each day, from the day it is turned on",
);

export const WarmUp = named(
  "WarmUp",
  object({ started_at: note(moment, "A day is 24 hours from here"), days }),
);
export type WarmUp = Of<typeof WarmUp>;

const perMinute = (of: string) =>
  maybe(note(whole(1, 600_000), `The most emails a minute, ${of}; null for no limit of yours`));
const limits = {
  per_minute: perMinute("all together"),
  mailbox_provider_per_minute: perMinute(
    "to each large mailbox provider, and to all others together",
  ),
};

export const EmailPace = named(
  "EmailPace",
  object({
    ...limits,
    warm_up: maybe(WarmUp),
    provider: note(
      object({
        per_second: maybe(note(v.number(), "The most emails a second")),
        known_from: note(
          oneOf(["provider", "account", "none"]),
          "What the provider states for everybody, or what it said of this account",
        ),
        batch: note(count, "The most emails one request of its API holds; one is sent at a time"),
        idempotent_for_ms: note(
          count,
          "How long the same email, sent again, is known as the same; 0 where it isn't",
        ),
      }),
      "What the provider can",
    ),
    today: note(
      maybe(object({ day: note(count, "Counted from 1"), most: count, sent: count, ends: moment })),
      "What today's warm-up limit allows; null without one",
    ),
    waiting: note(
      list(object({ reason: oneOf(TURNS), messages: count, first_due: moment })),
      "What waits for its turn, by why",
    ),
    slowed: note(
      list(
        object({
          what: note(text, "`provider`, a mailbox provider such as `gmail`, or `other`"),
          until: note(moment, "Nothing goes before this moment; after it, slowly at first"),
        }),
      ),
      "Who asked to be sent less",
    ),
  }),
);
export type EmailPace = Of<typeof EmailPace>;

export const NewEmailPace = request({
  ...limits,
  warm_up: maybe(
    request({
      days,
      restart: note(flag, "Whether today is the first day again, where it is on already"),
    }),
  ),
});
export type NewEmailPace = Of<typeof NewEmailPace>;
