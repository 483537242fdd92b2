/** Renders a simulation's messages with the function that renders them when they are really sent. */
import type { Engine } from "edgewise";
import {
  conditionalBlocks,
  GIVEN_LINKS,
  type MailConfig,
  renderEmail,
  renderSms,
  sampleLinks,
  type SendPayload,
  withLinksLed,
} from "edgewise/message.js";
import { SHORT_LINK, weightOf } from "edgewise/sms.js";
import type { Calls, Moment, RenderedMessage } from "./protocol.ts";

/** Only a sent message has a customer's own links; here their places are shown. */
const NOWHERE = "https://example.com";

/** The message of each release that may go, by effect ID. */
export function renderMessages(
  engine: Engine,
  config: string,
  moments: Moment[],
  replies = true,
): Record<string, RenderedMessage> {
  const shop = JSON.parse(config) as MailConfig;
  const rendered: Record<string, RenderedMessage> = {};
  for (const { now, input, answer } of moments) {
    const payload = answer?.payload;
    if (payload?.type !== "send" || input.effect === undefined) continue;
    const asSent = payload as unknown as SendPayload;
    rendered[input.effect] = renderOne(engine, shop, asSent, { now, replies });
  }
  return rendered;
}

/** Messages by their names, for a customer of whom everything is known, and who sees every block. */
export function renderSamples(
  engine: Engine,
  plan: string,
  config: string,
  { messages, language = null, replies = true }: Omit<Calls["samples"]["in"], "config">,
): Record<string, RenderedMessage> {
  const shop = JSON.parse(config) as MailConfig;
  const asked = { live_before: [], given: [...GIVEN_LINKS], fields: [] };
  const { sample } = engine.checkSaving(plan, asked);
  const { customer, ...others } = sample as { customer: object };
  const variables = { ...others, customer: { ...customer, language } };
  const sent = { to: "", zone: "UTC", variables };
  return Object.fromEntries(
    messages.map((message) => {
      const text = shop.messages?.[message];
      const shown_blocks = conditionalBlocks(text?.design);
      const channel = text?.channel ?? "email";
      // The first text is the longest: it says who writes, and how to end it.
      const isMeant = channel === "sms" || isMarketing(shop.workflows, message);
      const kind = isMeant ? "marketing" : "transactional";
      const of = { ...sent, message, channel, kind, shown_blocks, first: channel === "sms" };
      const payload = of as unknown as SendPayload;
      return [message, renderOne(engine, shop, payload, { now: Date.now(), replies })];
    }),
  );
}

/** Whether any step sends it as marketing, which is what a step does that says nothing else. */
function isMarketing(value: unknown, message: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  const step = value as { type?: string; message?: string; kind?: string };
  const sends = step.type === "send" && step.message === message;
  if (sends && step.kind !== "transactional") return true;
  return Object.values(value).some((inner) => isMarketing(inner, message));
}

function renderOne(
  engine: Engine,
  config: MailConfig,
  payload: SendPayload,
  { now, replies }: { now: number; replies: boolean },
): RenderedMessage {
  try {
    const options = { engine, config, now, marked: true, ...sampleLinks(config, NOWHERE) };
    if (payload.channel === "sms")
      return textOf(renderSms(payload, { ...options, replies }), config);
    const { subject, html, text } = renderEmail(payload, options);
    return { subject, html, text, fault: null };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { subject: "", html: "", text: "", fault };
  }
}

/** A text with short links like those it leaves with, which are what is counted. */
function textOf(written: string, { shop }: MailConfig): RenderedMessage {
  const base = `${self.location.origin}/l/`;
  const isShort = (address: string) =>
    shop?.tracking?.clicks !== false || address.startsWith(`${NOWHERE}/`);
  let place = 0;
  const lead = (address: string) => {
    if (!isShort(address)) return address;
    place += 1;
    return base + `link${place}`.padEnd(SHORT_LINK, "x");
  };
  const { text } = withLinksLed({ html: "", text: written }, lead);
  return { subject: "", html: "", text, fault: null, weight: weightOf(text) };
}
