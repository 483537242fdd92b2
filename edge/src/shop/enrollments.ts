/**
 * How many customers are inside which workflow.
 *
 * The engine keeps enrollments in each customer's state. What it says of them stands once more beside the
 * states, in the decision's own transaction and only when somebody enters, leaves or is moved to another
 * revision: one row for each customer, whatever the number of workflows, and one with the numbers. Tests
 * are not counted.
 */
import type { Inside as Within, MoveHead } from "edgewise";
import type { Customer } from "./customer.ts";
import { Gathered } from "./gathered.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** How many are inside one revision of a workflow. */
export interface Inside {
  revision: number;
  inside: number;
}

/** How many more are inside, or fewer. */
type Change = Pick<Inside, "revision"> & { workflow: string; n: number };

export class Enrollments {
  readonly #sql: Sql;
  readonly sums = new Gathered<Change>(
    (sum, { n }) => ({ ...sum, n: sum.n + n }),
    (changes) => this.#write(changes),
  );

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Writes down what a decision changed. */
  follow({ id: customer, stored }: Customer, { inside }: MoveHead): void {
    if (inside === undefined) return;
    // Somebody new is in none.
    const before = stored === null ? null : this.#of(customer);
    const [was, is] = [before ?? "[]", JSON.stringify(inside)];
    if (was === is) return;
    this.#count(JSON.parse(was), -1);
    this.#count(inside, 1);
    if (inside.length > 0) {
      const put = `INSERT INTO inside VALUES (?1, ?2)
        ON CONFLICT (customer) DO UPDATE SET workflows = ?2`;
      this.#sql.exec(put, customer, is);
    } else this.#sql.exec("DELETE FROM inside WHERE customer = ?", customer);
  }

  /** Forgets the enrollments of somebody who is no longer there, or who is somebody else from now on. */
  remove(customer: string): void {
    const before = this.#of(customer);
    if (before === null) return;
    this.#count(JSON.parse(before), -1);
    this.#sql.exec("DELETE FROM inside WHERE customer = ?", customer);
  }

  /** Forgets the next customers whose key was destroyed; whether there may be more. */
  removeKeyless(limit: number): boolean {
    const query = `SELECT customer FROM inside t WHERE NOT EXISTS
      (SELECT 1 FROM customer_key k WHERE k.customer = t.customer) LIMIT ?`;
    const gone = this.#sql.exec<{ customer: string }>(query, limit).toArray();
    for (const { customer } of gone) this.remove(customer);
    return gone.length === limit;
  }

  /** How many are inside a workflow, by revision, the newest first. */
  inside(workflow: string): Inside[] {
    const found = this.#counts().filter((one) => one[0] === workflow);
    return found
      .map(([, revision, inside]) => ({ revision, inside }))
      .sort((one, other) => other.revision - one.revision);
  }

  #counts(): Count[] {
    return JSON.parse((readMeta(this.#sql, COUNTS) as string | null) ?? "[]") as Count[];
  }

  #of(customer: string): string | null {
    const query = "SELECT workflows FROM inside WHERE customer = ?";
    const row = this.#sql.exec<{ workflows: string }>(query, customer).toArray()[0];
    return row?.workflows ?? null;
  }

  #count(within: readonly Within[], n: 1 | -1): void {
    for (const { revision, workflows } of within) {
      for (const workflow of workflows) {
        this.sums.add(nameOf(workflow, revision), { workflow, revision, n });
      }
    }
  }

  #write(changes: Change[]): void {
    if (changes.every(({ n }) => n === 0)) return;
    const counts = new Map(this.#counts().map((one) => [nameOf(one[0], one[1]), one]));
    for (const { workflow, revision, n } of changes) {
      const name = nameOf(workflow, revision);
      const sum = (counts.get(name)?.[2] ?? 0) + n;
      if (sum > 0) counts.set(name, [workflow, revision, sum]);
      else counts.delete(name);
    }
    writeMeta(this.#sql, COUNTS, JSON.stringify([...counts.values()]));
  }
}

/** How many are inside which revision of which workflow. */
type Count = [workflow: string, revision: number, n: number];

const COUNTS = "inside";

const nameOf = (workflow: string, revision: number): string => `${revision} ${workflow}`;
