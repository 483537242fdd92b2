/** What the admin reads about segments: counts, their history, members, and a pass under way. */
import type { Segment } from "edgewise";
import type { SegmentDetail, Segments } from "../contract/segments.ts";
import { movingToPlan } from "./background.ts";
import { jsonOf, NO_STATE } from "./customer.ts";
import { profileIn } from "./profile.ts";
import type { Stores } from "./stores.ts";
import { LARGEST_PAGE, Turn } from "./turn.ts";

/** The months after which a definition nobody looked at should be reviewed. */
const STALE_MONTHS = 3;

/**
 * All segments with their counts and the last days on which anybody entered or left, and how far a
 * recomputation of everybody has come.
 */
export function segmentList(stores: Stores, days: number): Segments {
  const now = stores.clock.now();
  const segments = stores.segments.defined().map((segment) => ({
    ...lineOf(stores, segment, now),
    history: stores.segments.days(segment.id, days),
  }));
  return { segments, recomputation: movingToPlan(stores) };
}

/** One segment with the days on which anybody entered or left, the newest first. */
export function segmentDetail(stores: Stores, id: string, days: number): SegmentDetail | null {
  const segment = stores.segments.defined().find((one) => one.id === id);
  if (segment === undefined) return null;
  return {
    ...lineOf(stores, segment, stores.clock.now()),
    condition: segment.condition,
    history: stores.segments.days(id, days),
    recomputation: movingToPlan(stores),
  };
}

/** A page of a segment's members, in the order of their ids. */
export function memberPage(stores: Stores, id: string, after: string, limit: number) {
  if (!stores.segments.defined().some((one) => one.id === id)) return null;
  const page = stores.segments.members(id, after, limit);
  const members = page.map((member) => {
    const customer = stores.customers.look(member.customer);
    return { ...member, ...profileIn(stores.engine, customer?.state ?? NO_STATE) };
  });
  const next = page.length === limit ? (page.at(-1)?.customer ?? null) : null;
  return { segment: id, members, total: stores.segments.count(id), next };
}

/**
 * A page of all customers for previews and lists: their ids, what conditions can ask of them and when
 * something was last decided about them, in the engine's own compact form; and after whom the next page
 * begins. A page is a turn's work at most.
 */
export function previewPage(
  { customers, engine }: Stores,
  after: string,
  limit: number,
): { snapshot: Uint8Array; next: string | null } {
  const turn = new Turn(limit);
  const ids = customers.idsAfter(after, limit);
  const [states, decided]: [string[], number[]] = [[], []];
  let [last, room] = [after, LARGEST_PAGE];
  for (const id of ids) {
    if (!turn.next() || room <= 0) break;
    // Who cannot be read is in no preview, and shown under failed items.
    const customer = customers.look(id);
    const state = jsonOf(engine, customer?.state ?? NO_STATE);
    if (customer !== null && state !== "") {
      states.push(state);
      decided.push(customer.now);
    }
    [last, room] = [id, room - state.length];
  }
  const isEnd = ids.length < limit && last === (ids.at(-1) ?? after);
  return { snapshot: engine.snapshot(states.join("\n"), decided), next: isEnd ? null : last };
}

/** The segments one customer is in. */
export function segmentsOf(stores: Stores, id: string) {
  const customer = stores.customers.look(id);
  if (customer === null) return null;
  const names = new Map(stores.segments.defined().map((one) => [one.id, one.name]));
  const segments = stores.segments
    .of(customer.id)
    .map(({ segment, since }) => ({ segment, name: names.get(segment) ?? segment, since }));
  return { customer: customer.id, segments };
}

function lineOf(stores: Stores, segment: Segment, now: number) {
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

/** The same day of a later month, or the month's last. */
function monthsLater(at: number, months: number): number {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}
