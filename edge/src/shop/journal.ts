/**
 * The journal: every input, when it was decided, by which plan, and what came of it.
 *
 * Each row names the row of its customer before it: one customer's story is read along that chain, newest
 * first. `rows.ts` has the rows as they are stored.
 *
 * It is the event log that a new plan is folded from, the record of deliveries seen, and the story a
 * merchant reads. A row holds all that a replay needs: from an empty state, the rows' inputs, moments
 * and plans give the customer's state again, byte for byte, in a browser as well as here.
 */
import { Buffer } from "node:buffer";
import type { Engine, Input, Summary } from "edgewise";
import { sha256 } from "../ids.ts";
import { type Customer, jsonOf } from "./customer.ts";
import { type Address, nextOf, Rows } from "./rows.ts";
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
  /** SHA-256 of the state after it, as it was stored, so that a replay can be compared. */
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

/** What is needed to make a decision again. */
export interface Past {
  place: number;
  seq: number;
  now: number;
  plan: string;
  /** The input as the engine was given it. */
  input: Uint8Array;
  /** SHA-256 of the state after it. */
  stateHash: string;
}

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

const encoder = new TextEncoder();
/** What stands before the parts of a row's text. */
const INPUT = encoder.encode('{"input":');
const SUMMARY = encoder.encode(',"summary":');

export class Journal {
  readonly rows: Rows;
  readonly #vault: Vault;
  readonly #engine: Pick<Engine, "unpacked">;

  constructor(sql: Sql, vault: Vault, engine: Pick<Engine, "unpacked">) {
    this.rows = new Rows(sql);
    this.#vault = vault;
    this.#engine = engine;
  }

  /** When a delivery of this name was taken in, or null. */
  seenAt(id: string): number | null {
    const address = this.rows.addressOf(id);
    return address === null ? null : (this.rows.value<number>(address, "now") ?? null);
  }

  /**
   * Adds a decision to a customer's chain, and makes it the chain's head. Input and summary are what the
   * engine was given and gave, and go sealed into the row as they are; a packed summary stands behind the
   * row's text. Gives the row's place.
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
    input: Uint8Array,
    summary: Uint8Array,
  ): number {
    const hash = sha256(customer.state);
    const sender = entry.sender === undefined ? "" : `,"sender":${JSON.stringify(entry.sender)}`;
    const rest = encoder.encode(`,"state_hash":"${hash}"${sender}}`);
    const decision = Buffer.concat(
      isPacked(summary) ? [INPUT, input, rest, summary] : [INPUT, input, SUMMARY, summary, rest],
    );
    const { id, kind, topic, now, plan } = entry;
    const sealed = this.#vault.seal(customer.id, `journal/${id}`, decision);
    customer.seq += 1;
    const of = { customer: customer.id, prev: customer.head, seq: customer.seq };
    const place = this.rows.add({ id, ...of, kind, topic, now, plan, sealed });
    customer.head = String(place);
    return place;
  }

  /** Writes down a delivery that is about no person: ignored with a reason, or the shop's own. */
  addForShop(
    id: string,
    kind: "ignored" | "shop",
    topic: string,
    now: number,
    note: string | Uint8Array,
  ): void {
    if (this.rows.addressOf(id) !== null) return;
    const sealed = this.#vault.sealForShop(`journal/${id}`, note);
    const nobody = { customer: null, prev: null, seq: null, plan: null };
    this.rows.add({ id, ...nobody, kind, topic, now, sealed });
  }

  /** A chain from `head` on, the newest first, and where to go on reading. */
  story(head: Address | null, limit: number): { moments: Moment[]; next: Address | null } {
    const rows = this.rows.chain(head, limit);
    const moments = rows.map(({ address: _, prev: __, kind, sealed, ...row }) => ({
      ...row,
      kind: kind as Kind,
      ...this.#decision(row.customer, row.id, sealed),
    }));
    return { moments, next: nextOf(rows) };
  }

  /**
   * The next of a chain for an answer: at most `limit` rows, a turn's work and a page's text, and one at
   * least.
   */
  page(from: Address | null, limit: number): { moments: Moment[]; next: Address | null } {
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

  /** The decisions at some places, to be made again, in their order. A damaged row affects only itself. */
  pasts(places: readonly number[]): Past[] {
    return this.rows.at(places).flatMap(({ id, customer, sealed, ...row }) => {
      const opened = this.#vault.tryOpenBytes(customer, `journal/${id}`, sealed);
      if (opened === null) return [];
      const [text] = cut(opened);
      const { state_hash: stateHash } = JSON.parse(text.toString()) as Decision;
      const end = endOfValue(text, INPUT.length);
      return [{ ...row, input: text.subarray(INPUT.length, end), stateHash }];
    });
  }

  #decision(customer: string, id: string, sealed: ArrayBuffer): Decision {
    const opened = this.#vault.tryOpenBytes(customer, `journal/${id}`, sealed);
    if (opened === null) {
      return { input: null, summary: null, state_hash: "", unreadable: true };
    }
    const [text, packed] = cut(opened);
    const decision = JSON.parse(text.toString()) as Decision;
    if (packed.length > 0) decision.summary = JSON.parse(jsonOf(this.#engine, packed));
    return decision;
  }

  /** A whole chain from `head` on, the newest first, read a page at a time. */
  *chain(head: Address | null): Generator<Moment> {
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
    from: Address | null,
    limit: number,
    rewrite: (events: string) => string,
  ): Address | null {
    const rows = this.rows.chain(from, limit);
    for (const { address, id, customer, sealed } of rows) {
      const decision = this.#decision(customer, id, sealed);
      // Nobody reads a damaged row, so there is nothing in it to take out.
      const holder = eventsHolder(decision.input);
      if (holder === null) continue;
      const before = JSON.stringify(holder.events);
      const after = rewrite(before);
      if (after === before) continue;
      holder.events = JSON.parse(after);
      const text = JSON.stringify({ ...decision, redacted: true });
      const again = this.#vault.seal(customer, `journal/${id}`, text);
      this.rows.replace(address, again);
    }
    return nextOf(rows);
  }

  /** Whether the row of a name opens; one that is not there anymore needs nothing. */
  isReadable(id: string): boolean {
    const address = this.rows.addressOf(id);
    const customer = address && this.rows.value<string>(address, "customer");
    const sealed = address && this.rows.value<ArrayBuffer>(address, "sealed");
    if (!customer || !sealed) return true;
    return this.#vault.tryOpen(customer, `journal/${id}`, sealed) !== null;
  }

  /** Whose chain a row belongs to, or null. */
  ownerOf(address: Address): string | null {
    return this.rows.value<string>(address, "customer") ?? null;
  }

  /**
   * Empties the next rows of an erased customer's chain, from `from` on, and keeps only that these
   * deliveries were seen. Gives where to go on, or null at the end.
   */
  eraseChain(from: Address | null, limit: number): Address | null {
    const rows = this.rows.chain(from, limit);
    this.rows.empty(rows.map(({ address }) => address));
    return nextOf(rows);
  }

  /** Empties what belongs to nobody anymore among the next rows; where to go on, or null at the end. */
  eraseLost(after: Address, limit: number): Address | null {
    const { lost, next } = this.rows.lost(after, limit);
    this.rows.empty(lost);
    return next;
  }
}

/** A row's text, and the packed summary behind it; empty where the summary is part of the text. */
function cut(decision: Buffer): [text: Buffer, packed: Buffer] {
  // No JSON has this byte in it: in a string it is escaped.
  const at = decision.indexOf(PACKED_MARK);
  const end = at < 0 ? decision.length : at;
  return [decision.subarray(0, end), decision.subarray(end)];
}

const isPacked = (summary: Uint8Array): boolean => summary[0] === PACKED_MARK;
/** The first byte of whatever the engine packs. */
const PACKED_MARK = 1;

/** Where the JSON value that begins at a place of a text ends. The engine read it, so it is well formed. */
function endOfValue(text: Uint8Array, from: number): number {
  let [depth, isInString] = [0, false];
  for (let at = from; at < text.length; at += 1) {
    const byte = text[at];
    if (isInString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
