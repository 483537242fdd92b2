/**
 * From a message that the engine let go to a mail: rendered once, with the ways out that the law and
 * the mailbox providers want.
 *
 * A marketing mail always has a link that unsubscribes, in its headers and in sight: where the
 * merchant's text does not show it, a line below the text does.
 */
import type { Engine } from "edgewise";
import { renderMessage } from "edgewise/message.js";
import { isAddress, type Mail, mimeOf } from "./mime.ts";

export interface SendPayload {
  channel: string;
  to: string;
  message: string;
  variables: Record<string, unknown>;
  zone: string;
  kind: "marketing" | "transactional";
  /** Somebody's test: the subject says so. */
  test?: boolean;
}

/** A message as the merchant wrote it: Liquid. */
interface Message {
  subject?: string;
  preheader?: string;
  html?: string;
  text?: string;
}

export interface MailConfig {
  shop?: {
    name?: string;
    currency?: string;
    sender?: { name?: string; email?: string };
    postal_address?: string;
  };
  messages?: Record<string, Message>;
}

/** What is stored in the outbox and sent at each attempt, byte for byte. */
export interface Letter {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  mime: string;
  /** Whether it is somebody's test: then it counts nowhere. */
  test?: boolean;
}

/** Why a message cannot be made into a mail. */
export class Unmailable extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = "Unmailable";
  }
}

/** The largest rendered part, in characters. */
const LARGEST_PART = 256 * 1024;

/**
 * Renders a message for one customer.
 *
 * @throws Unmailable when the message, the sender or the address cannot be used
 */
export function letterFor(
  payload: SendPayload,
  config: MailConfig,
  from: { id: string; now: number; unsubscribeUrl: string; engine: Engine; currency: string },
): Letter {
  const message = config.messages?.[payload.message];
  if (message === undefined) throw new Unmailable("message-not-found");
  const sender = config.shop?.sender?.email ?? "";
  if (!isAddress(sender)) throw new Unmailable("sender-address-missing");
  if (!isAddress(payload.to)) throw new Unmailable("address-not-usable");
  const marketing = payload.kind === "marketing";
  const variables = { ...payload.variables, unsubscribe_url: from.unsubscribeUrl };
  const rendered = render(message, variables, payload, from);
  const titled = payload.test ? { ...rendered, subject: `[Test] ${rendered.subject}` } : rendered;
  const closed = marketing
    ? withWayOut(titled, from.unsubscribeUrl, config.shop?.postal_address)
    : titled;
  const mail: Mail = {
    id: from.id,
    date: from.now,
    from: { name: config.shop?.sender?.name ?? config.shop?.name ?? "", email: sender },
    to: payload.to,
    ...closed,
    unsubscribe: marketing ? from.unsubscribeUrl : null,
  };
  const letter = { from: sender, to: payload.to, ...closed, mime: mimeOf(mail) };
  return payload.test ? { ...letter, test: true } : letter;
}

type Rendered = { subject: string; html: string; text: string };

function render(
  message: Message,
  variables: Record<string, unknown>,
  payload: SendPayload,
  { engine, currency }: { engine: Engine; currency: string },
): Rendered {
  let rendered: Rendered;
  try {
    rendered = renderMessage({ ...message, channel: payload.channel }, variables, {
      formatDate: (zone, milliseconds, pattern) => engine.formatDate(zone, milliseconds, pattern),
      formatMoney: (minor, code) => engine.formatMoney(minor, code),
      zone: payload.zone,
      currency,
      channel: payload.channel,
    });
  } catch {
    throw new Unmailable("message-not-rendered");
  }
  if (rendered.html.length > LARGEST_PART || rendered.text.length > LARGEST_PART) {
    throw new Unmailable("message-too-large");
  }
  return rendered;
}

function withWayOut({ subject, html, text }: Rendered, url: string, address = ""): Rendered {
  const place = escaped(address);
  const line = `<p style="font-size:12px;color:#666">${place}${place && "<br>"}<a href="${escaped(url)}">Unsubscribe</a></p>`;
  const end = /<\/body>/i.test(html) ? /<\/body>/i : /$/;
  const shown = (part: string) => part.includes(url) || part.includes(escaped(url));
  return {
    subject,
    html: shown(html) ? html : html.replace(end, (close) => `${line}${close}`),
    text: shown(text) ? text : `${text}\n\n--\n${address && `${address}\n`}Unsubscribe: ${url}\n`,
  };
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
