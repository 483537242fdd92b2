/** Trying again what failed for good, on the merchant's word. */
import type { DeadLetter } from "./dead-letters.ts";
import type { Outcome } from "./incoming.ts";
import type { Open } from "./open.ts";
import type { Item } from "./outbox.ts";
import type { Stores } from "./stores.ts";
import { effectOf, known, type Timer } from "./timers.ts";

/** What came of it; `withdrawn` where nobody wants it anymore. */
export type Retried =
  | Outcome
  | { type: "retried" | "withdrawn" }
  | { type: "unreadable" }
  | { type: "busy" };

/** Retries a dead letter; null where there is none of this id. */
export async function retry({ stores, arrivals, work }: Open, id: string): Promise<Retried | null> {
  const deadLetter = stores.deadLetters.find(id);
  if (deadLetter === null) return null;
  if (deadLetter.kind === "delivery") {
    if (!stores.deadLetters.isReadable(id)) return { type: "unreadable" };
    const incoming = stores.deadLetters.delivery(id);
    if (incoming === null) return null;
    // It stays a dead letter until it is taken in.
    const again = arrivals.retry({ ...incoming, deadLetter: id });
    return again ?? { type: "busy" };
  }
  if (deadLetter.kind === "damage") {
    return { type: isReadableAgain(stores, deadLetter) ? "retried" : "unreadable" };
  }
  const opened = stores.transaction(() => reopen(stores, deadLetter));
  await work.run();
  return { type: opened ? "retried" : "withdrawn" };
}

/** Whether what was damaged can be read again; then the dead letter about it goes. */
function isReadableAgain(stores: Stores, { id, subject, customer }: DeadLetter): boolean {
  const row = subject.slice(subject.indexOf("/") + 1);
  const reads: Record<string, () => boolean> = {
    journal: () => stores.journal.isReadable(row),
    content: () => !stores.outbox.shown(row).unreadable,
    delivery: () => stores.deadLetters.isReadable(row),
  };
  const part = subject.slice(0, subject.indexOf("/"));
  const isReadable = (
    reads[part] ?? (() => stores.customers.look(customer ?? "")?.unreadable !== true)
  )();
  if (isReadable) stores.transaction(() => stores.deadLetters.remove(id));
  return isReadable;
}

/** Opens what failed again; false where nobody wants it anymore, and it is withdrawn. */
function reopen(
  stores: Stores,
  { id, kind, subject, cursor }: DeadLetter & Pick<Timer, "cursor">,
): boolean {
  const now = stores.clock.now();
  stores.deadLetters.remove(id);
  if (kind === "copy") {
    if (stores.copies.epoch === null || stores.customers.find(subject) === null) return false;
    stores.copies.mark(subject, now);
    stores.timers.arm();
    return true;
  }
  if (kind === "task") {
    const isWanted = stores.tasks.mailAgain(subject, now);
    stores.timers.arm();
    return isWanted;
  }
  const effect = kind === "effect" ? subject : effectOf(subject);
  if (effect !== null) return reopenEffect(stores, effect, now);
  const timer = known(subject);
  if (timer === null) return false;
  if (timer.kind === "wake") stores.customers.setWake(timer.customer, now);
  stores.timers.set(timer, now, cursor);
  stores.timers.arm();
  return true;
}

function reopenEffect(stores: Stores, effect: string, now: number): boolean {
  const item = stores.outbox.find(effect);
  const customer = item === null ? null : stores.customers.find(item.customer);
  if (item === null || customer === null) return false;
  if (item.state === "failed") return resend(stores, item, now);
  stores.outbox.reopen(item, now);
  stores.timers.arm();
  return true;
}

/**
 * Opens again what was reported to the engine as over, which must want it again first; where it doesn't, it's
 * withdrawn. In the caller's transaction.
 */
export function resend(stores: Stores, item: Item, now: number): boolean {
  const customer = stores.customers.find(item.customer);
  if (customer === null) return false;
  const command = { type: "retry", effect: item.id } as const;
  stores.decider.move(customer, { type: "command", command }, now);
  stores.timers.arm();
  const current = stores.outbox.find(item.id);
  if (current?.state !== item.state) return true;
  stores.outbox.finish(current, "withdrawn", "already-decided", now);
  return false;
}
