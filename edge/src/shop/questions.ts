/**
 * What a delivery claims and only the platform can say: that the app was removed, that the shop's data
 * must be erased, that an account, an order, a product or a coupon is gone.
 *
 * The signature covers a delivery's body and not its topic, and several topics share a body: a
 * captured `shop/update` could come again as `app/uninstalled`, a deleted product's bare id as an
 * account's. So until the platform, the merchant or a later delivery says which, nothing is done; and
 * what the claim, if true, would make wrong to go on with is on hold: the shop's sending, or that
 * of one customer. A claim about an order, a product or a coupon holds nothing: mistaken for true it
 * would change counts and spend and what follows from them, while mistaken for false it leaves a thing
 * in the books for a while.
 */
import type { Question } from "edgewise";
import type { Question as Listed } from "../contract/operations.ts";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** A question: `open` until somebody says, or `scheduled`, when it is true and waits for its day. */
export type Asked = Listed;
type State = Asked["state"];
/** Who said: the merchant, the platform, or a verified delivery about something later. */
export type By = NonNullable<Asked["answered_by"]>;

/** Why a message waits while a question about the shop or its customer is open. */
export const ASKED = "platform-question";

/** How long answered questions are kept and shown, in milliseconds. */
export const SHOWN = 30 * 24 * 3_600_000;
/** Claims about things that hold nothing and are kept open, at most; the oldest make room. */
const MOST_THINGS = 1_000;

type Row = Asked & Record<string, SqlStorageValue>;
const COLUMNS =
  "name, about, thing AS id, customer, raised_at, state, trouble, answered_at, answered_by, runs_at";

export const nameOfQuestion = ({ about, id }: Question): string => `${about}/${id}`;

/** Whether a question is about the shop as a whole. */
export const isOfShop = ({ about }: Pick<Asked, "about">): boolean =>
  about === "installation" || about === "shop-data";

export class Questions {
  readonly #sql: Sql;
  readonly #vault: Vault;
  #waiting: Asked[] | null = null;
  #held: ReadonlyMap<string, Asked> = new Map();

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Keeps a question with the delivery that raised it, as text; false where it is asked already. */
  add(
    question: Question,
    customer: string | null,
    state: State,
    delivery: string,
    now: number,
  ): boolean {
    const name = nameOfQuestion(question);
    if (this.find(name)?.state === "open") return false;
    this.#sql.exec(
      `INSERT OR REPLACE INTO question (name, about, thing, customer, raised_at, state, sealed)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      name,
      question.about,
      question.id,
      customer,
      now,
      state,
      this.#vault.sealFor(keyOf(name), placeOf(name), delivery),
    );
    this.#makeRoom();
    const old = "DELETE FROM question WHERE answered_at < ? AND about <> 'installation'";
    this.#sql.exec(old, now - SHOWN);
    this.forget();
    return true;
  }

  find(name: string): Asked | null {
    const query = `SELECT ${COLUMNS} FROM question WHERE name = ?`;
    return this.#sql.exec<Row>(query, name).toArray()[0] ?? null;
  }

  /** The delivery that raised a question, kept while it is open; null where it cannot be read anymore. */
  delivery(name: string): string | null {
    const query = "SELECT sealed FROM question WHERE name = ?";
    const row = this.#sql.exec<{ sealed: ArrayBuffer | null }>(query, name).toArray()[0];
    if (!row?.sealed) return null;
    return this.#vault.tryOpenFor(keyOf(name), placeOf(name), row.sealed)?.toString() ?? null;
  }

  /** Writes an answer down. What was kept to be done is no longer needed, unless it is scheduled. */
  answer(name: string, state: State, by: By, now: number, runsAt: number | null = null): void {
    this.#sql.exec(
      `UPDATE question SET state = ?, answered_by = ?, answered_at = ?, runs_at = ?, trouble = NULL,
         sealed = NULL WHERE name = ?`,
      state,
      by,
      now,
      runsAt,
      name,
    );
    this.#vault.keys.retire(keyOf(name));
    this.forget();
  }

  /** Writes down why the platform did not answer. */
  trouble(name: string, trouble: "refused" | "unreachable"): void {
    this.#sql.exec("UPDATE question SET trouble = ? WHERE name = ?", trouble, name);
    this.forget();
  }

  /** What is not settled: open, or scheduled. */
  waiting(): readonly Asked[] {
    if (this.#waiting === null) {
      const query = `SELECT ${COLUMNS} FROM question WHERE state IN ('open', 'scheduled')
        ORDER BY raised_at DESC, name`;
      this.#waiting = this.#sql.exec<Row>(query).toArray();
      const held = this.#waiting.filter(({ state }) => state === "open");
      this.#held = new Map(
        held.flatMap((one) => (one.customer === null ? [] : [[one.customer, one] as const])),
      );
    }
    return this.#waiting;
  }

  /** What is not settled, and what was settled since a moment, the newest first. */
  list(since: number): Asked[] {
    const query = `SELECT ${COLUMNS} FROM question
      WHERE state IN ('open', 'scheduled') OR answered_at >= ? OR about = 'installation'
      ORDER BY raised_at DESC, name`;
    return this.#sql.exec<Row>(query, since).toArray();
  }

  /** What was claimed of the shop and not undone. */
  ofShop(): string[] {
    const query = `SELECT name FROM question
      WHERE about IN ('installation', 'shop-data') AND state <> 'undone'`;
    const rows = this.#sql.exec<{ name: string }>(query).toArray();
    return rows.map(({ name }) => name);
  }

  /** The open question about one customer, or null. */
  about(customer: string): Asked | null {
    this.waiting();
    return this.#held.get(customer) ?? null;
  }

  /** Whether nothing may go out to a customer: because of the shop, or because of them. */
  holds(customer: string): boolean {
    return this.waiting().some(isOfShop) || this.about(customer) !== null;
  }

  /** A merged customer's question is the winner's. */
  handOver(loser: string, winner: string): void {
    if (this.about(loser) === null) return;
    this.#sql.exec("UPDATE question SET customer = ? WHERE customer = ?", winner, loser);
    this.forget();
  }

  /** Removes what was asked about a customer who is erased. */
  erase(customer: string): void {
    const query = "SELECT name FROM question WHERE customer = ?";
    this.#remove(this.#sql.exec<{ name: string }>(query, customer).toArray());
    this.forget();
  }

  /** Removes what was claimed of anything but the shop itself: the shop's data is erased. */
  eraseAll(): void {
    // The keys are gone already.
    this.#sql.exec("UPDATE question SET sealed = NULL");
    this.#sql.exec("DELETE FROM question WHERE about NOT IN ('installation', 'shop-data')");
    this.forget();
  }

  /** Forgets what was remembered: after a change, or a transaction that was rolled back. */
  forget(): void {
    this.#waiting = null;
  }

  /** Of claims that hold nothing the oldest go. */
  #makeRoom(): void {
    const query = `SELECT name FROM question WHERE about IN ('order', 'product', 'coupon')
      ORDER BY raised_at DESC LIMIT -1 OFFSET ?`;
    this.#remove(this.#sql.exec<{ name: string }>(query, MOST_THINGS).toArray());
  }

  #remove(rows: { name: string }[]): void {
    for (const { name } of rows) {
      this.#vault.keys.retire(keyOf(name));
      this.#sql.exec("DELETE FROM question WHERE name = ?", name);
    }
  }
}

const placeOf = (name: string): string => `question/${name}`;

const keyOf = (name: string): string => `Q/${name}`;
