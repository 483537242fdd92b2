/** How the automation runs: what was done, how late, what failed, and what needs the merchant. */
import { EngineInfo } from "./engine.ts";
import {
  CHANNELS,
  count,
  flag,
  integer,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  optional,
  otherwise,
  Progress,
  request,
  tally,
  text,
  whole,
} from "./schema.ts";
import * as v from "valibot";

/** How late things were, in milliseconds. */
export const Delay = object({
  count,
  mean_ms: count,
  most_ms: count,
  within_minute: note(count, "How many were done within a minute of their due time"),
  half_within_ms: note(maybe(count), "Half were within this; null if over 10 minutes"),
  most_within_ms: note(maybe(count), "95% were within this; null if over 10 minutes"),
});
export type Delay = Of<typeof Delay>;

/** Sums of a stretch of time, for the shop, a workflow, or a step. */
export const Sums = named(
  "Sums",
  object({
    entered: count,
    not_entered: note(tally, "By reason"),
    ended: note(tally, "By reason"),
    sent: note(tally, "Messages by channel"),
    done: note(count, "Actions other than messages"),
    failed: note(tally, "By reason"),
    unknown: note(count, "Messages that may have been delivered"),
    retried: count,
    deferred: note(tally, "By reason"),
    suppressed: note(tally, "By reason"),
    delay: Delay,
  }),
);
export type Sums = Of<typeof Sums>;

const Traffic = object({
  events: count,
  orders: count,
  order_mean_ms: note(maybe(count), "From the order to its decision"),
  order_most_ms: count,
});
export type Traffic = Of<typeof Traffic>;

export const Load = object({ at: moment, events: count, sent: count, done: count, late_ms: count });
export type Load = Of<typeof Load>;

export const WorkflowSums = named(
  "WorkflowSums",
  object({
    id: text,
    name: text,
    sums: Sums,
    before: Sums,
    steps: list(object({ id: text, sums: Sums })),
  }),
);
export type WorkflowSums = Of<typeof WorkflowSums>;

const MessageResults = object({
  message: text,
  delivered: count,
  opened: count,
  clicked: count,
  uncertain: note(count, "Opens and clicks that a sign speaks against; they count nowhere else"),
  scanned: note(count, "Automatic opens and clicks by mail apps and filters"),
  bounced: count,
  complained: count,
});

const thresholds = {
  late_ms: note(whole(1_000, 86_400_000), "Something is done later than this"),
  error_percent: note(whole(0, 100), "More attempts than this fail, in percent"),
  dead_letters: note(whole(0, 1_000_000), "More than this have failed for good"),
};

/** When something needs the merchant. */
export const Thresholds = named("Thresholds", object(thresholds));
export type Thresholds = Of<typeof Thresholds>;
export const NewThresholds = request(thresholds);

/** What can be stopped: one channel, or with null everything. */
export const Stoppable = maybe(oneOf(CHANNELS));
export type Stoppable = Of<typeof Stoppable>;

/** The switch that stops sending, and what waits because of it. */
export const Sending = named(
  "Sending",
  object({
    stopped: list(object({ channel: note(Stoppable, "Null for everything"), since: moment })),
    held: list(
      object({
        workflow: text,
        channel: text,
        messages: count,
        first_due: moment,
        last_due: moment,
      }),
    ),
    restored: note(
      maybe(object({ backup: moment, at: moment })),
      "The backup this shop was made from, until sending is resumed",
    ),
  }),
);
export type Sending = Of<typeof Sending>;

export const SendingSwitch = request({
  channel: otherwise(Stoppable, null),
  stopped: flag,
  skip_due_before: otherwise(
    note(maybe(moment), "When resuming, drop messages that were due before this time"),
    null,
  ),
});

/** A webhook's claim that only the platform or the merchant can confirm. */
export const Question = named(
  "Question",
  object({
    name: text,
    about: oneOf(["installation", "shop-data", "customer", "order", "product", "coupon"]),
    id: note(text, "Its ID on the platform"),
    customer: maybe(text),
    raised_at: moment,
    state: oneOf(["open", "scheduled", "confirmed", "undone"]),
    trouble: note(maybe(oneOf(["refused", "unreachable"])), "Why the platform has not answered"),
    answered_at: maybe(moment),
    answered_by: maybe(oneOf(["merchant", "platform", "delivery"])),
    runs_at: note(maybe(moment), "When the shop's data is erased"),
  }),
);
export type Question = Of<typeof Question>;

const questions = {
  questions: list(Question),
  can_ask: note(flag, "Whether the platform can be asked"),
};
export const Questions = named("Questions", object(questions));

export const QuestionAnswer = request({ name: text, answer: oneOf(["true", "undo"]) });

const secret = v.pipe(
  v.string("must be 8 to 200 printable characters without spaces"),
  v.regex(/^[\x21-\x7e]{8,200}$/, "must be 8 to 200 printable characters without spaces"),
);
/** How the shop's platform is asked; null forgets it. */
export const PlatformAccess = maybe(
  v.union(
    [request({ access_token: secret }), request({ consumer_key: secret, consumer_secret: secret })],
    'must be {"access_token": …} for Shopify, {"consumer_key": …, "consumer_secret": …} for WooCommerce, or null; each 8 to 200 printable characters without spaces',
  ),
);
export const PlatformAccessKept = object({ can_ask: flag });

const Background = object({
  erasing: object({
    people: count,
    shop: maybe(Progress),
    copies: note(flag, "Whether old copies of destroyed keys are still being overwritten"),
  }),
  moving_to_plan: note(
    maybe(Progress),
    "Customers moved to the live configuration; null when all were",
  ),
});
export type Background = Of<typeof Background>;

const Endpoint = object({
  origin: text,
  failures: note(count, "In a row"),
  failing_since: moment,
  open_until: note(count, "No call before this time, in milliseconds since 1970; 0 for none"),
});

export const ALERTS = [
  "overdue",
  "late",
  "errors",
  "retrying",
  "dead-letters",
  "endpoint-failing",
  "uninstalled",
  "platform-question",
  "turned-away",
  "fault",
  "nobody-to-write-to",
  "webhook-secret-missing",
  "sender-missing",
  "mail-server-missing",
  "sender-rejected",
  "domain-paused",
  "deliverability",
  "email-slowed",
  "sender-domain",
  "warm-up",
  "sms-provider-missing",
  "texts-retrying",
  "sms-sender-rejected",
  "unclear-opt-out",
  "cannot-work",
  "platform-error",
  "silent",
  "connection",
  "other-currency",
  "store-clock",
  "repeated",
  "import-incomplete",
  "not-compared",
  "copies",
  "few-codes",
  "privacy",
] as const;

/** Something that needs the merchant. */
export const Alert = named(
  "Alert",
  object({
    code: oneOf(ALERTS),
    message: text,
    help: note(text, "What to do about it"),
    workflow: maybe(text),
    domain: optional(note(text, "The paused domain, which can be resumed")),
  }),
);
export type Alert = Of<typeof Alert>;

/** A domain of recipients to which nothing is sent for now. */
export const ResumedDomain = request({ domain: note(text, "As an alert names it") });

export const Operations = named(
  "Operations",
  object({
    now: moment,
    zone: note(text, "The shop's time zone"),
    from: moment,
    until: moment,
    slot_ms: note(count, "The length of one entry of `load`"),
    sums: Sums,
    before: Sums,
    on_time: object({ within_minute: count, of: count }),
    last_event: note(maybe(moment), "The half hour in which the store last sent something"),
    sending: Sending,
    ...questions,
    traffic: object({ now: Traffic, before: Traffic }),
    load: note(list(Load), "The load by half hours"),
    workflows: list(WorkflowSums),
    messages: list(MessageResults),
    outbox: note(tally, "Messages and actions by state"),
    dead_letters: count,
    failing_endpoints: list(Endpoint),
    thresholds: Thresholds,
    background: Background,
    alerts: list(Alert),
  }),
);
export type Operations = Of<typeof Operations>;

export const Health = named(
  "Health",
  object({
    shop: text,
    now: moment,
    clock_offset_ms: integer,
    engine: EngineInfo,
    engine_traps: count,
    plan: text,
    customers: count,
    outbox: note(tally, "Messages and actions by state"),
    dead_letters: count,
    undecided: note(count, "Acknowledged webhooks that wait for the shop's turn"),
    next_due: maybe(moment),
    late_by_ms: count,
    alarm: maybe(moment),
    failing_endpoints: list(Endpoint),
    rows_written: count,
    uninstalled_at: maybe(moment),
    large_states: count,
    background: Background,
  }),
);
export type Health = Of<typeof Health>;
