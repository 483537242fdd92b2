/** Why a mail server does not take mail, for whoever sets it up: what is wrong and how to fix it. */
import type { EmailTrouble } from "../contract/email.ts";
import type { MailServer } from "./mail-server.ts";
import type { Dialogued } from "./smtp.ts";

const NO_SERVER: EmailTrouble = {
  code: "mail-server-missing",
  message: "No email provider is set up, so no email can be sent.",
  help: "Set one up under Settings > Email.",
  said: null,
};

const NO_SENDER: EmailTrouble = {
  code: "sender-missing",
  message: "Your shop has no sender, so there’s nobody an email could come from.",
  help: "Add a sender name and email address under Settings > Your shop, and save.",
  said: null,
};

export const MISSING = { server: NO_SERVER, sender: NO_SENDER };

/** What is wrong, from how far the dialogue came; null where nothing is. */
export function troubleWith(
  { host, port }: MailServer,
  from: string | null,
  { outcome, stage, said }: Dialogued,
): EmailTrouble | null {
  if (outcome.type === "sent") return null;
  const where = `${host} on port ${port}`;
  const found = BY_REASON[outcome.reason]?.(host, where) ?? AT_STAGE[stage](host, from ?? "");
  return { ...found, said };
}

type Found = Omit<EmailTrouble, "said">;

const PORTS = "Use TLS with port 465, or STARTTLS with port 587.";

/** By what broke the dialogue. */
const BY_REASON: Readonly<Record<string, (host: string, where: string) => Found>> = {
  "smtp-connection": (_, where) => ({
    code: "unreachable",
    message: `Edgewise can’t reach ${where}.`,
    help: `Check the server name and the port. ${PORTS} Port 25 is blocked in most networks.`,
  }),
  "smtp-timeout": (_, where) => ({
    code: "timeout",
    message: `There was no answer from ${where} within 30 seconds.`,
    help: `The port and the encryption may not match. ${PORTS}`,
  }),
  "smtp-nonsense": (_, where) => notMail(where),
  "smtp-closed": (_, where) => notMail(where),
  "smtp-tls": (host) => ({
    code: "tls-failed",
    message: `A secure connection to ${host} couldn’t be set up.`,
    help: `Enter the server name exactly as your provider gives it: its certificate must be valid for that name. ${PORTS}`,
  }),
  "smtp-no-tls": (_, where) => ({
    code: "no-tls",
    message: `The server ${where} doesn’t offer STARTTLS, and Edgewise doesn’t send passwords or email unencrypted.`,
    help: "Choose TLS with port 465, or turn on STARTTLS at the server.",
  }),
  "smtp-login-refused": (host) => ({
    code: "login-refused",
    message: `${host} didn’t accept the username and password.`,
    help: "Check both. Many providers want an app password or an API key in place of your usual password.",
  }),
  "smtp-login-unknown": (host) => ({
    code: "login-not-supported",
    message: `${host} offers no way to sign in that Edgewise supports.`,
    help: "Turn on password sign-in (AUTH PLAIN or LOGIN) for SMTP at your provider, or use another server.",
  }),
};

const notMail = (where: string): Found => ({
  code: "not-a-mail-server",
  message: `What answers at ${where} doesn’t speak like a mail server.`,
  help: `The port and the encryption may not match. ${PORTS}`,
});

/** By what the server was asked when it refused. */
const AT_STAGE: Readonly<Record<Dialogued["stage"], (host: string, from: string) => Found>> = {
  connect: (host) => refused(host),
  greeting: (host) => refused(host),
  tls: (host) => refused(host),
  login: (host) => refused(host),
  sender: (host, from) => ({
    code: "sender-refused",
    message: `${host} doesn’t let you send as ${from}.`,
    help: "Verify this address or its domain with your email provider, or change the sender under Settings > Your shop.",
  }),
  recipient: (host) => ({
    code: "recipient-refused",
    message: `${host} refused the recipient of the test email.`,
    help: "Check the address. Some providers only deliver to addresses you verified until your account is approved.",
  }),
  content: (host) => ({
    code: "message-refused",
    message: `${host} didn’t confirm the test email.`,
    help: "Check whether it arrived. If not, your provider may refuse the sender or the content; see its answer.",
  }),
};

const refused = (host: string): Found => ({
  code: "server-refused",
  message: `${host} refused the connection.`,
  help: "Your provider may limit or block it. See its answer, and try again later.",
});
