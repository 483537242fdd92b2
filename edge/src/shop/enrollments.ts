/**
 * Who is inside which workflow, as rows that can be listed and counted.
 *
 * The engine keeps enrollments in each customer's state; these rows follow its word in the decision's own
 * transaction, and are written only when somebody enters, leaves or is moved to another revision. A
 * enrollment is named after the customer who began it and keeps its name when they are merged.
 */
import type { Decision, Enrollment, Entry, State } from "edgewise";
import type { Sql } from "./sql.ts";

/** What a trace says of enrollments. */
type Change = Extract<Decision, { type: "entered" | "moved" | "renamed" | "exited" }>;

/** How many are inside one revision of a workflow, tests not counted. */
export interface Inside {
  revision: number;
  inside: number;
}

/** An enrollment as far as rows need it. */
type Row = Pick<Enrollment, "revision" | "entered_at" | "test"> & { id: string; workflow: string };

export class Enrollments {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Writes down what a decision changed. */
  follow(customer: string, trace: readonly Entry[], state: string): void {
    const changes = trace.flatMap((entry) => changeIn(entry));
    const left = new Set(
      changes.flatMap(({ is }) => (is.type === "exited" ? [is.enrollment] : [])),
    );
    for (const { at, is } of changes) {
      const { workflow, enrollment: id } = is;
      if (is.type === "exited") this.#remove(workflow, id);
      // A customer who is through at once was never in it.
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

  #add(enrollment: Row, customer: string): void {
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

function changeIn({ at, is }: Entry): { at: number; is: Change }[] {
  switch (is.type) {
    case "entered":
    case "moved":
    case "renamed":
    case "exited":
      return [{ at, is }];
    default:
      return [];
  }
}

/** The enrollments of a stored state that are still going on. */
function enrollmentsIn(state: string): Row[] {
  const { enrollments = [] } = JSON.parse(state || "{}") as State;
  const going = enrollments.filter(({ ended }) => ended === undefined || ended === null);
  return going.map((one) => ({ ...one, id: one.id ?? "", workflow: one.workflow ?? "" }));
}
