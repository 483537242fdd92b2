/**
 * From a message that the engine let go to a text: rendered by the function that the preview uses, and written
 * down character for character.
 */
import type { Engine } from "edgewise";
import {
  type CustomerLinks,
  type MailConfig,
  renderSms,
  type SendPayload,
  withLinksLed,
} from "edgewise/message.js";
import { weightOf } from "edgewise/sms.js";
import { Unmailable } from "../email.ts";
import { type Utm, withUtm } from "../../utm.ts";
import { MOST_LINKS } from "../../verify/link-token.ts";

/** What is stored in the outbox and sent at each attempt, character for character. */
export interface Sms {
  /** In E.164. */
  to: string;
  text: string;
  /** In how many segments it leaves. */
  segments: number;
  /** Which message it is, by its ID in the configuration. */
  message: string;
  /** Where its short links lead, by their places. */
  links?: string[];
  /** Whether it is somebody's test: then it counts nowhere. */
  test?: boolean;
}

/** What a text is made with, besides what it says. */
interface Given {
  now: number;
  links: CustomerLinks;
  engine: Engine;
  /** The number, in E.164; null where what is known of them is none. */
  to: string | null;
  /** Whether the sender can receive a reply. */
  replies: boolean;
  /** How long it may be, in characters. */
  longest: number;
  leading: SmsLeading | null;
}

/** How a text's links are led. */
export interface SmsLeading {
  /** Where this installation answers, without a slash at the end. */
  base: string;
  /** The UTM parameters of links to the shop; null where none are wanted. */
  utm: { of: Utm; hosts: ReadonlySet<string> } | null;
  /** Whether clicks are counted; links of our own are short in any case. */
  clicks: boolean;
  /** The token of a short link by its place. */
  short: (place: number) => string;
}

/**
 * Renders a text for one customer.
 *
 * @throws Unmailable when the message or the number cannot be used
 */
export function smsFor(payload: SendPayload, config: MailConfig, given: Given): Sms {
  const { now, links, engine, to, replies, longest, leading } = given;
  if (!Object.hasOwn(config.messages ?? {}, payload.message)) {
    throw new Unmailable("message-not-found");
  }
  if (to === null) throw new Unmailable("phone-not-usable");
  const rendered = textOf(payload, { engine, config, now, replies, ...links });
  const { text, targets } =
    leading === null ? { text: rendered, targets: [] } : led(rendered, leading);
  if (text.length > longest) throw new Unmailable("message-too-large");
  const { segments } = weightOf(text);
  return {
    to,
    text,
    segments,
    message: payload.message,
    ...(targets.length === 0 ? {} : { links: targets }),
    ...(payload.test ? { test: true } : {}),
  };
}

/** The text with short links, and where each leads. */
function led(text: string, leading: SmsLeading): { text: string; targets: string[] } {
  const { base, utm, clicks, short } = leading;
  const targets: string[] = [];
  const lead = (address: string): string => {
    const isOurs = address.startsWith(`${base}/`);
    const target = isOurs || utm === null ? address : withUtm(address, utm.of, utm.hosts);
    if ((!clicks && !isOurs) || targets.length >= MOST_LINKS) return target;
    targets.push(target);
    return `${base}/l/${short(targets.length - 1)}`;
  };
  return { text: withLinksLed({ html: "", text }, lead).text, targets };
}

function textOf(payload: SendPayload, options: Parameters<typeof renderSms>[1]): string {
  try {
    return renderSms(payload, options);
  } catch {
    throw new Unmailable("message-not-rendered");
  }
}
