/** Privacy requests, and the erasures they led to. */
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
  Progress,
  request,
  text,
} from "./schema.ts";
import * as v from "valibot";

export const PrivacyRequest = named(
  "PrivacyRequest",
  object({
    id: text,
    kind: note(text, "Such as `redact`, `data_request` or `anonymized`"),
    customer: maybe(text),
    at: moment,
    due_by: moment,
    done_at: maybe(moment),
  }),
);
export type PrivacyRequest = Of<typeof PrivacyRequest>;

export const PrivacyRequests = named(
  "PrivacyRequests",
  object({
    privacy_requests: list(PrivacyRequest),
    erasing: object({
      people: note(count, "Erased customers whose records are still being removed"),
      shop: maybe(Progress),
      copies: note(flag, "Whether old copies of destroyed keys are still being overwritten"),
    }),
  }),
);

export type PrivacyRequests = Of<typeof PrivacyRequests>;

export const PrivacyAnswer = request({ id: text, answer: oneOf(["erase", "keep"]) });
export const Answered = object({ ok: v.literal(true) });
