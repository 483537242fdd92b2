/** The mail server that a shop's email goes through, and whether it works. */
import * as v from "valibot";
import {
  checked,
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
    said: note(maybe(text), "The mail server's own answer"),
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
      "The shop's own mail server, the one of this installation (`SMTP_URL`), or none",
    ),
    server: note(
      maybe(object({ host: text, port: whole(1, 65_535), security, user: text })),
      "The shop's own; null where it has none. The password is in no answer",
    ),
    fallback: note(
      oneOf(["installation", "none"]),
      "What email goes through where the shop has no mail server of its own",
    ),
    changed_at: maybe(moment),
    sender: note(maybe(text), "The address that email is sent from; null while the shop has none"),
    tested_at: note(
      maybe(moment),
      "When a test email from this sender through this server was accepted; null if none was",
    ),
  }),
);
export type EmailConnection = Of<typeof EmailConnection>;

/** Nothing that would end a line or a part of what is said at login. */
const plain = (most: number) =>
  formed(new RegExp(`^[^\\p{Cc}]{1,${most}}$`, "u"), `1 to ${most} characters on one line`);

const server = {
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

export const NewEmailConnection = named("NewEmailConnection", request(server));
export type NewEmailConnection = Of<typeof NewEmailConnection>;

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
