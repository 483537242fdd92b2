/** What every refusal looks like. */
import { list, named, note, object, type Of, optional, text } from "./schema.ts";

export const Problem = named(
  "Problem",
  object({
    error: object({
      code: note(text, "What is wrong, in one word that does not change"),
      message: note(text, "What is wrong and how to fix it"),
      field: optional(note(text, "The member or parameter that is wrong, such as `scopes.0`")),
      scope: optional(note(text, "The scope that the key lacks")),
      shop: optional(note(text, "The shop that is in the way")),
      role: optional(note(text, "The role that the person has")),
      roles: optional(note(list(text), "The roles that may do it")),
    }),
  }),
);
export type Problem = Of<typeof Problem>;
