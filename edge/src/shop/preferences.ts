/**
 * The preference page: what a customer gets, how often, and what they are called by. Only what somebody
 * changed on the page is their act: a page that was loaded last week says nothing about what happened since.
 */
import type { EventKind } from "edgewise";
import type { Look } from "../pages/frame.ts";
import { readPageToken } from "../verify/page-token.ts";
import {
  consentOn,
  lookFor,
  type PageCustomer,
  pageConfig,
  pageCustomer,
  tell,
  type Topic,
} from "./page-customer.ts";
import type { Stores } from "./stores.ts";

const PAUSE = 30 * 24 * 3_600_000;
const FREQUENCIES = ["all", "weekly", "monthly"] as const;
/** The languages that customers can choose; templates read the choice as `customer.language`. */
export const LANGUAGES: readonly string[] = ["en", "de"];

type Channel = "email" | "sms" | "push";
type Frequency = (typeof FREQUENCIES)[number];

/** What the page shows. */
export interface Shown {
  channels: Partial<Record<Channel, boolean>>;
  topics: Record<string, boolean>;
  frequency: string;
  paused: boolean;
  language: string;
}

export interface PreferencesView {
  look: Look;
  shown: Shown;
  topics: Topic[];
  /** Until when marketing is paused, in words; null where it isn't. */
  pausedUntil: string | null;
  /** Whether their birthday is known. It isn't shown: emails are forwarded, and their links with them. */
  knowsBirthday: boolean;
}

/** What somebody sent. */
export interface Chosen {
  /** What the page had shown, as it came back. */
  shown: string;
  /** Whether everything is to end. */
  leave: boolean;
  channels: string[];
  topics: string[];
  frequency: string;
  paused: boolean;
  language: string;
  birthday: string;
  /** Where it came from, for the proof of a consent. */
  from: string;
}

/** The part of a form that can't be taken. */
export type Trouble = "form" | "topic" | "frequency" | "channel" | "language" | "birthday";

export function preferencesView(stores: Stores, token: string): PreferencesView | null {
  const known = ofToken(stores, token);
  return known === null ? null : viewOf(stores, known);
}

/** Takes in what was chosen; null for a link that isn't ours. */
export function savePreferences(
  stores: Stores,
  token: string,
  chosen: Chosen,
): { view: PreferencesView; trouble: Trouble | null; changed: boolean } | null {
  const known = ofToken(stores, token);
  if (known === null) return null;
  const made = kindsOf(stores, known, chosen);
  if (!Array.isArray(made)) {
    return { view: viewOf(stores, known), trouble: made.trouble, changed: false };
  }
  tell(stores, known, "preferences", made);
  const now = ofToken(stores, token) ?? known;
  return { view: viewOf(stores, now), trouble: null, changed: made.length > 0 };
}

function ofToken(stores: Stores, token: string): PageCustomer | null {
  const parts = readPageToken(stores.vault.own.get("unsubscribe"), "p", token);
  return parts === null ? null : pageCustomer(stores, parts[1] ?? "");
}

function viewOf(stores: Stores, known: PageCustomer): PreferencesView {
  const { topics = [] } = pageConfig(stores);
  const { preferences } = known;
  const look = lookFor(stores, known.language);
  const until = preferences.paused_until ?? null;
  const channels: Shown["channels"] = {};
  for (const channel of ["email", "sms", "push"] as const) {
    const isReachable = channel === "email" || (channel === "sms" && known.phone !== null);
    const consent = consentOn(known, channel);
    // Where nobody could write to them, only a consent that is there can be taken back.
    if (isReachable || consent === "subscribed") channels[channel] = consent === "subscribed";
  }
  const wants = (topic: string) => preferences.topics?.[topic] !== false;
  const form = look.language === "de" ? "%d.%m.%Y" : "%B %-d, %Y";
  return {
    look,
    shown: {
      channels,
      topics: Object.fromEntries(topics.map(({ id }) => [id, wants(id)])),
      frequency: preferences.frequency ?? "all",
      paused: until !== null,
      language: known.language ?? "",
    },
    knowsBirthday: known.birthDate !== null,
    topics,
    pausedUntil: until === null ? null : stores.engine.formatDate(stores.plans.zone, until, form),
  };
}

/** What was changed, as events, or the part that can't be taken. */
function kindsOf(
  stores: Stores,
  known: PageCustomer,
  chosen: Chosen,
): EventKind[] | { trouble: Trouble } {
  const was = shownIn(chosen.shown);
  if (was === null) return { trouble: "form" };
  const kinds: EventKind[] = [];
  const consent = (channel: Channel, wanted: boolean) => {
    const next = wanted ? "subscribed" : "unsubscribed";
    if (consentOn(known, channel) === next) return;
    const proof = wanted ? { proof: `preference page; ${chosen.from}` } : {};
    const change = { channel, consent: next, origin: "preferences", ...proof } as const;
    kinds.push({ type: "consent_changed", change });
  };
  const shownChannels = Object.keys(was.channels) as Channel[];
  if (chosen.leave) {
    for (const channel of shownChannels) consent(channel, false);
    return kinds;
  }
  if (chosen.channels.some((one) => !shownChannels.includes(one as Channel))) {
    return { trouble: "channel" };
  }
  for (const channel of shownChannels) {
    const wanted = chosen.channels.includes(channel);
    if (wanted !== was.channels[channel]) consent(channel, wanted);
  }
  const preferences: Extract<EventKind, { type: "preferences_changed" }>["preferences"] = {};
  const { topics = [] } = pageConfig(stores);
  const isTopic = (id: string) => topics.some((topic) => topic.id === id);
  if (![...chosen.topics, ...Object.keys(was.topics)].every(isTopic)) return { trouble: "topic" };
  const moved = Object.entries(was.topics).flatMap(([id, before]): [string, boolean][] => {
    const wanted = chosen.topics.includes(id);
    return wanted === before ? [] : [[id, wanted]];
  });
  if (moved.length > 0) preferences.topics = Object.fromEntries(moved);
  if (!isFrequency(chosen.frequency)) return { trouble: "frequency" };
  if (chosen.frequency !== was.frequency) preferences.frequency = chosen.frequency;
  if (chosen.paused !== was.paused) {
    const now = stores.clock.now();
    preferences.paused_until = chosen.paused ? now + PAUSE : now;
  }
  if (Object.keys(preferences).length > 0) kinds.push({ type: "preferences_changed", preferences });
  const profile: { language?: string; birth_date?: string } = {};
  if (chosen.language !== was.language && chosen.language !== "") {
    if (!LANGUAGES.includes(chosen.language)) return { trouble: "language" };
    profile.language = chosen.language;
  }
  if (chosen.birthday !== "" && chosen.birthday !== known.birthDate) {
    if (!isBirthday(chosen.birthday, stores.clock.now())) return { trouble: "birthday" };
    profile.birth_date = chosen.birthday;
  }
  if (Object.keys(profile).length > 0) kinds.push({ type: "customer_identified", profile });
  return kinds;
}

const isFrequency = (text: string): text is Frequency =>
  (FREQUENCIES as readonly string[]).includes(text);

/** A day of the calendar on which somebody alive may have been born. */
export function isBirthday(text: string, now: number): boolean {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === "" || Number(year) < 1900) return false;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const is = new Date(at);
  return is.getUTCMonth() === Number(month) - 1 && is.getUTCDate() === Number(day) && at < now;
}

/** What the page had shown, as it came back from a browser; null where that is nothing of ours. */
function shownIn(text: string): Shown | null {
  try {
    const shown = JSON.parse(text) as Shown;
    const { channels, topics, frequency, paused, language } = shown;
    const flags = (of: unknown) =>
      typeof of === "object" &&
      of !== null &&
      !Array.isArray(of) &&
      Object.values(of).every((value) => typeof value === "boolean");
    const isOurs =
      flags(channels) &&
      flags(topics) &&
      Object.keys(channels).every((one) => ["email", "sms", "push"].includes(one)) &&
      [frequency, language].every((value) => typeof value === "string") &&
      typeof paused === "boolean";
    return isOurs ? shown : null;
  } catch {
    return null;
  }
}
