/** What a shop's email goes through: a provider's API or a mail server, and whether it works. */
import * as v from "valibot";
import {
  by,
  checked,
  count,
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
  whole,
} from "./schema.ts";

/** TLS from the first byte, TLS after STARTTLS, or none: only for a server on this machine. */
const SECURITY = ["tls", "starttls", "none"] as const;
export type Security = (typeof SECURITY)[number];

/** What email can go through. */
export const EMAIL_PROVIDERS = ["smtp", "resend", "postmark", "ses", "brevo"] as const;

export const EMAIL_TROUBLES = [
  "mail-server-missing",
  "sender-missing",
  "unreachable",
  "timeout",
  "not-a-mail-server",
  "tls-failed",
  "no-tls",
  "server-refused",
  "login-refused",
  "login-not-supported",
  "sender-refused",
  "recipient-refused",
  "message-refused",
  "message-not-rendered",
] as const;

export const EmailTrouble = named(
  "EmailTrouble",
  object({
    code: oneOf(EMAIL_TROUBLES),
    message: text,
    help: note(text, "How to fix it"),
    said: note(maybe(text), "The provider's or the mail server's own answer"),
  }),
);
export type EmailTrouble = Of<typeof EmailTrouble>;

const security = note(
  oneOf(SECURITY),
  "TLS from the first byte, STARTTLS, or none (a server on this machine, in development only)",
);

export const EmailConnection = named(
  "EmailConnection",
  object({
    source: note(
      oneOf(["shop", "installation", "none"]),
      "What the shop set up itself, the mail server of this installation (`SMTP_URL`), or none",
    ),
    provider: note(
      maybe(oneOf(EMAIL_PROVIDERS)),
      "What the shop set up; null where it set up nothing. `smtp` is a mail server",
    ),
    server: note(
      maybe(object({ host: text, port: whole(1, 65_535), security, user: text })),
      "The shop's own mail server; null where it has none. The password is in no answer",
    ),
    settings: note(by(text), "A provider's settings by name. Its key is in no answer"),
    reports: note(
      object({
        expected: flag,
        last_at: maybe(moment),
        foreign: note(count, "Of the last 30 days, about email that Edgewise didn't send"),
      }),
      "Whether there is an address for the provider's reports, and when the last one came",
    ),
    fallback: note(
      oneOf(["installation", "none"]),
      "What email goes through where the shop has set up nothing of its own",
    ),
    changed_at: maybe(moment),
    sender: note(maybe(text), "The address that email is sent from; null while the shop has none"),
    tested_at: note(
      maybe(moment),
      "When a test email from this sender was accepted this way; null if none was",
    ),
  }),
);
export type EmailConnection = Of<typeof EmailConnection>;

/** Nothing that would end a line or a part of what is said at login. */
const plain = (most: number) =>
  formed(new RegExp(`^[^\\p{Cc}]{1,${most}}$`, "u"), `1 to ${most} characters on one line`);

const server = {
  provider: v.literal("smtp"),
  host: checked(
    (given) => given.trim() !== "" && given.length <= 253,
    "a host name such as smtp.example.com",
  ),
  port: whole(1, 65_535),
  security,
  user: otherwise(v.union([v.literal(""), plain(320)], "must be at most 320 characters"), ""),
  password: optional(
    note(plain(1_000), "May be left out to keep the one before, for the same host and user"),
  ),
};

/** A key as it stands in a header: no blank, nothing outside of ASCII. */
const key = optional(
  note(
    formed(/^[\x21-\x7e]{1,500}$/, "a key of up to 500 characters without spaces"),
    "May be left out to keep the one before, for the same provider and account",
  ),
);

const word = (most: number, example: string) =>
  formed(new RegExp(`^[A-Za-z0-9_-]{1,${most}}$`), `letters, digits, - and _, such as ${example}`);

const postmark = {
  provider: v.literal("postmark"),
  key: note(key, "The server API token"),
  stream: otherwise(
    note(word(30, "broadcast"), "The ID of the message stream for marketing"),
    "broadcast",
  ),
};

const ses = {
  provider: v.literal("ses"),
  access_key_id: formed(/^[A-Z0-9]{16,128}$/, "an access key ID, such as AKIAIOSFODNN7EXAMPLE"),
  key: note(key, "The secret access key"),
  region: formed(/^[a-z]{2}(?:-[a-z]{2,10}){1,2}-\d$/, "a region, such as eu-central-1"),
  configuration_set: otherwise(
    v.union([v.literal(""), word(64, "marketing")], "must be letters, digits, - and _"),
    "",
  ),
  topic: otherwise(
    note(
      formed(
        /^(?:arn:aws(?:-cn)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(?:\.fifo)?)?$/,
        "an SNS topic's ARN",
      ),
      "The SNS topic that deliveries, bounces and complaints are published to",
    ),
    "",
  ),
};

const resend = {
  provider: v.literal("resend"),
  key,
  signing_secret: optional(
    note(
      formed(/^(?:whsec_[A-Za-z0-9+/=]{20,200})?$/, "a signing secret that begins with whsec_"),
      "Of the webhook that reports deliveries, bounces and complaints; kept when left out",
    ),
  ),
};

export const NewEmailConnection = named(
  "NewEmailConnection",
  v.variant(
    "provider",
    [
      request(server),
      request(resend),
      request(postmark),
      request(ses),
      request({ provider: v.literal("brevo"), key }),
    ],
    `must be ${either(EMAIL_PROVIDERS)}`,
  ),
);
export type NewEmailConnection = Of<typeof NewEmailConnection>;

export const ReportAddress = named(
  "ReportAddress",
  object({ url: note(text, "What the provider's webhook posts to; it is in no other answer") }),
);

export const EmailCheck = request({
  server: otherwise(
    note(maybe(NewEmailConnection), "What to try; the saved settings when left out"),
    null,
  ),
});

export const EmailChecked = named(
  "EmailChecked",
  object({ works: flag, trouble: note(maybe(EmailTrouble), "Null where it works") }),
);
export type EmailChecked = Of<typeof EmailChecked>;

export const TestEmail = request({ to: note(text, "Your own email address") });

/** Why a report changes nothing. */
export const IGNORED_REPORTS = [
  "not-json",
  "nothing-reported",
  "not-ours",
  "known",
  "counted-by-link",
] as const;
