/**
 * Letting the members of a segment into a workflow, because the merchant says so.
 *
 * A workflow that goes live takes in who comes from now on. Those who were there before enter by this
 * way only, after the merchant has seen how many they are, and so many of them at most. It goes through
 * the members in slices; the timer's subject is the progress, so a restart goes on where it was.
 */
import { logError } from "../log.ts";
import type { Stores } from "./stores.ts";
import type { Subject, Timer } from "./timers.ts";
import { Turn } from "./turn.ts";

/** Members asked in one turn, at most. */
const AT_ONCE = 200;

/** A pass through a segment's members. */
export interface Backfill {
  workflow: string;
  batch: string;
  segment: string;
  /** How many more may enter. */
  left: number;
  /** The member after whom it goes on. */
  after: string;
}

/** Begins a pass. Beginning the same batch twice lets nobody in twice: the engine knows it. */
export function beginBackfill(stores: Stores, pass: Backfill): void {
  stores.timers.move(subjectOf(pass), null, stores.clock.now());
}

/** The passes under way. */
export function backfills(stores: Stores): Backfill[] {
  return stores.timers.ofKind("e/").map(passOf);
}

/** Takes the next members of a pass. */
export function backfillNext(stores: Stores, timer: Timer, now: number): void {
  const pass = passOf(timer.subject);
  stores.timers.move(timer.subject, timer.at, null);
  const members = stores.segments.members(pass.segment, pass.after, AT_ONCE);
  let { left, after } = pass;
  const turn = new Turn();
  for (const { customer } of members) {
    if (left === 0) return;
    if (!turn.next()) break;
    after = customer;
    if (enroll(stores, customer, pass, now)) left -= 1;
  }
  const isEnd = members.length < AT_ONCE && after === (members.at(-1)?.customer ?? after);
  if (!isEnd && left > 0) {
    stores.timers.move(subjectOf({ ...pass, left, after }), null, now);
  }
}

/** Whether the customer entered. One who cannot be asked holds nobody else up. */
function enroll(stores: Stores, id: string, { workflow, batch }: Backfill, now: number): boolean {
  try {
    return stores.transaction(() => {
      const customer = stores.customers.find(id);
      if (customer === null) return false;
      const command = { type: "enroll", workflow, batch };
      const { trace } = stores.decider.move(customer, { type: "command", command }, now);
      return trace.some((entry) => (entry as { is: { type: string } }).is.type === "entered");
    });
  } catch (error) {
    logError("customer-not-let-in", error, { shop: stores.settings.shop });
    return false;
  }
}

function subjectOf({ workflow, batch, segment, left, after }: Backfill): Subject {
  return `e/${workflow}/${batch}/${segment}/${left}/${after}`;
}

function passOf(subject: string): Backfill {
  const [, workflow = "", batch = "", segment = "", left = "0", ...after] = subject.split("/");
  return { workflow, batch, segment, left: Number(left), after: after.join("/") };
}
