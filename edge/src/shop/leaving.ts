/** What follows an unsubscribe on its page: why, if somebody wants to say, and the way back. */
import type { Look } from "../pages/frame.ts";
import { isCertain, type Press, shownAt } from "../verify/human.ts";
import { pageToken } from "../verify/page-token.ts";
import { readUnsubscribeToken } from "../verify/unsubscribe-token.ts";
import { noteAnswer } from "./answers.ts";
import { consentOn, lookFor, type PageCustomer, pageCustomer, tell } from "./page-customer.ts";
import type { Stores } from "./stores.ts";

/** The survey that asks why, by its reserved ID. */
export const WHY = "unsubscribe";
export const REASONS = ["too_many", "not_relevant", "never_signed_up", "other"] as const;
export type Why = (typeof REASONS)[number];

/** How long an unsubscribe can be taken back on its page, in milliseconds. */
const REGRET = 24 * 3_600_000;

export interface LeavingView {
  look: Look;
  /** The moment at which the page is made, for its buttons. */
  shown: string;
  /** The customer's preference page; null where they aren't known anymore. */
  preferences: string | null;
  /** Whether the way back is still open. */
  canReturn: boolean;
  /** On which channel somebody leaves. */
  channel: string;
}

/** What the page shows, before and after the click; null for a link that isn't ours. */
export function leavingView(stores: Stores, token: string): LeavingView | null {
  const key = stores.vault.own.get("unsubscribe");
  const link = readUnsubscribeToken(key, token);
  if (link === null) return null;
  const known = pageCustomer(stores, link.customer);
  const preferences =
    known === null ? null : pageToken(key, "p", [stores.settings.shop, known.customer.id]);
  return {
    look: lookFor(stores, known?.language ?? null),
    shown: shownAt(key, token, stores.clock.now()),
    preferences,
    canReturn: known !== null && canReturn(stores, known, link.channel),
    channel: link.channel,
  };
}

/** What became of a press: `unsure` where a mail filter may have pressed. */
export type Pressed = "taken" | "unsure" | "refused";

/** Keeps why somebody left. */
export function sayWhy(stores: Stores, token: string, why: string, press: Press): Pressed {
  const found = ofToken(stores, token);
  if (found === null || !(REASONS as readonly string[]).includes(why)) return "refused";
  const key = stores.vault.own.get("unsubscribe");
  if (!isCertain(key, token, press, stores.clock.now())) return "unsure";
  noteAnswer(stores, found.known, { survey: WHY, answer: why });
  return "taken";
}

/** Takes an unsubscribe back that was a mistake. */
export function comeBack(stores: Stores, token: string, press: Press, from: string): Pressed {
  const found = ofToken(stores, token);
  if (found === null) return "refused";
  const { known, channel } = found;
  if (consentOn(known, channel) === "subscribed") return "taken";
  const key = stores.vault.own.get("unsubscribe");
  if (!canReturn(stores, known, channel)) return "refused";
  if (!isCertain(key, token, press, stores.clock.now())) return "unsure";
  const proof = `took the unsubscribe back on its page; ${from}`;
  const change = { channel, consent: "subscribed", origin: "unsubscribe-undone", proof } as const;
  tell(stores, known, "unsubscribe", [{ type: "consent_changed", change }]);
  return "taken";
}

/** Only the click itself can be taken back, for a day: what was said since, or elsewhere, stands. */
function canReturn({ clock }: Stores, known: PageCustomer, channel: string): boolean {
  const { origin, at } = known.emailRecord;
  return (
    channel === "email" &&
    consentOn(known, channel) === "unsubscribed" &&
    origin === "one-click" &&
    clock.now() - at < REGRET
  );
}

function ofToken(stores: Stores, token: string): { known: PageCustomer; channel: "email" } | null {
  const link = readUnsubscribeToken(stores.vault.own.get("unsubscribe"), token);
  const known = link?.channel === "email" ? pageCustomer(stores, link.customer) : null;
  return known === null ? null : { known, channel: "email" };
}
