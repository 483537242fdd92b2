/**
 * What email providers report of what became of an email: the port that the reader of each one fits.
 *
 * A report is joined to its email by the id that we put into the request, and by nothing else: two emails
 * to one address would be mixed up otherwise. What names no email of ours is another program's.
 */

/** What happened to an email. */
export type Happened =
  | { type: "delivered" }
  | { type: "opened"; isMachine: boolean }
  | { type: "clicked"; isMachine: boolean; link: string | null }
  | { type: "bounced"; about: BounceAbout; why: string }
  /** The provider's own list said no: nobody was written to, and nothing bounced. */
  | { type: "refused"; why: string }
  | { type: "complained" }
  | { type: "unsubscribed" };

/**
 * What a bounce speaks of: an address that is nobody's, something that may pass, or the sender. A bad day of
 * the sender's says nothing of those who were written to.
 */
export type BounceAbout = "address" | "passing" | "sender";

export interface Report {
  /** The effect that we named in the request; null where none is named. */
  effect: string | null;
  /** Whom it was to, as the provider says. */
  to: string;
  /** When it happened, in milliseconds; null where that can't be read. */
  at: number | null;
  happened: Happened;
}

/** What is signed and where, of a request that reports. */
export interface Posted {
  body: Uint8Array;
  headers: Record<string, string>;
  /** Now, in milliseconds. */
  now: number;
}

/** A reader's answer to a request. */
export type Read =
  /** It isn't the provider's, or not for us. */
  | { type: "refused" }
  /** The provider asks whether it is to report here: an address to call. */
  | { type: "confirm"; url: string }
  | { type: "reports"; reports: Report[] };

/** A moment as a text says it; fractions of any length are read. */
export function momentIn(text: unknown): number | null {
  if (typeof text !== "string") return null;
  const moment = Date.parse(text.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isFinite(moment) ? moment : null;
}

/** An object of foreign JSON, or an empty one. */
export const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** A text of foreign JSON, or an empty one; half of a character is none. */
export const textIn = (value: unknown): string =>
  typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : "";

/** The link that was clicked, where it is one; longer than browsers take it is none. */
export function linkIn(value: unknown): string | null {
  const link = textIn(value);
  return link === "" || link.length > 8_000 ? null : link;
}

/** The JSON of a request; null where it is none. */
export function jsonIn({ body }: Pick<Posted, "body">): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
