/** Forms and surveys as the merchant sees them. */
import { count, list, maybe, named, note, object, type Of, oneOf, text } from "./schema.ts";

export const Forms = named(
  "Forms",
  object({
    forms: list(
      object({
        id: text,
        type: oneOf(["sign_up", "back_in_stock"]),
        title: text,
        url: note(text, "The form on a page of its own"),
        code: note(text, "By which the WooCommerce plugin’s block and shortcode know it"),
        markup: note(text, "The form for your own pages; it works without scripts as well"),
      }),
    ),
  }),
);
export type Forms = Of<typeof Forms>;

export const Surveys = named(
  "Surveys",
  object({
    surveys: list(
      object({
        id: note(text, "`unsubscribe` is why people unsubscribed"),
        question: note(maybe(text), "Null for the question why somebody unsubscribed"),
        answers: list(object({ id: text, text: note(maybe(text), "What customers read"), count })),
      }),
    ),
  }),
);
export type Surveys = Of<typeof Surveys>;
