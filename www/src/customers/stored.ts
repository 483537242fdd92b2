/** A customer's stored state, in the fields that this page reads. A state writes only what was said. */
import type { ConsentRecord, Enrollment, PointsEntry, SentStep, State } from "edgewise";

/** The same with these members, which the engine always writes. */
type With<T, Member extends keyof T> = T & { [M in Member]-?: NonNullable<T[M]> };

/** A run that goes on. */
export type Inside = With<Enrollment, "id" | "workflow" | "entered_at">;
/** A step whose message went to the customer who had a purchase before. */
export type Astray = Required<SentStep>;

/** The configuration in the fields that give names to what a state holds. */
export interface Named {
  shop?: { time_zone?: string; currency?: string };
  workflows?: { id: string; name?: string; status?: string }[];
  segments?: { id: string; name?: string }[];
  topics?: { id: string; name?: string }[];
}

/** The consent on each channel of which something is known, and on email in any case. */
export function consents(state: State | null): [string, With<ConsentRecord, "consent">][] {
  const known = state?.customer?.consent?.channels ?? {};
  const channels = ["email", ...Object.keys(known).filter((channel) => channel !== "email")];
  return channels.map((channel) => {
    const record = known[channel] ?? {};
    return [channel, { ...record, consent: record.consent ?? "never_subscribed" }];
  });
}

/** What a customer chose to get less of: topics that are off, how often, and until when nothing. */
export function preferences(state: State | null): {
  topics: string[];
  frequency: string | null;
  pausedUntil: number | null;
} {
  const { topics = {}, frequency, paused_until: until } = state?.customer?.preferences ?? {};
  const off = Object.entries(topics).filter(([, [wanted]]) => !wanted);
  const often = frequency?.[0] ?? "all";
  return {
    topics: off.map(([topic]) => topic),
    frequency: often === "all" ? null : often,
    pausedUntil: until?.[0] ?? null,
  };
}

/** The newest entries of the ledger first. */
export const ledger = (state: State | null): Required<PointsEntry>[] =>
  [...(state?.customer?.points?.entries ?? [])]
    .reverse()
    .map(({ at = 0, points = 0, cause = "" }) => ({ at, points, cause }));

/** Runs that go on. */
export const inside = (state: State | null): Inside[] =>
  (state?.enrollments ?? [])
    .filter(({ ended }) => ended === undefined || ended === null)
    .map((one) => ({
      ...one,
      id: one.id ?? "",
      workflow: one.workflow ?? "",
      entered_at: one.entered_at ?? 0,
    }));

/** Steps whose messages about a purchase went to the customer who had it before. */
export const astray = (state: State | null): Astray[] =>
  (state?.taken_over ?? [])
    .flatMap(({ sent = [] }) => sent)
    .map(({ workflow = "", step = "" }) => ({ workflow, step }));

/** The tags somebody has, as they were first written. */
export const tagsOf = (state: State | null): string[] =>
  Object.entries(state?.customer?.tags?.names ?? {}).flatMap(([name, { removed, written }]) =>
    removed ? [] : (written ?? name),
  );

/** The segments somebody is in, with the moment they came, the newest first. */
export function memberships(state: State | null): { segment: string; since: number }[] {
  return Object.entries(state?.memberships?.of ?? {})
    .flatMap(([segment, { since }]) => (typeof since === "number" ? [{ segment, since }] : []))
    .sort((a, b) => b.since - a.since);
}

/** What something is called in a configuration, or its id. */
export function nameIn(list: readonly { id: string; name?: string }[] | undefined, id: string) {
  return list?.find((one) => one.id === id)?.name ?? id;
}
