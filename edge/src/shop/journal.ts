/**
 * The journal: every input, when it was decided, by which plan, and what came of it.
 *
 * It is the event log that a new plan is folded from, the record of deliveries seen, and the story a
 * merchant reads. A row holds all that a replay needs: from an empty state, the rows' inputs, moments
 * and plans give the customer's state again, byte for byte, in a browser as well as here.
 */
import type { Input, Summary } from "edgewise";
import { sha256 } from "../ids.ts";
import type { Customer } from "./customer.ts";
import { ROW_VERSION } from "./schema.ts";
import { LARGEST_PAGE, Turn } from "./turn.ts";
import type { Vault } from "./vault.ts";
import type { Sql } from "./sql.ts";

/** What happened, as a row says it. */
export type Kind =
  | "events"
  | "wake"
  | "release"
  | "receipt"
  | "plan_changed"
  | "retell"
  | "shop_changed"
  | "merge"
  | "give_up"
  | "take_over"
  | "command"
  | "ignored"
  | "shop"
  | "erased";

/** What the platform calls a delivery. Unsigned, so only shown. */
export interface Sender {
  event_id?: string;
  webhook_id?: string;
}

/** A row's sealed part. */
export interface Decision {
  /** Null where the row is damaged. */
  input: Input | null;
  summary: Summary | null;
  /** SHA-256 of the state after it, so that a replay can be compared. */
  state_hash: string;
  sender?: Sender;
  /** Whether personal parts were taken out of it since. */
  redacted?: boolean;
  /** Whether the row is damaged. */
  unreadable?: boolean;
}

/** One moment of a customer's story. */
export interface Moment extends Decision {
  id: string;
  customer: string;
  kind: Kind;
  topic: string | null;
  now: number;
  plan: string;
}

type Row = {
  id: string;
  customer: string;
  prev: string | null;
  kind: Kind;
  topic: string | null;
  now: number;
  plan: string;
  sealed: ArrayBuffer;
};

/** Rows opened at once where a whole chain is read. */
const PAGE = 200;
/** Rows opened between two looks at the clock. */
const OPENED = 20;

/** The object of an input that holds its events, whatever is wrapped around it. */
export function eventsHolder(input: unknown): { events: unknown[] } | null {
  const { events, input: inner } = (input ?? {}) as { events?: unknown[]; input?: unknown };
  if (Array.isArray(events)) return input as { events: unknown[] };
  return inner === undefined ? null : eventsHolder(inner);
}

export class Journal {
  readonly #sql: Sql;
  readonly #vault: Vault;
  /** Deliveries that were looked for and not there. */
  readonly #absent = new Set<string>();

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Looks for many deliveries at once, for the `seenAt` of each. */
  expect(ids: readonly string[]): void {
    this.#absent.clear();
    const query = "SELECT id FROM journal WHERE id IN (SELECT value FROM json_each(?))";
    const rows = this.#sql.exec<{ id: string }>(query, JSON.stringify(ids)).toArray();
    const seen = new Set(rows.map(({ id }) => id));
    for (const id of ids) if (!seen.has(id)) this.#absent.add(id);
  }

  /** When a delivery of this name was taken in, or null. */
  seenAt(id: string): number | null {
    if (this.#absent.has(id)) return null;
    const query = "SELECT now FROM journal WHERE id = ?";
    return this.#sql.exec<{ now: number }>(query, id).toArray()[0]?.now ?? null;
  }

  /**
   * Adds a decision to a customer's chain, and makes it the chain's head. Input and summary are the
   * texts that the engine was given and gave.
   */
  add(
    customer: Customer,
    entry: {
      id: string;
      kind: Kind;
      topic: string | null;
      now: number;
      plan: string;
      sender?: Sender | undefined;
    },
    input: string,
    summary: string,
  ): void {
    const hash = sha256(customer.state);
    const sender = entry.sender === undefined ? "" : `,"sender":${JSON.stringify(entry.sender)}`;
    const decision = `{"input":${input},"summary":${summary},"state_hash":"${hash}"${sender}}`;
    const sealed = this.#vault.seal(customer.id, `journal/${entry.id}`, decision);
    customer.seq += 1;
    this.#absent.delete(entry.id);
    this.#sql.exec(
      `INSERT INTO journal (id, v, customer, prev, seq, kind, topic, now, plan, sealed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      entry.id,
      ROW_VERSION,
      customer.id,
      customer.head,
      customer.seq,
      entry.kind,
      entry.topic,
      entry.now,
      entry.plan,
      sealed,
    );
    customer.head = entry.id;
  }

  /** Writes down a delivery that is about no person: ignored with a reason, or the shop's own. */
  addForShop(id: string, kind: "ignored" | "shop", topic: string, now: number, note: string): void {
    this.#absent.delete(id);
    this.#sql.exec(
      "INSERT OR IGNORE INTO journal (id, v, kind, topic, now, sealed) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      ROW_VERSION,
      kind,
      topic,
      now,
      this.#vault.sealForShop(`journal/${id}`, note),
    );
  }

  /** A chain from `head` on, the newest first, and where to go on reading. */
  story(head: string | null, limit: number): { moments: Moment[]; next: string | null } {
    const query = `WITH RECURSIVE story (id, customer, prev, kind, topic, now, plan, sealed, depth) AS (
        SELECT id, customer, prev, kind, topic, now, plan, sealed, 1 FROM journal WHERE id = ?1
        UNION ALL
        SELECT j.id, j.customer, j.prev, j.kind, j.topic, j.now, j.plan, j.sealed, s.depth + 1
          FROM story s JOIN journal j ON j.id = s.prev WHERE s.depth < ?2
      ) SELECT id, customer, prev, kind, topic, now, plan, sealed FROM story`;
    const rows = this.#sql.exec<Row>(query, head, limit).toArray();
    const moments = rows.map(({ prev: _, sealed, ...row }) => ({
      ...row,
      ...this.#decision(row.customer, row.id, sealed),
    }));
    return { moments, next: rows.at(-1)?.prev ?? null };
  }

  /**
   * The next of a chain for an answer: at most `limit` rows, a turn's work and a page's text, and one at
   * least.
   */
  page(from: string | null, limit: number): { moments: Moment[]; next: string | null } {
    const turn = new Turn();
    const moments: Moment[] = [];
    let [at, room] = [from, LARGEST_PAGE];
    while (at !== null && moments.length < limit && room > 0 && turn.next()) {
      const part = this.story(at, Math.min(limit - moments.length, OPENED));
      for (const moment of part.moments) room -= JSON.stringify(moment).length;
      moments.push(...part.moments);
      at = part.next;
    }
    return { moments, next: at };
  }

  #decision(customer: string, id: string, sealed: ArrayBuffer): Decision {
    const text = this.#vault.tryOpen(customer, `journal/${id}`, sealed);
    if (text !== null) return JSON.parse(text) as Decision;
    return { input: null, summary: null, state_hash: "", unreadable: true };
  }

  /** A whole chain from `head` on, the newest first, read a page at a time. */
  *chain(head: string | null): Generator<Moment> {
    for (let from = head; from !== null; ) {
      const { moments, next } = this.story(from, PAGE);
      yield* moments;
      from = next;
    }
  }

  /**
   * Rewrites the events of the next rows of a chain, such as to take a person out of an anonymized order.
   * A row that changed says so: it can no longer be replayed exactly. Gives where to go on, or null.
   */
  rewriteEvents(
    from: string | null,
    limit: number,
    rewrite: (events: string) => string,
  ): string | null {
    const { moments, next } = this.story(from, limit);
    for (const moment of moments) {
      const { id, customer, kind: _, topic: __, now: ___, plan: ____, ...decision } = moment;
      // Nobody reads a damaged row, so there is nothing in it to take out.
      const holder = eventsHolder(decision.input);
      if (holder === null) continue;
      const before = JSON.stringify(holder.events);
      const after = rewrite(before);
      if (after === before) continue;
      holder.events = JSON.parse(after);
      const text = JSON.stringify({ ...decision, redacted: true });
      const sealed = this.#vault.seal(customer, `journal/${id}`, text);
      this.#sql.exec("UPDATE journal SET sealed = ? WHERE id = ?", sealed, id);
    }
    return next;
  }

  /** Whether a row opens; one that is not there anymore needs nothing. */
  isReadable(id: string): boolean {
    const query = "SELECT customer, sealed FROM journal WHERE id = ?";
    type Sealed = { customer: string | null; sealed: ArrayBuffer | null };
    const row = this.#sql.exec<Sealed>(query, id).toArray()[0];
    if (!row?.customer || !row.sealed) return true;
    return this.#vault.tryOpen(row.customer, `journal/${id}`, row.sealed) !== null;
  }

  /** Whose chain a row belongs to, or null. */
  ownerOf(id: string): string | null {
    const query = "SELECT customer FROM journal WHERE id = ?";
    return this.#sql.exec<{ customer: string | null }>(query, id).toArray()[0]?.customer ?? null;
  }

  /**
   * Empties the next rows of an erased customer's chain, from `from` on, and keeps only that these
   * deliveries were seen. Gives where to go on, or null at the end.
   */
  eraseChain(from: string | null, limit: number): string | null {
    const query = `WITH RECURSIVE story (id, prev, depth) AS (
        SELECT id, prev, 1 FROM journal WHERE id = ?1
        UNION ALL
        SELECT j.id, j.prev, s.depth + 1 FROM story s JOIN journal j ON j.id = s.prev WHERE s.depth < ?2
      ) SELECT id, prev FROM story`;
    type Link = { id: string; prev: string | null };
    const rows = this.#sql.exec<Link>(query, from, limit).toArray();
    this.#empty(rows.map(({ id }) => id));
    return rows.at(-1)?.prev ?? null;
  }

  /** Empties what belongs to nobody anymore among the next rows; where to go on, or null at the end. */
  eraseLost(after: string, limit: number): string | null {
    const bound = "SELECT id FROM journal WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?";
    const last = this.#sql.exec<{ id: string }>(bound, after, limit).toArray()[0]?.id ?? null;
    const query = `SELECT id FROM journal j WHERE id > ?1 AND (?2 IS NULL OR id <= ?2)
      AND customer IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM customer_key k WHERE k.customer = j.customer)`;
    const rows = this.#sql.exec<{ id: string }>(query, after, last).toArray();
    this.#empty(rows.map(({ id }) => id));
    return last;
  }

  #empty(ids: string[]): void {
    const these = "id IN (SELECT value FROM json_each(?))";
    const list = JSON.stringify(ids);
    this.#sql.exec(`UPDATE journal SET sealed = zeroblob(length(sealed)) WHERE ${these}`, list);
    this.#sql.exec(
      `UPDATE journal SET sealed = NULL, customer = NULL, prev = NULL, plan = NULL, kind = 'erased'
       WHERE ${these}`,
      list,
    );
  }
}
