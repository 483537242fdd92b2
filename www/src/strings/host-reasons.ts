/**
 * Why the edge holds or fails a message, as a sentence goes on after "because". The engine's own reasons
 * come with its words; these are those it does not know.
 */
const HOST_REASONS: Record<string, string> = {
  "sending-stopped": "you stopped sending; resume it on Home",
  "skipped-after-stop": "sending was stopped when it was due, and you chose to skip it",
  "tried-again": "you asked to retry it",
  "sender-missing": "the shop has no sender address; add one under Settings and it goes out",
  "sender-address-missing": "the shop has no sender address",
  "address-not-usable": "this is not an email address",
  "address-local-part-not-ascii":
    "the part before the @ has letters that mail servers can’t be relied on to deliver",
  "address-domain-not-usable": "the part after the @ is not a domain that mail can be sent to",
  "no-mailbox": "the mail server says there is no such mailbox",
  "process-ended": "preparing it stopped the server three times",
  "message-not-found": "the message no longer exists",
  "message-not-rendered": "the message’s text has an error",
  "message-too-large": "the message is too large to be sent",
};

/** A reason in words, whoever gave it. */
export const reasonWords = (reason: string, engine: Record<string, string>): string =>
  engine[reason] ?? HOST_REASONS[reason] ?? reason.replaceAll("-", " ");
