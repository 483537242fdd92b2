/** What is known of the sender of the shop's text messages, for whoever writes one. */
import { signal } from "@preact/signals";
import type { SmsConnection } from "../server/sms.ts";

interface SmsSender {
  /** Whether it can receive replies; otherwise each text has a link that opts out. */
  replies: boolean;
  /** What a segment costs, as a decimal; null where that isn't known. */
  price: string | null;
}

/** Until it's known, a number that can receive replies. */
export const smsSender = signal<SmsSender>({ replies: true, price: null });

/** Takes over what the server says. */
export function knowSender({
  provider,
  can_receive: replies,
  segment_price: price,
}: SmsConnection): void {
  smsSender.value = { replies: provider === null || replies, price };
}
