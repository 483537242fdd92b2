/** What a text message weighs. */
export interface Weight {
  /** The 7-bit alphabet of text messages, or UTF-16. */
  encoding: "GSM-7" | "UCS-2";
  /** Septets, or UTF-16 units. */
  units: number;
  /** In how many segments it leaves, each of which is paid. */
  segments: number;
  /** How many units still fit into the last one. */
  left: number;
  /** What keeps it out of the 7-bit alphabet: up to ten characters, each once. */
  foreign: string[];
}

/** How long the token of a short link is: a preview counts with it before there is one. */
export const SHORT_LINK: 22;

/** What a text weighs as it leaves. */
export function weightOf(text: string): Weight;

/** The text with plain characters in place of those that look almost alike and would make it UTF-16. */
export function withPlainCharacters(text: string): {
  text: string;
  replaced: { from: string; to: string }[];
};

/** What is left of a text that may leave: no control characters, line breaks of one kind, in NFC. */
export function cleanText(text: string): string;
