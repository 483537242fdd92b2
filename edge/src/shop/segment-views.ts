/** What the admin reads about segments: counts, their history, members, and a pass under way. */
import { profileIn } from "./profile.ts";
import type { SavedSegment } from "./segments.ts";
import type { Stores } from "./stores.ts";

/** A definition that was not looked at for so many months should be. */
const STALE_MONTHS = 3;

/**
 * All segments with their counts and the last days on which anybody entered or left, and how far a
 * recomputation of everybody has come.
 */
export function segmentList(stores: Stores, days: number) {
  const now = stores.clock.now();
  const segments = stores.segments.defined().map((segment) => ({
    ...lineOf(stores, segment, now),
    history: stores.segments.days(segment.id, days),
  }));
  return { segments, recomputation: recomputation(stores) };
}

/** One segment with the days on which anybody entered or left, the newest first. */
export function segmentDetail(stores: Stores, id: string, days: number) {
  const segment = stores.segments.defined().find((one) => one.id === id);
  if (segment === undefined) return null;
  return {
    ...lineOf(stores, segment, stores.clock.now()),
    condition: segment.condition,
    history: stores.segments.days(id, days),
    recomputation: recomputation(stores),
  };
}

/** A page of a segment's members, in the order of their ids. */
export function memberPage(stores: Stores, id: string, after: string, limit: number) {
  if (!stores.segments.defined().some((one) => one.id === id)) return null;
  const page = stores.segments.members(id, after, limit);
  const members = page.map((member) => {
    const customer = stores.customers.find(member.customer);
    return { ...member, ...profileIn(customer?.state ?? "") };
  });
  const next = page.length === limit ? (page.at(-1)?.customer ?? null) : null;
  return { segment: id, members, total: stores.segments.count(id), next };
}

/**
 * A page of all customers for previews: their ids and what conditions can ask of them, in the
 * engine's own compact form, and after whom the next page begins.
 */
export function audiencePage(
  { customers, engine }: Stores,
  after: string,
  limit: number,
): { snapshot: Uint8Array; next: string | null } {
  const ids = customers.idsAfter(after, limit);
  const states = ids.map((id) => customers.find(id)?.state ?? "").filter((state) => state !== "");
  const next = ids.length === limit ? (ids.at(-1) ?? null) : null;
  return { snapshot: engine.snapshot(states.join("\n")), next };
}

/** The segments one customer is in. */
export function segmentsOf(stores: Stores, id: string) {
  const customer = stores.customers.find(id);
  if (customer === null) return null;
  const names = new Map(stores.segments.defined().map((one) => [one.id, one.name]));
  const segments = stores.segments
    .of(customer.id)
    .map(({ segment, since }) => ({ segment, name: names.get(segment) ?? segment, since }));
  return { customer: customer.id, segments };
}

/**
 * How many customers were moved to the live plan, of how many; null when all were. Read from the
 * pass's own timer, so it is as durable as the pass.
 */
function recomputation(stores: Stores): { done: number; of: number } | null {
  const { timers, plans, customers } = stores;
  const after = timers.passAfter(plans.live);
  return after === null ? null : { done: customers.countUpTo(after), of: customers.count() };
}

function lineOf(stores: Stores, segment: SavedSegment, now: number) {
  const { id, name, description, condition } = segment;
  const { plans, engine } = stores;
  const editedAt = stores.segments.editedAt(id);
  const said = plans.with(plans.live, (plan) => engine.sentenceOf(plan, condition));
  return {
    id,
    name,
    description: description ?? null,
    sentence: said.sentence,
    members: stores.segments.count(id),
    edited_at: editedAt,
    stale: editedAt !== null && now > monthsLater(editedAt, STALE_MONTHS),
  };
}

/** The same day of the month so many months later, or the month's last. */
function monthsLater(at: number, months: number): number {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}
