/**
 * Who is inside which workflow, as rows that can be listed and counted.
 *
 * The engine keeps enrollments in each customer's state; these rows follow its word in the decision's own
 * transaction, and are written only when somebody enters, leaves or is moved to another revision. A
 * enrollment is named after the customer who began it and keeps its name when they are merged.
 */
import type { Sql } from "./sql.ts";

/** What a trace says of enrollments. */
type Change =
  | { type: "entered"; workflow: string; enrollment: string; revision: number; test?: boolean }
  | { type: "moved"; workflow: string; enrollment: string; revision: number }
  | { type: "renamed"; workflow: string; enrollment: string; was: string }
  | { type: "exited"; workflow: string; enrollment: string };

/** How many are inside one revision of a workflow, tests not counted. */
export interface Inside {
  revision: number;
  inside: number;
}

/** A enrollment in a stored state, as far as rows need it. */
interface StoredEnrollment {
  id: string;
  workflow: string;
  revision?: number;
  entered_at?: number;
  test?: boolean;
  ended?: unknown;
}

export class Enrollments {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Writes down what a decision changed. */
  follow(customer: string, trace: readonly unknown[], state: string): void {
    const changes = trace.flatMap((entry) => changeIn(entry));
    const left = new Set(
      changes.flatMap(({ is }) => (is.type === "exited" ? [is.enrollment] : [])),
    );
    for (const { at, is } of changes) {
      const { workflow, enrollment: id } = is;
      if (is.type === "exited") this.#remove(workflow, id);
      // Whoever is through at once was never inside.
      else if (left.has(id)) continue;
      else if (is.type === "renamed") {
        const rename = "DELETE FROM run WHERE workflow = ? AND id = ? AND customer = ?";
        this.#sql.exec(rename, workflow, is.was, customer);
        this.reconcile(customer, state);
      } else if (is.type === "entered") {
        const { revision, test = false } = is;
        this.#add({ id, workflow, revision, entered_at: at, test }, customer);
      } else {
        const move = "UPDATE run SET revision = ? WHERE workflow = ? AND id = ?";
        this.#sql.exec(move, is.revision, workflow, id);
      }
    }
  }

  /** Adds the enrollments of a state that were begun before there were rows. */
  reconcile(customer: string, state: string): void {
    for (const enrollment of enrollmentsIn(state)) this.#add(enrollment, customer);
  }

  /** Gives the enrollments of one customer to another, who is the same person. */
  handOver(state: string, winner: string): void {
    const hand = "UPDATE run SET customer = ? WHERE workflow = ? AND id = ?";
    for (const { workflow, id } of enrollmentsIn(state)) this.#sql.exec(hand, winner, workflow, id);
  }

  /** Forgets the enrollments of somebody who is no longer there. */
  remove(state: string): void {
    for (const { workflow, id } of enrollmentsIn(state)) this.#remove(workflow, id);
  }

  /** Forgets the enrollments of somebody whose state cannot be read. Looks at every enrollment. */
  removeOf(customer: string): void {
    this.#sql.exec("DELETE FROM run WHERE customer = ?", customer);
  }

  /** How many are inside a workflow, by revision, the newest first. */
  inside(workflow: string): Inside[] {
    const query = `SELECT revision, count(*) AS inside FROM run
      WHERE workflow = ? AND test = 0 GROUP BY revision ORDER BY revision DESC`;
    return this.#sql.exec<Inside & Record<string, SqlStorageValue>>(query, workflow).toArray();
  }

  #add(enrollment: StoredEnrollment, customer: string): void {
    this.#sql.exec(
      "INSERT OR IGNORE INTO run VALUES (?, ?, ?, ?, ?, ?)",
      enrollment.workflow,
      enrollment.id,
      customer,
      enrollment.revision ?? 0,
      enrollment.entered_at ?? 0,
      enrollment.test ? 1 : 0,
    );
  }

  #remove(workflow: string, id: string): void {
    this.#sql.exec("DELETE FROM run WHERE workflow = ? AND id = ?", workflow, id);
  }
}

function changeIn(entry: unknown): { at: number; is: Change }[] {
  const change = entry as { at: number; is: Change };
  return CHANGES.has(change.is.type) ? [change] : [];
}

const CHANGES: ReadonlySet<string> = new Set<Change["type"]>([
  "entered",
  "moved",
  "renamed",
  "exited",
]);

/** The enrollments of a stored state that are still going on. */
function enrollmentsIn(state: string): StoredEnrollment[] {
  const { enrollments = [] } = JSON.parse(state || "{}") as { enrollments?: StoredEnrollment[] };
  return enrollments.filter(({ ended }) => ended === undefined || ended === null);
}
