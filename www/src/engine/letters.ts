/** The messages of a simulation as they would be sent: by the one function that sends them, too. */
import type { Engine } from "edgewise";
import { type MailConfig, renderEmail, type SendPayload } from "edgewise/message.js";
import type { Letter, Moment } from "./protocol.ts";

/** Only a sent message has a real way out; its place is shown all the same. */
const WAY_OUT = "https://example.com/unsubscribe";

/** Renders what each release lets go, by effect id. */
export function letters(engine: Engine, config: string, moments: Moment[]): Record<string, Letter> {
  const shop = JSON.parse(config) as MailConfig;
  const rendered: Record<string, Letter> = {};
  for (const { now, input, answer } of moments) {
    const payload = answer?.payload;
    if (payload?.type !== "send" || input.effect === undefined) continue;
    try {
      const options = { engine, config: shop, now, unsubscribeUrl: WAY_OUT };
      const letter = renderEmail(payload as unknown as SendPayload, options);
      const { subject, html, text } = letter;
      rendered[input.effect] = { subject, html, text, fault: null };
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      rendered[input.effect] = { subject: "", html: "", text: "", fault };
    }
  }
  return rendered;
}
