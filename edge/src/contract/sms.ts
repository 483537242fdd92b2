/** What a shop's text messages go through: a provider's API or a gateway of the merchant's, and whether it works. */
import * as v from "valibot";
import {
  by,
  checked,
  either,
  flag,
  formed,
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

/** What text messages can go through. */
export const SMS_PROVIDERS = ["twilio", "vonage", "webhook"] as const;

export const SMS_TROUBLES = [
  "provider-missing",
  "unreachable",
  "timeout",
  "provider-refused",
  "key-refused",
  "sender-refused",
  "recipient-refused",
  "message-refused",
  "message-not-rendered",
] as const;

export const SmsTrouble = named(
  "SmsTrouble",
  object({
    code: oneOf(SMS_TROUBLES),
    message: text,
    help: note(text, "How to fix it"),
    said: note(maybe(text), "The provider's own answer"),
  }),
);
export type SmsTrouble = Of<typeof SmsTrouble>;

export const SmsConnection = named(
  "SmsConnection",
  object({
    provider: note(
      maybe(oneOf(SMS_PROVIDERS)),
      "What the shop set up; null where it set up nothing",
    ),
    settings: note(by(text), "The provider's settings by name. Its key is in no answer"),
    sender: note(
      maybe(text),
      "What texts are sent from: a number, a name, or a messaging service's ID",
    ),
    can_receive: note(
      flag,
      "Whether the sender can receive replies. Where it can't, marketing has a link to opt out",
    ),
    segment_price: note(
      maybe(text),
      "What one segment costs, as a decimal in the shop's currency; null where that isn't known",
    ),
    webhook: note(
      maybe(text),
      "Where the provider is to post replies to. Reports of messages come there as well",
    ),
    heard_at: note(maybe(moment), "When the provider last posted there"),
    changed_at: maybe(moment),
    tested_at: note(maybe(moment), "When a test text was accepted this way; null if none was"),
  }),
);
export type SmsConnection = Of<typeof SmsConnection>;

const price = optional(
  note(
    maybe(formed(/^\d{1,4}(?:\.\d{1,6})?$/, "an amount such as 0.0079")),
    "What one segment costs in the shop's currency; left out or null where that isn't known",
  ),
);

/** What messages are from: a number, a short code, or a name of up to 11 letters and digits. */
const SENDER =
  /^(?:\+[1-9]\d{6,14}|\d{3,8}|MG[0-9a-fA-F]{32}|(?=[A-Za-z0-9 ]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,9}[A-Za-z0-9]?)$/;
const sender = note(
  formed(
    SENDER,
    "a number such as +15005550006, a short code, or a name of up to 11 letters and digits",
  ),
  "What texts are sent from. A name can't receive replies",
);

const key = optional(
  note(
    formed(/^[\x21-\x7e]{1,500}$/, "a key of up to 500 characters without spaces"),
    "May be left out to keep the one before, for the same provider and account",
  ),
);

const twilio = {
  provider: v.literal("twilio"),
  account_sid: formed(/^AC[0-9a-fA-F]{32}$/, "an account SID, which begins with AC"),
  key: note(key, "The account's auth token: it also signs what Twilio posts"),
  sender,
  segment_price: price,
};

const vonage = {
  provider: v.literal("vonage"),
  application_id: formed(
    /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
    "an application ID, such as 1fc2a3d8-0000-4000-8000-0123456789ab",
  ),
  key: optional(
    note(
      formed(
        /^\s*-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\s]{200,10000}-----END PRIVATE KEY-----\s*$/,
        "a private key, from -----BEGIN PRIVATE KEY----- to its end",
      ),
      "The application's private key; may be left out to keep the one before, for the same application",
    ),
  ),
  signing_secret: optional(
    note(
      formed(/^[\x21-\x7e]{16,200}$/, "a signature secret of 16 to 200 characters"),
      "What Vonage signs its webhooks with; kept when left out, for the same application",
    ),
  ),
  sender,
  segment_price: price,
};

const webhook = {
  provider: v.literal("webhook"),
  url: note(
    checked((given) => {
      if (given.length > 2_000 || !URL.canParse(given)) return false;
      const { protocol, username, password } = new URL(given);
      return /^https?:$/.test(protocol) && username === "" && password === "";
    }, "a web address that starts with https://"),
    "What each text is posted to, signed as Standard Webhooks are with the shop's signing secret",
  ),
  sender: otherwise(
    v.union([v.literal(""), sender], "must be a number, a short code, or a name"),
    "",
  ),
  segment_price: price,
};

export const NewSmsConnection = named(
  "NewSmsConnection",
  v.variant(
    "provider",
    [request(twilio), request(vonage), request(webhook)],
    `must be ${either(SMS_PROVIDERS)}`,
  ),
);
export type NewSmsConnection = Of<typeof NewSmsConnection>;

export const SmsCheck = request({
  connection: otherwise(
    note(maybe(NewSmsConnection), "What to try; the saved settings when left out"),
    null,
  ),
});

export const SmsChecked = named(
  "SmsChecked",
  object({ works: flag, trouble: note(maybe(SmsTrouble), "Null where it works") }),
);
export type SmsChecked = Of<typeof SmsChecked>;

export const TestText = request({
  to: note(text, "Your own number. Without its country it is one of the shop's"),
  message: otherwise(
    note(
      maybe(text),
      "The ID of a published text message, which is filled in for a sample customer. Left out, the text says that it works",
    ),
    null,
  ),
});

/** What became of what a provider posted. */
export const TEXT_OUTCOMES = ["reports", "texts", "known", "not-ours", "nothing"] as const;
