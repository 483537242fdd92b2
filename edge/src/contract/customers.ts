/** Customers, and what happened to them and why. */
import * as v from "valibot";
import {
  ChannelConsent,
  Command as EngineCommand,
  Input,
  Money,
  NewCondition,
  ObservedWords,
  Standing,
  State,
  Summary,
} from "./engine.ts";
import { OutboxItem } from "./outbox.ts";
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
  request,
  text,
} from "./schema.ts";

const line = {
  customer: text,
  unreadable: optional(
    note(v.literal(true), "The stored record is damaged, so nothing else is known"),
  ),
  name: maybe(text),
  email: maybe(text),
  decided_at: moment,
  decisions: count,
  wake: note(
    maybe(object({ at: moment, reason: text })),
    "When the engine looks at this customer next, if nothing happens before",
  ),
};

export const CustomerLine = object(line);
export type CustomerLine = Of<typeof CustomerLine>;

export const CustomerSummary = named(
  "CustomerSummary",
  object({
    ...line,
    orders: note(count, "Without test, deleted, and canceled orders"),
    spent: note(maybe(Money), "Paid orders, net of refunds; null when the record is unreadable"),
    last_order_at: note(maybe(moment), "When the newest of these orders was placed"),
    consents: list(ChannelConsent),
    tier: note(maybe(text), "The tier's name"),
    points: note(integer, "Loyalty points"),
    segments: note(list(object({ id: text, name: text })), "The segments the customer is in"),
  }),
);
export type CustomerSummary = Of<typeof CustomerSummary>;

/** How many customers can be listed by their ids at once. */
const MOST_IDS = 100;
const ids = `must be up to ${MOST_IDS} customer IDs, separated by commas`;

/** Customers by their ids. */
export const CustomerIds = v.pipe(
  v.string(ids),
  v.description(`Customer IDs, up to ${MOST_IDS}, separated by commas: lists these, in this order`),
  v.transform((text) => text.split(",").filter((id) => id !== "")),
  v.check((list) => list.length <= MOST_IDS, ids),
);

export const CustomerPage = named(
  "CustomerPage",
  object({ customers: list(CustomerSummary), total: count }),
);
export type CustomerPage = Of<typeof CustomerPage>;

export const CustomerSearch = request({
  q: note(
    v.pipe(
      v.string("must be a string of at most 200 characters"),
      v.maxLength(200, "must be a string of at most 200 characters"),
    ),
    "An email address, a phone number, an ID, or part of a name",
  ),
  limit: otherwise(
    v.pipe(
      count,
      v.description("Maximum results, up to 200"),
      v.transform((wanted) => Math.min(wanted, 200)),
    ),
    50,
  ),
  offset: otherwise(count, 0),
});

/** The columns of an exported table besides the customer's id, in their order. */
export const TABLE_COLUMNS = [
  "name",
  "email",
  "orders",
  "spent",
  "currency",
  "last_order",
  "email_consent",
  "sms_consent",
  "tier",
  "points",
  "segments",
  "updated",
] as const;

/** What a line of an exported table says: every row begins with the customer's id. */
export const TableWanted = request({
  condition: note(
    otherwise(maybe(NewCondition), null),
    "Who is exported: those for whom it holds now; everybody when null",
  ),
  columns: note(
    otherwise(list(oneOf(TABLE_COLUMNS)), [...TABLE_COLUMNS]),
    "The columns after the customer's ID, in this order",
  ),
});
export type TableWanted = Of<typeof TableWanted>;
export type TableColumn = TableWanted["columns"][number];

const about = {
  ...line,
  absorbed: note(list(text), "Customers that were merged into this one"),
  earlier: note(list(text), "Where their stories begin: each is a `before` of the timeline"),
  plan: text,
  now: moment,
  standing: note(maybe(Standing), "Null when the record is unreadable"),
  state: maybe(State),
};

export const CustomerDetail = named(
  "CustomerDetail",
  object({ ...about, outbox: note(list(OutboxItem), "The newest 200, the oldest of them first") }),
);
export type CustomerDetail = Of<typeof CustomerDetail>;

const moments = {
  id: text,
  customer: note(text, "Whose it was at the time"),
  kind: text,
  topic: maybe(text),
  now: moment,
  plan: text,
  input: note(maybe(Input), "Null when the stored record is damaged"),
  summary: note(maybe(Summary), "What the engine decided; null when the stored record is damaged"),
  state_hash: note(
    text,
    "SHA-256 of the state after it, in the form it was stored in (packed, or JSON), to compare a replay with",
  ),
  sender: optional(object({ event_id: optional(text), webhook_id: optional(text) })),
  redacted: optional(note(flag, "Whether personal data was removed since")),
  unreadable: optional(note(flag, "Whether the stored record is damaged")),
};

/** One moment of a customer's story. */
export const Moment = named(
  "Moment",
  object({
    ...moments,
    sentences: note(list(text), "What was decided, in words"),
    saw: note(
      list(list(ObservedWords)),
      "For each of these decisions, the conditions that were asked and what they saw",
    ),
  }),
);
export type Moment = Of<typeof Moment>;

export const Timeline = named(
  "Timeline",
  object({
    customer: text,
    absorbed: list(text),
    moments: list(Moment),
    next: note(maybe(text), "The `before` of the next page"),
  }),
);
export type Timeline = Of<typeof Timeline>;

export const CustomerExport = named(
  "CustomerExport",
  object({ ...about, outbox: list(OutboxItem), journal: list(object(moments)) }),
);

/** A merchant's command; the engine judges its other members. */
export const Command = v.pipe(
  EngineCommand,
  v.forward(
    v.check(({ type }) => typeof type === "string", "must be a string such as suppress"),
    ["type"],
  ),
);
export const CommandDone = object({
  ok: v.literal(true),
  sentences: note(list(text), "What was decided, in words"),
});

/** A consent row, as documented in docs/consent.md; the engine judges it. */
export const ConsentRow = named(
  "ConsentRow",
  object({
    email: optional(text),
    phone: optional(text),
    first_name: optional(text),
    last_name: optional(text),
    channel: oneOf(CHANNELS),
    consent: oneOf(["subscribed", "unsubscribed", "pending", "bounced", "complained"]),
    at: optional(v.pipe(v.string(), v.isoTimestamp())),
    origin: optional(text),
    text: optional(note(text, "The text that was agreed to")),
    resubscribed: optional(flag),
  }),
);

export const ConsentImport = named(
  "ConsentImport",
  object({
    forms: note(list(maybe(text)), "Which tools' exports the files are"),
    rows: count,
    taken: count,
    known: count,
    refused: count,
    refusals: list(object({ line: count, reason: text })),
    problems: list(object({ line: count, message: text })),
  }),
);
