/**
 * The merchant's switch: all sending stopped, or that of one channel.
 *
 * While it is on, a message whose moment came stays in the outbox as `new`, without a timer, with the
 * reason `sending-stopped`: it doesn't fail, it isn't lost, and whatever would take it back (an order,
 * an exit, an unsubscribe) still does. When sending goes on, what waited is asked the engine's questions
 * like any message; what was due before a time the merchant chose is dropped, and the engine is informed,
 * so that caps and the customer's story know that it never went out.
 */
import type { Sending as SendingView, Stoppable } from "../contract/operations.ts";
import type { Item, Outbox } from "./outbox.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

type Stop = SendingView["stopped"][number];

/**
 * A shop that was made of a backup: what happened between the backup and its restoring is not known here,
 * neither what was sent nor who opted out. So all sending is stopped until the merchant says that it may
 * go on, and what was due before is then dropped: it may have been sent.
 */
export type Restored = NonNullable<SendingView["restored"]>;

/** Why a message waits while sending is stopped. */
export const SENDING_STOPPED = "sending-stopped";
/** Why a message is to be dropped as soon as it has its turn: the engine's own word for it. */
export const SKIPPED = "skipped-after-stop";

const RESTORED = "restored";

/** How many messages of a workflow wait on a channel. */
type Held = SendingView["held"][number];

export class Sending {
  readonly #sql: Sql;
  readonly #outbox: Outbox;
  #stops: Stop[] | null = null;

  constructor(sql: Sql, outbox: Outbox) {
    this.#sql = sql;
    this.#outbox = outbox;
  }

  /** What is stopped. */
  stops(): readonly Stop[] {
    if (this.#stops === null) {
      const text = readMeta(this.#sql, "sending-stopped");
      this.#stops = typeof text === "string" ? (JSON.parse(text) as Stop[]) : [];
    }
    return this.#stops;
  }

  /** Stops all sending of a shop that was made of a backup; what was being handed over is not tried again. */
  holdRestored(restored: Restored): void {
    writeMeta(this.#sql, RESTORED, JSON.stringify(restored));
    this.stop(null, restored.at);
    for (const item of this.#outbox.leased()) {
      if (item.type === "send") this.#outbox.postpone(item, null, SENDING_STOPPED);
    }
  }

  /** What the shop was restored from, until the merchant lets sending go on. */
  restored(): Restored | null {
    const text = readMeta(this.#sql, RESTORED);
    return typeof text === "string" ? (JSON.parse(text) as Restored) : null;
  }

  /** Forgets what was remembered: after a transaction was rolled back. */
  forget(): void {
    this.#stops = null;
  }

  isStopped({ type, channel }: Pick<Item, "type" | "channel">): boolean {
    if (type !== "send") return false;
    return this.stops().some((stop) => stop.channel === null || stop.channel === channel);
  }

  /** Stops everything or a channel. Doing it again changes nothing. */
  stop(channel: Stoppable, now: number): void {
    if (this.stops().some((stop) => stop.channel === channel)) return;
    this.#keep([...this.stops(), { channel, since: now }]);
  }

  /**
   * Lets sending go on; everything (null) ends the stops of single channels as well. What was due before
   * `skipBefore` is dropped when it has its turn, which is now; after a restoring, whatever was due before
   * that.
   */
  resume(channel: Stoppable, asked: number | null, now: number): void {
    const restored = this.restored();
    const skipBefore = restored === null ? asked : Math.max(asked ?? 0, restored.at);
    if (channel === null) writeMeta(this.#sql, RESTORED, null);
    this.#keep(channel === null ? [] : this.stops().filter((stop) => stop.channel !== channel));
    for (const item of this.#outbox.waitingFor(SENDING_STOPPED)) {
      if (this.isStopped(item)) continue;
      const isTooOld = skipBefore !== null && item.due < skipBefore;
      this.#outbox.postpone(item, now, isTooOld ? SKIPPED : null);
    }
    // What waited for its turn meanwhile is no younger for it.
    for (const item of skipBefore === null ? [] : this.#outbox.heldBefore(skipBefore)) {
      if (!this.isStopped(item)) this.#outbox.postpone(item, now, SKIPPED);
    }
  }

  /** The switch as the merchant sees it. */
  view(): SendingView {
    return { stopped: [...this.stops()], held: this.held(), restored: this.restored() };
  }

  /** What waits for sending to go on, by workflow and channel. */
  held(): Held[] {
    return this.#sql
      .exec<Held & Record<string, SqlStorageValue>>(
        `SELECT workflow, channel, count(*) AS messages, min(due) AS first_due, max(due) AS last_due
         FROM outbox WHERE state = 'new' AND reason = ? GROUP BY workflow, channel
         ORDER BY messages DESC, workflow`,
        SENDING_STOPPED,
      )
      .toArray();
  }

  #keep(stops: Stop[]): void {
    this.#stops = stops;
    writeMeta(this.#sql, "sending-stopped", JSON.stringify(stops));
  }
}
