/** What leads a new shop to its first message. */
import { flag, list, maybe, moment, named, note, object, type Of, oneOf, text } from "./schema.ts";

/** In their order. */
export const SET_UP_ITEMS = [
  "connect",
  "import",
  "sender",
  "test-email",
  "postal-address",
  "workflow",
  "test-workflow",
  "turn-on",
  "owner",
] as const;

export const SetUp = named(
  "SetUp",
  object({
    done: note(flag, "Whether every item is done but `owner`, which can be left"),
    dismissed_at: note(maybe(moment), "When the list was put away; null while it is shown"),
    workflow: note(
      maybe(text),
      "The workflow that is tested and turned on next; null while there is none",
    ),
    items: list(
      object({
        id: oneOf(SET_UP_ITEMS),
        state: oneOf(["done", "open", "failing"]),
        problem: note(
          maybe(object({ message: text, help: text })),
          "What is in the way, and how to fix it",
        ),
      }),
    ),
  }),
);
export type SetUp = Of<typeof SetUp>;
