/** From recorded moments to the entries of a story: what was received, and what was decided on it. */
import type { EngineEvent } from "edgewise";
import type { Entry as Traced, EngineInput, Recorded, Replayed, Saw } from "../engine/protocol.ts";
import type { OutboxItem } from "../server/api.ts";
import { emailOf } from "../server/email.ts";
import { eventTitle, kindTitle } from "../schema/schema.ts";
import { words } from "../strings/customers.ts";
import { eventLine } from "./event-line.ts";
import { momentTitle } from "./names.ts";

export type Filter = "all" | "orders" | "messages" | "decisions";

/** One decision, in the engine's words. */
export interface Line {
  at: number;
  type: string;
  sentence: string;
  saw: Saw[];
  /** What was to be done, where the decision is about that. */
  effect: OutboxItem | null;
}

export interface Entry {
  id: string;
  /** When it was decided. */
  now: number;
  /** What began it: the events in a line each, or the kind of moment. */
  titles: string[];
  /** The platform's name for what was received. */
  topic: string | null;
  lines: Line[];
  /** What was received and changed nothing, and events the engine made of its own decisions. */
  noted: string[];
  about: Set<Filter>;
  /** What the browser makes otherwise; empty where it agrees. */
  differences: string[];
  /** The effect that this only handed over; null where it is about more. */
  releases: string | null;
  /** The effect whose outcome this is. */
  reports: string | null;
}

/** The entries of a story, the newest first. */
export function entriesOf(
  moments: readonly Recorded[],
  replayed: readonly Replayed[],
  outbox: readonly OutboxItem[],
): Entry[] {
  const effects = new Map(outbox.map((item) => [item.id, item]));
  const entries = moments.map((moment, place) =>
    entryOf(moment, effects, replayed[place]?.differences ?? []),
  );
  return oneForEach(entries).reverse();
}

/**
 * What goes out is asked for, handed over and reported: one entry shows it, the last one. What only
 * led there is folded away into it.
 */
function oneForEach(entries: readonly Entry[]): Entry[] {
  const reports = new Map(
    entries.flatMap((entry) => (entry.reports === null ? [] : [[entry.reports, entry] as const])),
  );
  return entries.filter((entry) => {
    const report = entry.releases === null ? undefined : reports.get(entry.releases);
    if (report === undefined || entry.differences.length > 0) return true;
    report.noted.push(...entry.lines.map(({ sentence }) => sentence));
    return false;
  });
}

function entryOf(
  moment: Recorded,
  effects: ReadonlyMap<string, OutboxItem>,
  differences: string[],
): Entry {
  const received = new Map(eventsIn(moment.input).map((event) => [event.fact_key, event]));
  const entry: Entry = {
    id: moment.id,
    now: moment.now,
    titles: [],
    topic: moment.topic,
    lines: [],
    noted: [],
    about: new Set(["all"]),
    differences,
    releases: null,
    reports: null,
  };
  const trace: Traced[] = moment.summary.trace;
  for (const [place, { at, is }] of trace.entries()) {
    const sentence = moment.sentences[place] ?? "";
    const event = received.get((is as { fact?: string }).fact ?? "");
    if (is.type === "ignored") {
      entry.noted.push(sentence);
    } else if (is.type === "recorded") {
      if (event === undefined) entry.noted.push(sentence);
      else entry.titles.push(eventLine(event));
      const filter = FILTERS.find(([begin]) => is.event?.startsWith(begin))?.[1];
      if (filter !== undefined) entry.about.add(filter);
    } else {
      const effect = effects.get(is.effect ?? "") ?? null;
      entry.lines.push({ at, type: is.type, sentence, saw: moment.saw[place] ?? [], effect });
      entry.about.add("decisions");
      if (effect?.type === "send" || is.kind === "send") entry.about.add("messages");
    }
  }
  for (const { message } of moment.summary.faults) {
    entry.lines.push({ at: moment.now, type: "fault", sentence: message, saw: [], effect: null });
  }
  // That somebody was recognized is news only where nothing else is.
  if (entry.titles.length > 1) {
    const identified = eventTitle("customer_identified");
    entry.noted.push(...entry.titles.filter((title) => title === identified));
    entry.titles = entry.titles.filter((title) => title !== identified);
  }
  const asked =
    (moment.input as { effect?: string }).effect ?? innerOf(moment.input).effect ?? null;
  if (moment.kind === "release" && entry.lines.every(({ type }) => type === "released")) {
    entry.releases = asked;
  }
  if (moment.kind === "receipt") entry.reports = asked;
  if (moment.unreadable) entry.titles.push(words.damagedMoment);
  if (entry.titles.length === 0) {
    const effect = entry.lines.find((line) => line.effect !== null)?.effect ?? null;
    const named = effect && {
      step: kindTitle("Step", effect.type),
      subject: emailOf(effect)?.subject,
    };
    entry.titles.push(momentTitle(moment.kind, outcomeIn(moment.input), named));
  }
  return entry;
}

/** Which events belong to which filter, by how their names begin. */
const FILTERS: [string, Filter][] = [
  ["order_", "orders"],
  ["cart_", "orders"],
  ["checkout_", "orders"],
  ["return_", "orders"],
  ["message_", "messages"],
];

const innerOf = (input: EngineInput) => (input.input ?? {}) as { effect?: string };

/** What a report says became of its effect: `sent`, `done`, `failed` or `unknown`. */
function outcomeIn(input: EngineInput): string | null {
  const { outcome } = input as { outcome?: { type?: string } };
  const inner = input.input as EngineInput | undefined;
  return outcome?.type ?? (inner === undefined ? null : outcomeIn(inner));
}

/** The events of an input, whatever is wrapped around them. */
export function eventsIn(input: EngineInput): EngineEvent[] {
  const inner = input.input as EngineInput | undefined;
  return input.events ?? (inner === undefined ? [] : eventsIn(inner));
}

/** The proof of a consent: the event that brought it, with the request it came in. */
export function proofOf(moments: readonly Recorded[], channel: string, at: number) {
  for (const moment of [...moments].reverse()) {
    for (const event of eventsIn(moment.input)) {
      const { type, change } = event.kind as { type: string; change?: { channel?: string } };
      const isProof = type === "consent_changed" && change?.channel === channel;
      if (isProof && event.occurred_at === at) {
        return { source: event.source, topic: moment.topic, receivedAt: event.received_at };
      }
    }
  }
  return null;
}

/** The entries of each day, in their order. */
export function byDay<T extends { now: number }>(
  entries: readonly T[],
  dayOf: (at: number) => string,
): [string, T[]][] {
  const days = new Map<string, T[]>();
  for (const entry of entries) {
    const day = dayOf(entry.now);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
