/**
 * Adding the existing members of a segment to a workflow, because the merchant says so.
 *
 * A workflow that is turned on takes in who comes from then on. Members who were there before enter by
 * this way only, after the merchant has seen how many they are, and no more than the merchant allows. A
 * backfill goes through the members in slices; its timer says how far it is, so a restart goes on from there.
 */
import { logError } from "../log.ts";
import type { Stores } from "./stores.ts";
import { parse, type SubjectOf, type Timer } from "./timers.ts";
import { Turn } from "./turn.ts";

/** Members looked at in one turn, at most. */
const AT_ONCE = 200;

/** A backfill that is underway. */
export interface Backfill {
  workflow: string;
  batch: string;
  segment: string;
  /** How many more may enter. */
  left: number;
}

/** How far it is: how many more may enter, and the member after whom it goes on. */
interface Cursor {
  left: number;
  after: string;
}

/** Begins a backfill. The same batch once more adds nobody twice: the engine knows it. */
export function beginBackfill(stores: Stores, { workflow, batch, segment, left }: Backfill): void {
  const subject = { kind: "backfill", workflow, batch, segment } as const;
  stores.timers.set(subject, stores.clock.now(), written({ left, after: "" }));
}

/** The backfills underway. */
export function backfills({ timers }: Stores): Backfill[] {
  return timers.ofKind("backfill").map((timer) => {
    const { workflow, batch, segment } = parse(timer.subject) as SubjectOf<"backfill">;
    return { workflow, batch, segment, left: cursorOf(timer).left };
  });
}

/** Takes the next members. */
export function backfillNext(
  stores: Stores,
  { workflow, batch, segment }: SubjectOf<"backfill">,
  timer: Timer,
  now: number,
): void {
  let { left, after } = cursorOf(timer);
  const members = stores.segments.members(segment, after, AT_ONCE);
  const turn = new Turn();
  for (const { customer } of members) {
    if (left === 0 || !turn.next()) break;
    after = customer;
    if (enroll(stores, customer, { workflow, batch }, now)) left -= 1;
  }
  const isEnd = members.length < AT_ONCE && after === (members.at(-1)?.customer ?? after);
  if (isEnd || left === 0) stores.timers.end(timer);
  else stores.timers.repeat(timer, now, { cursor: written({ left, after }) });
}

/** Whether the customer entered. One who cannot be asked holds nobody else up. */
function enroll(
  stores: Stores,
  id: string,
  { workflow, batch }: Pick<Backfill, "workflow" | "batch">,
  now: number,
): boolean {
  try {
    return stores.transaction(() => {
      const customer = stores.customers.find(id);
      if (customer === null) return false;
      const command = { type: "enroll", workflow, batch };
      const { head } = stores.decider.move(customer, { type: "command", command }, now);
      return head.counts?.some(({ what }) => what === "entered") ?? false;
    });
  } catch (error) {
    logError("customer-not-enrolled", error, { shop: stores.settings.shop });
    return false;
  }
}

const cursorOf = ({ cursor }: Timer): Cursor => JSON.parse(cursor ?? '{"left":0,"after":""}');

const written = (cursor: Cursor): string => JSON.stringify(cursor);
