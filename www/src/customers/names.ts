/** What stored words of the engine and the edge are called on this page. */
import { isolated } from "../text/isolated.ts";
import {
  CAUSES,
  MOMENTS,
  ORIGINS,
  OUTCOMES,
  RETURNS,
  reactions,
  SOURCES,
  STATES,
} from "../strings/customers.ts";
import type { OutboxItem } from "../server/api.ts";

export type Tone = "live" | "draft" | "held" | "failed";

/** Where a consent was given. */
export const originName = (origin: string | null | undefined): string =>
  origin == null
    ? ORIGINS.unknown
    : origin.startsWith("form:")
      ? ORIGINS.form(origin.slice("form:".length))
      : (ORIGINS.known[origin] ?? `“${origin}”`);

/** Who sent an event. */
export const sourceName = (source: string): string => SOURCES[source] ?? source;

/** What points were given for: `order:1042` or `step:welcome`. */
export function causeName(cause: string): string {
  const [, kind, id = ""] = /^(order|step):(.*)$/s.exec(cause) ?? [];
  return kind === undefined ? cause : CAUSES[kind as keyof typeof CAUSES](id);
}

/** What a moment that is no event was: what went out by its subject, everything else by its kind. */
export function momentTitle(
  kind: string,
  outcome: string | null,
  effect: { step: string; subject: string | undefined } | null,
): string {
  const title = (kind === "receipt" ? OUTCOMES[outcome ?? ""] : undefined) ?? MOMENTS[kind] ?? kind;
  if ((kind !== "release" && kind !== "receipt") || effect === null) return title;
  const { step, subject } = effect;
  return `${title}: ${subject === undefined ? step : `“${isolated(subject)}”`}`;
}

/** What became of a message, in one line; empty where nothing is known. */
export function cameBackText(cameBack: OutboxItem["came_back"]): string {
  if (cameBack === undefined) return "";
  const { state, why, clicks, opens } = cameBack;
  const name = state === null ? "" : (RETURNS[state] ?? state);
  const numbers = [
    [clicks.human, reactions.clicks],
    [opens.human, reactions.opens],
    [clicks.uncertain + opens.uncertain, reactions.uncertain],
    [clicks.machine + opens.machine, reactions.machine],
  ] as const;
  return [
    why === null ? name : `${name} (${why})`,
    ...numbers.map(([n, said]) => (n === 0 ? "" : said(n))),
  ]
    .filter((text) => text !== "")
    .join(" · ");
}

/** How a message stands. */
export const stateName = (state: string): string => STATES[state] ?? state;

export const STATE_TONES: Record<string, Tone> = {
  new: "draft",
  leased: "held",
  sent: "live",
  failed: "failed",
  unknown: "failed",
  withdrawn: "draft",
};

export const CONSENT_TONES: Record<string, Tone> = {
  subscribed: "live",
  pending: "held",
  unsubscribed: "failed",
};
