/** Why something failed or is retried, and the one thing to do about it. */
import { CAUSES, type Cause, words } from "../strings/causes.ts";

/** `otherwise`: the reason in words, where nothing is said of it in the catalogue. */
export function causeOf(reason: string, otherwise: string): Cause {
  const known = CAUSES[reason];
  if (known !== undefined) return known;
  const [, code] = /^smtp-(\d{3})$/.exec(reason) ?? [];
  if (code !== undefined) {
    return MAILBOX_CODES.includes(code) ? words.mailboxRefused(code) : words.mailRefused(code);
  }
  const [, status] = /^webhook-(\d{3})$/.exec(reason) ?? [];
  if (status !== undefined) return words.serviceFailed(status);
  return { title: otherwise.charAt(0).toUpperCase() + otherwise.slice(1), fix: words.otherFix };
}

/** What mail servers answer when it is the recipient's mailbox that they refuse (RFC 5321, 4.2.3). */
const MAILBOX_CODES = ["550", "551", "553"];
