/**
 * The merchant's switch: all sending stopped, or that of one channel.
 *
 * While it is on, a message whose moment came stays in the outbox as `new`, without a timer, with the
 * reason `sending-stopped`: it doesn't fail, it isn't lost, and whatever would take it back (an order,
 * an exit, an unsubscribe) still does. When sending goes on, what waited is asked the engine's questions
 * like any message; what was due before a time the merchant chose is dropped, and the engine is told,
 * so that caps and the customer's story know that it never went out.
 */
import type { Item, Outbox } from "./outbox.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** What can be stopped: everything (null) or one channel. */
export type Stoppable = "email" | "sms" | "push" | null;

export interface Stop {
  channel: Stoppable;
  /** Since when, in milliseconds since 1970. */
  since: number;
}

/** Why a message waits while sending is stopped. */
export const SENDING_STOPPED = "sending-stopped";
/** Why a message is to be dropped as soon as it has its turn: the engine's own word for it. */
export const SKIPPED = "skipped-after-stop";

/** How many messages of a workflow wait on a channel. */
export interface Held {
  workflow: string;
  channel: string;
  messages: number;
  /** When the first and the last of them were due, in milliseconds since 1970. */
  first_due: number;
  last_due: number;
}

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
   * `skipBefore` is dropped when it has its turn, which is now.
   */
  resume(channel: Stoppable, skipBefore: number | null, now: number): void {
    this.#keep(channel === null ? [] : this.stops().filter((stop) => stop.channel !== channel));
    for (const item of this.#outbox.waitingFor(SENDING_STOPPED)) {
      if (this.isStopped(item)) continue;
      const isTooOld = skipBefore !== null && item.due < skipBefore;
      this.#outbox.postpone(item, now, isTooOld ? SKIPPED : null);
    }
  }

  /** The switch as the merchant sees it. */
  view(): { stopped: readonly Stop[]; held: Held[] } {
    return { stopped: this.stops(), held: this.held() };
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
