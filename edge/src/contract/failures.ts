/** Dead letters: what failed for good and waits for the merchant. */
import { EFFECTS } from "./outbox.ts";
import {
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  text,
  optional,
  count,
} from "./schema.ts";

export const DeadLetter = named(
  "DeadLetter",
  object({
    id: text,
    kind: note(
      oneOf(["delivery", "timer", "effect", "damage", "copy", "task"]),
      "`damage` is a stored record that can't be read, `copy` a customer whom the store doesn't keep up to date, `task` an email about a task",
    ),
    subject: note(
      text,
      "A topic, a timer, an outbox item, a customer, a task, or which record is damaged",
    ),
    customer: maybe(text),
    reason: text,
    at: moment,
    workflow: maybe(text),
    step: maybe(text),
    type: maybe(oneOf(EFFECTS)),
    channel: maybe(text),
  }),
);
export type DeadLetter = Of<typeof DeadLetter>;

export const DeadLetters = object({ dead_letters: list(DeadLetter) });

export const Retried = named(
  "Retried",
  object({
    type: oneOf(["retried", "withdrawn", "accepted", "duplicate", "ignored", "dead-letter"]),
    deliveries: optional(count),
    reason: optional(text),
  }),
);
