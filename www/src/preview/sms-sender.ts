/** What is known of the sender of the shop's text messages, for whoever writes one. */
import { signal } from "@preact/signals";
import type { SmsConnection } from "../server/sms.ts";

interface SmsSender {
  /** What is shown as the sender; null where that isn't known. */
  from: string | null;
  /** Whether it can receive replies; otherwise each text has a link that opts out. */
  replies: boolean;
  /** What a segment costs, as a decimal; null where that isn't known. */
  price: string | null;
}

/** Until it's known, a number that can receive replies. */
export const smsSender = signal<SmsSender>({ from: null, replies: true, price: null });

/** Takes over what the server says. */
export function knowSender(known: SmsConnection): void {
  const { provider, sender, can_receive: replies, segment_price: price } = known;
  // A messaging service chooses one of its numbers.
  const from = sender !== null && /^MG[0-9a-f]{32}$/i.test(sender) ? null : sender;
  smsSender.value = { from, replies: provider === null || replies, price };
}
