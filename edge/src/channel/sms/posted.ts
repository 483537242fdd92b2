/**
 * What providers post about text messages: what became of one, and replies. The port that the reader of each
 * provider fits; each first proves that it was the provider who posted.
 */

import type { SMS_PROVIDERS, TEXT_OUTCOMES } from "../../contract/sms.ts";

export type SmsProviderName = (typeof SMS_PROVIDERS)[number];

/** What came of a request: what it was, and what the provider is to answer to whoever wrote. */
export interface TakenText {
  was: (typeof TEXT_OUTCOMES)[number];
  reply: string | null;
}

/** What became of a text. */
export type Became =
  | { type: "delivered" }
  /** It won't be delivered, because of the number, of something that passes, or of the sender. */
  | { type: "undelivered"; about: "number" | "passing" | "sender"; why: string }
  /** The provider's own list of opt-outs said no. */
  | { type: "refused"; why: string };

export interface TextReport {
  /** The effect that we named in the request; null where none is named. */
  effect: string | null;
  /** When it happened, in milliseconds; null where that isn't said. */
  at: number | null;
  became: Became;
}

export interface TextReceived {
  /** The provider's name for it. */
  id: string;
  /** As the provider writes the number. */
  from: string;
  text: string;
  at: number | null;
  /** What the provider itself understood and answered already; null where it did neither. */
  answered: "stop" | "start" | "help" | null;
  /** Whether the provider answers the words it knows by itself, where the whole text is one of them. */
  answersWords: boolean;
}

/** A request as it was posted. */
export interface PostedText {
  body: Uint8Array;
  headers: Record<string, string>;
  /** The address it came to, as the provider was told it: with the query. */
  url: string;
  /** Now, in milliseconds. */
  now: number;
}

/** A reader's answer; `refused` where the provider didn't post it. */
export type ReadText =
  | { type: "refused" }
  | { type: "report"; report: TextReport }
  | { type: "received"; received: TextReceived }
  /** It says that a text is on its way, or something else that changes nothing. */
  | { type: "nothing" };
