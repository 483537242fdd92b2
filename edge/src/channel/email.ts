/**
 * From a message that the engine let go to a mail: rendered by the function that the preview uses,
 * addressed, and written down byte for byte.
 */
import type { Engine } from "edgewise";
import {
  type CustomerLinks,
  LARGEST_PART,
  type MailConfig,
  type Rendered,
  renderEmail,
  type SendPayload,
} from "edgewise/message.js";
import { mailAddress } from "./address.ts";
import type { Letter } from "./letter.ts";
import { type Mail, mimeOf } from "./mime.ts";
import { type Leading, withOwnLinks } from "./own-links.ts";

export type { MailConfig, SendPayload };

/** What is stored in the outbox and sent at each attempt, byte for byte. */
export interface Email {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  mime: string;
  /** Whether it is somebody's test: then it counts nowhere. */
  test?: boolean;
  /** The sender's name, and further headers; emails of earlier releases have them in `mime` alone. */
  name?: string;
  headers?: Record<string, string>;
  /** Where replies go, where that isn't the sender. */
  replyTo?: string;
  /** Which message it is, by its ID in the configuration. */
  message?: string;
  /** Where its links of ours lead, by their places. */
  links?: string[];
  /** Through what it was handed over first, where that knows it again. */
  through?: Through;
}

/** A provider that knows an email again for some time. */
interface Through {
  /** Which settings of which provider. */
  connection: string;
  /** Until when, in milliseconds. */
  until: number;
  /** Whether an attempt got no answer, so that the email may be out. */
  unanswered?: true;
}

/** Why a message cannot be made into a mail. */
export class Unmailable extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = "Unmailable";
  }
}

/** What an email is made with, besides what it says. */
interface Given {
  id: string;
  now: number;
  links: CustomerLinks;
  engine: Engine;
  /** Of which workflow of which shop it is. */
  workflow: string;
  shop: string;
  /** How its links are led; null where they stay as they are, as in a test. */
  leading?: Leading | null;
}

/** Who a shop's mail is from, or null while it says nothing that can be used. */
export function senderOf({ shop }: MailConfig): { name: string; email: string } | null {
  const found = mailAddress(shop?.sender?.email ?? "");
  if ("refused" in found) return null;
  return { name: shop?.sender?.name ?? shop?.name ?? "", email: found.address };
}

/** Where replies to a message go: its own address, or the shop's; undefined for the sender's. */
function replyTo({ shop, messages }: MailConfig, message: string): string | undefined {
  const asked = messages?.[message]?.reply_to ?? shop?.sender?.reply_to;
  const found = asked === undefined ? null : mailAddress(asked);
  return found !== null && "address" in found ? found.address : undefined;
}

/**
 * Renders a message for one customer.
 *
 * @throws Unmailable when the message, the sender or the address cannot be used
 */
export function emailFor(payload: SendPayload, config: MailConfig, given: Given): Email {
  const { id, now, links, engine } = given;
  if (!Object.hasOwn(config.messages ?? {}, payload.message)) {
    throw new Unmailable("message-not-found");
  }
  const from = senderOf(config);
  if (from === null) throw new Unmailable("sender-address-missing");
  const to = mailAddress(payload.to);
  if ("refused" in to) throw new Unmailable(to.refused);
  const { subject, ...parts } = rendered(payload, { engine, config, now, ...links });
  const leading = given.leading ?? null;
  const led = leading === null ? { ...parts, links: [] } : withOwnLinks(parts, leading);
  const { html, text, links: targets } = led;
  const replies = replyTo(config, payload.message);
  const mail: Mail = {
    id,
    date: now,
    from,
    ...(replies === undefined ? {} : { replyTo: replies }),
    to: to.address,
    subject,
    text,
    html,
    headers: headersOf(payload, from.email, given),
  };
  const { name, email: address } = from;
  const headers = { ...mail.headers };
  const content = { subject, text, html, mime: mimeOf(mail) };
  const { message } = payload;
  const email = { from: address, to: to.address, ...content, name, headers, message };
  const ours = targets.length === 0 ? email : { ...email, links: targets };
  const whole: Email = replies === undefined ? ours : { ...ours, replyTo: replies };
  return payload.test ? { ...whole, test: true } : whole;
}

/**
 * What mail programs and providers of mailboxes go by: one click that unsubscribes (RFC 8058) and the list's name
 * (RFC 2919) of marketing, and by what complaints are summed up.
 */
function headersOf(
  { kind }: SendPayload,
  from: string,
  { links: { unsubscribeUrl }, workflow, shop }: Given,
): Record<string, string> {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const feedback = { "Feedback-ID": [workflow, shop, kind, "edgewise"].join(":") };
  if (kind !== "marketing") return feedback;
  return { ...unsubscribing(unsubscribeUrl), "List-Id": `<marketing.${domain}>`, ...feedback };
}

const unsubscribing = (url: string) => ({
  "List-Unsubscribe": `<${url}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});

/** An email as it is handed over. */
export function letterOf(id: string, email: Email): Letter {
  const { from, to, subject, text, html, mime, name = "" } = email;
  const inMime = /^List-Unsubscribe: <(.+)>\r$/m.exec(mime)?.[1] ?? null;
  return {
    ...{ id, to, subject, text, html, mime },
    from: { name, email: from },
    replyTo: email.replyTo,
    headers: email.headers ?? (inMime === null ? {} : unsubscribing(inMime)),
  };
}

function rendered(payload: SendPayload, options: Parameters<typeof renderEmail>[1]): Rendered {
  let email: Rendered;
  try {
    email = renderEmail(payload, options);
  } catch {
    throw new Unmailable("message-not-rendered");
  }
  if (email.html.length > LARGEST_PART || email.text.length > LARGEST_PART) {
    throw new Unmailable("message-too-large");
  }
  return email;
}
