/**
 * Tasks for the merchant's team: what a workflow asks a person to do about a customer.
 *
 * Words and people are sealed with the customer's key, so that they go with the customer. A row says when
 * its assignee is to be written to; there is one such email for each time a task changes hands.
 */
import type { Config, Payload } from "edgewise";
import type { Item } from "./outbox.ts";
import type { Sql } from "./sql.ts";
import type { Timer, Timers } from "./timers.ts";
import type { Vault } from "./vault.ts";

/** A task, without its words. */
export interface Task {
  id: string;
  customer: string;
  workflow: string;
  step: string;
  created_at: number;
  /** When it is to be done by. */
  due_at: number | null;
  done_at: number | null;
  /** When its assignee is written to; null where they were, or cannot be. */
  mail_at: number | null;
  /** Attempts of that email. */
  attempt: number;
  /** How often it was passed on. */
  passed: number;
}

/** What a task says, and to whom. */
export interface Words {
  title: string;
  note: string;
  /** Who does it, by name. */
  to: string | null;
  /** Their address; null for somebody who is not on the team. */
  email: string | null;
}

/** Somebody on the team. */
export type TeamMember = NonNullable<Config["shop"]["team"]>[number];

type Row = Task & { sealed_by: string; sealed: ArrayBuffer } & Record<string, SqlStorageValue>;

/** How long a task is kept after it was done. */
const KEPT_DONE = 90 * 24 * 3_600_000;

const COLUMNS =
  "id, customer, workflow, step, created_at, due_at, done_at, mail_at, attempt, passed";

export class Tasks {
  readonly #sql: Sql;
  readonly #vault: Vault;
  readonly #timers: Timers;

  constructor(sql: Sql, vault: Vault, timers: Timers) {
    this.#sql = sql;
    this.#vault = vault;
    this.#timers = timers;
  }

  /** Opens the task that an effect asks for, once. */
  open(item: Item, asked: Extract<Payload, { type: "create_task" }>, now: number): void {
    const { title, note, due_at: due, to = null, email = null } = asked;
    const mailAt = email === null ? null : now;
    this.#sql.exec(
      `INSERT OR IGNORE INTO task (${COLUMNS}, sealed_by, sealed)
       VALUES (?, ?, ?, ?, ?, ?, NULL, ?, 0, 0, ?, ?)`,
      item.id,
      item.customer,
      item.workflow,
      item.step,
      now,
      due,
      mailAt,
      item.customer,
      this.#sealed(item.customer, item.id, { title, note, to, email }),
    );
    if (mailAt !== null) this.lookAt(mailAt);
  }

  find(id: string): Task | null {
    const query = `SELECT ${COLUMNS} FROM task WHERE id = ?`;
    return this.#sql.exec<Row>(query, id).toArray()[0] ?? null;
  }

  /** Tasks that are open, the first due first, or those done last. */
  list(state: "open" | "done", limit: number): Task[] {
    const [which, order] =
      state === "open"
        ? ["done_at IS NULL", "due_at IS NULL, due_at, created_at, id"]
        : ["done_at IS NOT NULL", "done_at DESC, id"];
    const query = `SELECT ${COLUMNS} FROM task WHERE ${which} ORDER BY ${order} LIMIT ?`;
    return this.#sql.exec<Row>(query, limit).toArray();
  }

  countOpen(): number {
    const query = "SELECT count(*) AS n FROM task WHERE done_at IS NULL";
    return this.#sql.exec<{ n: number }>(query).one().n;
  }

  /** What a task says; null where that cannot be read anymore. */
  words(id: string): Words | null {
    const query = "SELECT sealed_by, sealed FROM task WHERE id = ?";
    const row = this.#sql.exec<Pick<Row, "sealed_by" | "sealed">>(query, id).toArray()[0];
    const text = row && this.#vault.tryOpen(row.sealed_by, `task/${id}`, row.sealed);
    return text ? (JSON.parse(text) as Words) : null;
  }

  /** Marks a task as done, or as open again. Nobody is written to about what is done. */
  mark(id: string, doneAt: number | null): void {
    const mark = `UPDATE task SET done_at = ?1,
      mail_at = CASE WHEN ?1 IS NULL THEN mail_at END WHERE id = ?2`;
    this.#sql.exec(mark, doneAt, id);
    if (doneAt !== null) this.#timers.once({ kind: "task_purge" }, doneAt + KEPT_DONE);
  }

  /** Removes what was done long ago, overwritten first; comes again for what is done since. */
  purge(timer: Timer, now: number): void {
    this.#erase("done_at <= ?1", now - KEPT_DONE);
    const query = "SELECT min(done_at) AS at FROM task";
    const { at } = this.#sql.exec<{ at: number | null }>(query).one();
    if (at === null) this.#timers.end(timer);
    else this.#timers.repeat(timer, at + KEPT_DONE);
  }

  /** Passes a task on to somebody, who is written to. */
  pass({ id, customer }: Task, words: Words, to: TeamMember, now: number): void {
    const sealed = this.#sealed(customer, id, { ...words, to: to.name, email: to.email });
    const pass = `UPDATE task SET sealed_by = ?, sealed = ?, passed = passed + 1, mail_at = ?, attempt = 0
      WHERE id = ?`;
    this.#sql.exec(pass, customer, sealed, now, id);
    this.lookAt(now);
  }

  /** Those whose assignees are to be written to, the longest waiting first. */
  mailDue(now: number, limit: number): Task[] {
    const query = `SELECT ${COLUMNS} FROM task WHERE mail_at <= ? ORDER BY mail_at, id LIMIT ?`;
    return this.#sql.exec<Row>(query, now, limit).toArray();
  }

  /** When the first of these emails is due, or null. */
  nextMail(): number | null {
    const query = "SELECT min(mail_at) AS at FROM task WHERE mail_at IS NOT NULL";
    return this.#sql.exec<{ at: number | null }>(query).one().at;
  }

  /** An email is on its way, or is tried again later; null where that is over. */
  setMail({ id, passed }: Task, at: number | null, attempt: number): void {
    const set = "UPDATE task SET mail_at = ?, attempt = ? WHERE id = ? AND passed = ?";
    this.#sql.exec(set, at, attempt, id, passed);
  }

  /** Writes to a task's assignee once more, on the merchant's word; false where nobody is to be. */
  mailAgain(id: string, now: number): boolean {
    const task = this.find(id);
    if (task === null || task.done_at !== null || !this.words(id)?.email) return false;
    this.setMail(task, now, 0);
    this.lookAt(now);
    return true;
  }

  /** Sees to it that emails that are due by then are sent. */
  lookAt(at: number): void {
    const [waiting] = this.#timers.ofKind("task_mail");
    if (waiting === undefined) this.#timers.set({ kind: "task_mail" }, at);
    else if (at < waiting.at) this.#timers.repeat(waiting, at);
  }

  /** Two customers became one. */
  handOver(loser: string, winner: string): void {
    this.#sql.exec("UPDATE task SET customer = ? WHERE customer = ?", winner, loser);
  }

  /** Removes somebody's tasks, overwritten first. */
  remove(customer: string): void {
    this.#erase("customer = ?1 OR sealed_by = ?1", customer);
  }

  #erase(these: string, value: string | number): void {
    this.#sql.exec(`UPDATE task SET sealed = zeroblob(length(sealed)) WHERE ${these}`, value);
    this.#sql.exec(`DELETE FROM task WHERE ${these}`, value);
  }

  #sealed(customer: string, id: string, words: Words): Buffer {
    return this.#vault.seal(customer, `task/${id}`, JSON.stringify(words));
  }
}
