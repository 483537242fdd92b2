/** A customer's stored state, in the fields that this page reads. The engine owns its form. */

export interface Stored {
  customer?: {
    first_seen?: number;
    consent?: { channels?: Record<string, Partial<ConsentRecord>> };
    suppressed?: number;
    tags?: unknown;
    points?: { balance?: number; entries?: PointsEntry[] };
  };
  enrollments?: Enrollment[];
  memberships?: { of?: Record<string, { since?: number | null }> };
  /** Checkouts and orders that another customer had before. */
  taken_over?: { sent?: SentStep[] }[];
}

/** A step whose message went to the customer who had a purchase before. */
export interface SentStep {
  workflow: string;
  step: string;
}

export interface ConsentRecord {
  consent: string;
  /** Since when; null where nothing was ever said. */
  at: number | null;
  origin?: string;
  /** The text that was agreed to, or where the proof is kept. */
  proof?: string;
}

export interface PointsEntry {
  at: number;
  points: number;
  cause: string;
}

export interface Enrollment {
  id: string;
  workflow: string;
  revision: number;
  entered_at: number;
  step?: string;
  due?: number;
  ended?: string;
  held_out?: boolean;
  test?: boolean;
}

/** The configuration in the fields that give names to what a state holds. */
export interface Named {
  shop?: { time_zone?: string; currency?: string };
  workflows?: { id: string; name?: string; status?: string }[];
  segments?: { id: string; name?: string }[];
}

/** The consent on each channel of which something is known, and on email in any case. */
export function consents(state: Stored | null): [string, ConsentRecord][] {
  const known = state?.customer?.consent?.channels ?? {};
  const channels = ["email", ...Object.keys(known).filter((channel) => channel !== "email")];
  return channels.map((channel) => {
    const record = known[channel] ?? {};
    // A state writes only what was said.
    const { consent = "never_subscribed", at = null } = record;
    return [channel, { ...record, consent, at }];
  });
}

/** The newest entries of the ledger first. */
export const ledger = (state: Stored | null): PointsEntry[] =>
  [...(state?.customer?.points?.entries ?? [])].reverse();

/** Runs that go on. */
export const inside = (state: Stored | null): Enrollment[] =>
  (state?.enrollments ?? []).filter(({ ended }) => ended === undefined || ended === null);

/** The segments somebody is in, with the moment they came, the newest first. */
export function memberships(state: Stored | null): { segment: string; since: number }[] {
  return Object.entries(state?.memberships?.of ?? {})
    .flatMap(([segment, { since }]) => (typeof since === "number" ? [{ segment, since }] : []))
    .sort((a, b) => b.since - a.since);
}

/** What something is called in a configuration, or its id. */
export function nameIn(list: readonly { id: string; name?: string }[] | undefined, id: string) {
  return list?.find((one) => one.id === id)?.name ?? id;
}
