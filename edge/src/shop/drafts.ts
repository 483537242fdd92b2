/**
 * Drafts of workflows: what a merchant or a colleague changed and has not published.
 *
 * A draft belongs to one workflow and is no part of any plan: nothing compiles it, nothing decides by
 * it. It is a configuration in part, with the workflow and whatever else was changed with it, such as
 * its messages; publishing lays it over what is live by then.
 */
import type { Draft, DraftChanges } from "../contract/workflows.ts";
import type { Sql } from "./sql.ts";

/** How many drafts a shop keeps. */
export const MOST_DRAFTS = 200;

export class Drafts {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Every draft, by its workflow's id and the name that it gives it. */
  list(): { workflow: string; name: string; saved_at: number }[] {
    const query = "SELECT workflow, name, saved_at FROM workflow_draft ORDER BY workflow";
    return this.#sql.exec<{ workflow: string; name: string; saved_at: number }>(query).toArray();
  }

  find(workflow: string): Draft | null {
    const query = "SELECT saved_at, changes FROM workflow_draft WHERE workflow = ?";
    const [row] = this.#sql.exec<{ saved_at: number; changes: string }>(query, workflow).toArray();
    if (row === undefined) return null;
    return { saved_at: row.saved_at, changes: JSON.parse(row.changes) as DraftChanges };
  }

  /** Keeps a draft in place of the one before; false when the shop has as many as it may. */
  save(workflow: string, name: string, changes: DraftChanges, now: number): boolean {
    if (this.find(workflow) === null && this.list().length >= MOST_DRAFTS) return false;
    const write = "INSERT OR REPLACE INTO workflow_draft VALUES (?, ?, ?, ?)";
    this.#sql.exec(write, workflow, name, now, JSON.stringify(changes));
    return true;
  }

  /** Throws a draft away; whether there was one. */
  remove(workflow: string): boolean {
    const there = this.find(workflow) !== null;
    this.#sql.exec("DELETE FROM workflow_draft WHERE workflow = ?", workflow);
    return there;
  }
}
