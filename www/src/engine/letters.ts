/** The messages of a simulation as they would be sent: by the one function that sends them, too. */
import type { Engine } from "edgewise";
import { type MessageSource, renderMessage } from "edgewise/message.js";
import type { Letter, Moment } from "./protocol.ts";

interface Texts {
  shop?: { currency?: string };
  messages?: Record<string, MessageSource>;
}

/** Renders what each release lets go, by effect id. */
export function letters(engine: Engine, config: string, moments: Moment[]): Record<string, Letter> {
  const texts = JSON.parse(config) as Texts;
  const rendered: Record<string, Letter> = {};
  for (const { now, input, answer } of moments) {
    const payload = answer?.payload;
    if (payload?.type !== "send" || input.effect === undefined) continue;
    const source = texts.messages?.[payload.message ?? ""];
    if (source === undefined) continue;
    // Only a sent message has a real way out; its place is shown all the same.
    const variables = { ...payload.variables, unsubscribe_url: "https://example.com/unsubscribe" };
    const options = {
      formatDate: (zone: string, at: number, pattern: string) =>
        engine.formatDate(zone, at, pattern),
      formatMoney: (minor: number, currency: string) => engine.formatMoney(minor, currency),
      zone: payload.zone ?? "UTC",
      currency: texts.shop?.currency ?? "EUR",
      channel: payload.channel ?? "email",
      now,
    };
    try {
      rendered[input.effect] = { ...renderMessage(source, variables, options), fault: null };
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      rendered[input.effect] = { subject: "", html: "", text: "", fault };
    }
  }
  return rendered;
}
