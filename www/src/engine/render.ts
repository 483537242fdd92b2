/** Renders a simulation's messages with the function that renders them when they are really sent. */
import type { Engine } from "edgewise";
import { type MailConfig, renderEmail, type SendPayload } from "edgewise/message.js";
import type { Moment, RenderedMessage } from "./protocol.ts";

/** Only a sent message has a real unsubscribe link; here its place is shown. */
const UNSUBSCRIBE_URL = "https://example.com/unsubscribe";

/** The message of each release that may go, by effect ID. */
export function renderMessages(
  engine: Engine,
  config: string,
  moments: Moment[],
): Record<string, RenderedMessage> {
  const shop = JSON.parse(config) as MailConfig;
  const rendered: Record<string, RenderedMessage> = {};
  for (const { now, input, answer } of moments) {
    const payload = answer?.payload;
    if (payload?.type !== "send" || input.effect === undefined) continue;
    try {
      const options = { engine, config: shop, now, unsubscribeUrl: UNSUBSCRIBE_URL };
      const { subject, html, text } = renderEmail(payload as unknown as SendPayload, options);
      rendered[input.effect] = { subject, html, text, fault: null };
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      rendered[input.effect] = { subject: "", html: "", text: "", fault };
    }
  }
  return rendered;
}
