/** What workflows earned: who got their messages, what came back, and what is credited to them. */
import { Attributed as Credits, Lift, NewAttribution } from "./engine.ts";
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
  request,
  text,
} from "./schema.ts";

export { Credits };

/** By what an order is credited. */
export const CREDITED_BY = ["code", "click", "delivery", "open"] as const;

const reactions = object({
  human: count,
  uncertain: note(count, "Only with a sign that speaks against a person; never credited"),
  machine: note(count, "Only by a mail app or a filter; never credited"),
});

const minor = note(integer, "In minor units of the report's currency, such as cents");

/** Sums of the messages sent in a period, and of what is credited to them. */
export const Earned = named(
  "Earned",
  object({
    recipients: note(count, "Customers who were sent at least one message"),
    messages: count,
    delivered: note(maybe(count), "Null where the provider reported nothing of these messages"),
    bounced: count,
    complained: count,
    unsubscribed: count,
    opened: note(reactions, "Messages that were opened, each in the first that fits"),
    clicked: note(reactions, "Messages in which a link was clicked, each in the first that fits"),
    segments: note(count, "Segments of text messages, each of which is paid"),
    codes_issued: count,
    codes_used: note(count, "Orders with a code that was issued in the period"),
    converted: note(count, "Customers with at least one credited order"),
    orders: note(count, "Credited orders"),
    gross: note(minor, "What credited orders came to before refunds"),
    net: note(minor, "The same after refunds, as of now"),
    by_code: note(minor, "The part of `net` that is credited to a code"),
    discount: note(minor, "Discounts on credited orders"),
    elsewhere: note(
      list(object({ currency: text, orders: count, gross: integer, net: integer })),
      "Credited orders in other currencies. They aren't part of the sums above",
    ),
  }),
);
export type Earned = Of<typeof Earned>;

const EarnedBefore = object({ messages: count, orders: count, gross: minor, net: minor });
export type EarnedBefore = Of<typeof EarnedBefore>;

const StepReport = object({ id: text, channel: maybe(oneOf(CHANNELS)), earned: Earned });
export type StepReport = Of<typeof StepReport>;

const WorkflowReport = named(
  "WorkflowReport",
  object({
    id: text,
    name: text,
    earned: Earned,
    before: note(EarnedBefore, "The period of the same length before"),
    steps: list(StepReport),
    settles_at: note(
      maybe(moment),
      "Until then clicks and refunds may still change these numbers; null where they can't anymore, or nothing was sent",
    ),
  }),
);
export type WorkflowReport = Of<typeof WorkflowReport>;

export const Report = named(
  "Report",
  object({
    now: moment,
    zone: note(text, "The shop's time zone"),
    from: moment,
    until: moment,
    currency: note(text, "The shop's currency"),
    rules: note(
      object({
        email_click: count,
        email_open: maybe(count),
        sms_click: count,
        sms_delivery: maybe(count),
      }),
      "How long after a click, an open or a delivery an order is credited to the message, in milliseconds; null where it isn't",
    ),
    total: note(Earned, "Of all workflows; a customer counts once"),
    before: note(EarnedBefore, "The period of the same length before"),
    workflows: note(list(WorkflowReport), "The workflow with the most `net` first"),
  }),
);
export type Report = Of<typeof Report>;

const ExperimentPhase = object({
  began_at: moment,
  ended_at: note(maybe(moment), "Null while it goes on"),
  arms: note(
    list(
      object({
        name: text,
        share: note(count, "Its share, relative to the other arms'"),
        customers: count,
        ordered: note(count, "Customers who ordered within `horizon_ms`"),
        spent: note(integer, "What they spent in that time, net of refunds, in minor units"),
      }),
    ),
    "The arm that the others are compared with first",
  ),
});
export type ExperimentPhase = Of<typeof ExperimentPhase>;

const Experiment = named(
  "Experiment",
  object({
    id: text,
    workflow: text,
    name: note(text, "The workflow's name"),
    step: note(maybe(text), "The A/B split; null for the workflow's holdout"),
    going: note(flag, "Whether customers are still assigned"),
    control: note(text, "The arm that the others are compared with: `held_out` for a holdout"),
    phases: note(
      list(ExperimentPhase),
      "A change to the trigger, the entry conditions or the shares, and a pause, begin a new one",
    ),
    both: note(count, "Customers found in more than one arm. They're left out"),
    comparisons: list(
      object({
        arm: text,
        lift: note(maybe(Lift), "Null while an arm has nobody"),
      }),
    ),
    needs: note(
      maybe(
        object({
          lift: note(count, "The lift to be found, in thousandths"),
          customers: note(count, "Customers it takes in all arms"),
          days: note(maybe(count), "Days until then at the pace of late; null without one"),
        }),
      ),
      "Null where nobody ordered yet, or nothing is assigned anymore",
    ),
  }),
);
export type Experiment = Of<typeof Experiment>;

export const Experiments = named(
  "Experiments",
  object({
    now: moment,
    zone: note(text, "The shop's time zone"),
    currency: note(text, "The shop's currency"),
    horizon_ms: note(count, "How long after being assigned a customer's orders count"),
    experiments: list(Experiment),
  }),
);
export type Experiments = Of<typeof Experiments>;

const credited = object({ orders: count, net: minor });

/** What the live rules and others credit of the same orders. */
export const RulesCompared = named(
  "RulesCompared",
  object({
    from: note(moment, "Orders placed since then are compared"),
    currency: note(text, "The shop's currency"),
    customers: note(count, "How many customers were asked about"),
    complete: note(flag, "Whether that is everybody with a message or code that could count"),
    live: note(credited, "By the live rules"),
    asked: note(credited, "By the rules that were asked about"),
    holdouts: note(
      list(
        object({
          workflow: text,
          orders: object({ difference: integer, low: integer, high: integer }),
        }),
      ),
      "Orders that came because of a workflow, by its holdout, whatever the rules",
    ),
  }),
);
export type RulesCompared = Of<typeof RulesCompared>;

export const NewRules = request({ attribution: NewAttribution });

const CreditedOrder = named(
  "CreditedOrder",
  object({
    order: note(maybe(text), "Null once the customer was erased"),
    customer: maybe(text),
    name: maybe(text),
    placed_at: moment,
    workflow: text,
    step: text,
    by: oneOf(CREDITED_BY),
    channel: maybe(oneOf(CHANNELS)),
    sent_at: moment,
    touched_at: note(
      moment,
      "When the link was clicked, the message delivered or opened, or the code used",
    ),
    currency: text,
    gross: integer,
    net: integer,
  }),
);
export type CreditedOrder = Of<typeof CreditedOrder>;

export const CreditedOrders = named(
  "CreditedOrders",
  object({
    orders: list(CreditedOrder),
    next: optional(note(text, "The `after` of the next page; missing on the last one")),
  }),
);
export type CreditedOrders = Of<typeof CreditedOrders>;
