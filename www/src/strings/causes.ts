/**
 * Why something failed or is tried again, in the merchant's words, with the one thing to do about it.
 * What the edge and the mail server say in a word stands here; everything else has its reason's words.
 */
export interface Cause {
  title: string;
  fix: string;
}

const MAIL_SETTINGS = "Check the mail server’s address and password (SMTP_URL), then retry.";
const SERVICE = "Check that the service is up and that its address is right, then retry.";

const DAMAGED =
  "Restore your data from a backup, then retry. If there is no backup, erase the customer: nobody else is affected.";

const CAUSES: Record<string, Cause> = {
  "smtp-connection": { title: "Your mail server couldn’t be reached", fix: MAIL_SETTINGS },
  "smtp-timeout": { title: "Your mail server took too long to answer", fix: MAIL_SETTINGS },
  "smtp-closed": { title: "Your mail server closed the connection", fix: MAIL_SETTINGS },
  "smtp-nonsense": { title: "Your mail server’s answer made no sense", fix: MAIL_SETTINGS },
  "smtp-no-tls": {
    title: "Your mail server doesn’t offer encryption",
    fix: "Turn on STARTTLS at the mail server, or use smtps:// in SMTP_URL, then retry.",
  },
  "smtp-login-refused": {
    title: "Your mail server refused the login",
    fix: "Check the user name and password in SMTP_URL, then retry.",
  },
  "mail-server-not-set": {
    title: "No mail server is set up",
    fix: "Set SMTP_URL, then retry.",
  },
  "channel-not-connected": {
    title: "This channel has no provider",
    fix: "Nothing can be sent on it yet. Remove the step, or send an email instead.",
  },
  "sender-address-missing": {
    title: "Your shop has no sender address",
    fix: "Add one in Settings, then retry.",
  },
  "address-not-usable": {
    title: "The customer’s email address isn’t valid",
    fix: "Correct it in your store. Retrying helps only then.",
  },
  "no-mailbox": {
    title: "There’s no such mailbox",
    fix: "Correct the address in your store. Nothing more is sent to this customer until you allow it.",
  },
  "process-ended": {
    title: "Preparing it stopped the server three times",
    fix: "Simplify the message, then retry. If it happens again, please report it.",
  },
  "message-not-rendered": {
    title: "The message’s text has an error",
    fix: "Fix the text in the workflow, then retry.",
  },
  "message-not-found": {
    title: "The message was deleted",
    fix: "Choose another message in the workflow’s step.",
  },
  "endpoint-given-up": {
    title: "The service failed for five days, so it’s no longer called",
    fix: SERVICE,
  },
  "endpoint-failing": { title: "The service keeps failing", fix: SERVICE },
  "webhook-connection": { title: "The service couldn’t be reached", fix: SERVICE },
  "webhook-timeout": { title: "The service took too long to answer", fix: SERVICE },
  "webhook-address-not-usable": {
    title: "The address of the service can’t be called",
    fix: "Correct it in the workflow’s step.",
  },
  "webhook-too-large": {
    title: "The call is too large",
    fix: "Send less data in the workflow’s step.",
  },
  "state-unreadable": {
    title: "A customer’s record is damaged and can’t be read",
    fix: DAMAGED,
  },
  "key-unreadable": {
    title: "A customer’s record is damaged and can’t be read",
    fix: DAMAGED,
  },
  "journal-unreadable": {
    title: "A moment of a customer’s history is damaged and can’t be read",
    fix: DAMAGED,
  },
  "content-unreadable": {
    title: "What was sent is damaged and can’t be shown",
    fix: DAMAGED,
  },
  "delivery-unreadable": {
    title: "A delivery that waits here is damaged and can’t be read",
    fix: DAMAGED,
  },
  "engine-trap": {
    title: "The engine stopped unexpectedly",
    fix: "Retry. If it fails again, please report it.",
  },
};

/** `otherwise`: the reason in words, where nothing is said of it here. */
export function causeOf(reason: string, otherwise: string): Cause {
  const known = CAUSES[reason];
  if (known !== undefined) return known;
  const [, code] = /^smtp-(\d{3})$/.exec(reason) ?? [];
  if (code !== undefined) {
    return code === "550" || code === "551" || code === "553"
      ? {
          title: `The mailbox doesn’t exist or refused the email (${code})`,
          fix: "Check the customer’s address. Retrying helps only if it works again.",
        }
      : { title: `Your mail server refused the email (${code})`, fix: MAIL_SETTINGS };
  }
  const [, status] = /^webhook-(\d{3})$/.exec(reason) ?? [];
  if (status !== undefined) {
    return { title: `The service answered with an error (${status})`, fix: SERVICE };
  }
  const sentence = otherwise.charAt(0).toUpperCase() + otherwise.slice(1);
  return { title: sentence, fix: "Fix the cause, then retry." };
}
