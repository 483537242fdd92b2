/**
 * The log of changes: who did what through the API, and what came of it.
 *
 * A row is written before a change begins and gets its outcome after, so that there is no change without
 * a row, whenever the process ends; a row whose outcome never came says that nobody knows. What was
 * refused changed nothing, and its row is taken back. Rows hold ids and names of ours, a key's name and
 * numbers; nothing of what was sent. What people are called is in them as it was at the time, and sealed.
 */
import type { Change as ListedChange } from "./contract/keys.ts";
import type { Field } from "./log.ts";

/** How many of the newest are kept, and for how long. */
const MOST = 10_000;
const KEPT = 400 * 86_400_000;
/** Old rows taken away with one that comes. */
const TRIMMED = 100;

export const CHANGE_LOG = `CREATE TABLE IF NOT EXISTS change_log (
     place INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, by TEXT NOT NULL, by_name TEXT,
     operation TEXT NOT NULL, route TEXT NOT NULL, target TEXT, status INTEGER, detail TEXT NOT NULL,
     request_id TEXT NOT NULL
   );`;

/** A change that is about to be made. */
export interface Change {
  /** Who makes it: `admin-key`, `session/{staff}`, `person/{id}` or `key/{id}`. */
  by: string;
  /** The name of the person or the key. */
  by_name: string | null;
  /** What is done, such as `config-published`. */
  operation: string;
  /** The route's pattern. */
  route: string;
  /** The id of what is changed, where the path names one. */
  target: string | null;
  request_id: string;
}

/** What came of it: numbers and names of ours. */
export interface Done {
  status: number;
  target: string | null;
  detail: Record<string, Field>;
}

type Row = Change & { place: number; at: number; status: number | null; detail: string };

/** How people's names are sealed; what doesn't open anymore is null. */
export interface Sealing {
  seal(text: string): string;
  open(sealed: string): string | null;
}

/** What is called like this in a row's detail is a person's name. */
const NAMED = "person";
/** Rows that only count, such as wrong passwords: one for each person in this time, in milliseconds. */
const COUNTED = 86_400_000;

export class Changes {
  readonly #sql: Pick<SqlStorage, "exec">;
  readonly #names: Sealing | null;

  /** `names` is null for a log that no person stands in. */
  constructor(sql: Pick<SqlStorage, "exec">, names: Sealing | null) {
    this.#sql = sql;
    this.#names = names;
  }

  /** Writes down that a change begins; gives its place. */
  begin(change: Change, now: number): number {
    this.#trim(now);
    const insert = `INSERT INTO change_log
        (at, by, by_name, operation, route, target, status, detail, request_id)
      VALUES (?, ?, ?, ?, ?, ?, NULL, '{}', ?) RETURNING place`;
    const { by, operation, route, target, request_id: id } = change;
    const name = isPerson(by) ? this.#seal(change.by_name) : change.by_name;
    return this.#sql
      .exec<{ place: number }>(insert, now, by, name, operation, route, target, id)
      .one().place;
  }

  /** Writes down what came of it; null takes the row back: nothing was changed. */
  end(place: number, done: Done | null): void {
    if (done === null) {
      this.#sql.exec("DELETE FROM change_log WHERE place = ?", place);
      return;
    }
    const { status, target } = done;
    const { [NAMED]: person, ...rest } = done.detail;
    const detail =
      typeof person === "string" ? { ...rest, [NAMED]: this.#seal(person) } : done.detail;
    const update = "UPDATE change_log SET status = ?, target = ?, detail = ? WHERE place = ?";
    this.#sql.exec(update, status, target, JSON.stringify(detail), place);
  }

  /** Writes down what is done already, in one row. */
  note(change: Change, detail: Done["detail"], now: number): void {
    this.end(this.begin(change, now), { status: 200, target: change.target, detail });
  }

  /** Counts what somebody can repeat without end: in the row of the last day, or in a new one. */
  count(change: Change, now: number): void {
    const query = `SELECT place, detail FROM change_log
      WHERE by = ? AND operation = ? AND at > ? ORDER BY place DESC LIMIT 1`;
    const { by, operation } = change;
    const last = this.#sql
      .exec<{ place: number; detail: string }>(query, by, operation, now - COUNTED)
      .toArray()[0];
    if (last === undefined) {
      this.note(change, { times: 1 }, now);
      return;
    }
    const { times } = JSON.parse(last.detail) as { times: number };
    const update = "UPDATE change_log SET detail = ? WHERE place = ?";
    this.#sql.exec(update, JSON.stringify({ times: times + 1 }), last.place);
  }

  /** The newest first, those before a place; and before which the next ones are, or null. */
  page(before: number | null, limit: number): { changes: ListedChange[]; next: number | null } {
    const query = "SELECT * FROM change_log WHERE place < ? ORDER BY place DESC LIMIT ?";
    const from = before ?? Number.MAX_SAFE_INTEGER;
    const rows = this.#sql
      .exec<Row & Record<string, SqlStorageValue>>(query, from, limit)
      .toArray();
    const changes = rows.map(({ place, status, detail, by_name: name, ...row }) => ({
      id: place,
      ...row,
      by_name: isPerson(row.by) ? this.#open(name) : name,
      outcome: outcomeOf(status),
      detail: this.#detail(detail),
    }));
    return { changes, next: rows.length === limit ? (rows.at(-1)?.place ?? null) : null };
  }

  #detail(text: string): ListedChange["detail"] {
    const { [NAMED]: person, ...rest } = JSON.parse(text) as ListedChange["detail"];
    return typeof person === "string" ? { ...rest, [NAMED]: this.#open(person) } : rest;
  }

  #seal(name: string | null): string | null {
    if (name === null) return null;
    if (this.#names === null) throw new Error("no person stands in this log");
    return this.#names.seal(name);
  }

  #open(sealed: string | null): string | null {
    return sealed === null ? null : (this.#names?.open(sealed) ?? null);
  }

  #trim(now: number): void {
    const newest = "SELECT place FROM change_log ORDER BY place DESC LIMIT 1";
    const last = this.#sql.exec<{ place: number }>(newest).toArray()[0]?.place ?? 0;
    const query = "SELECT place, at FROM change_log ORDER BY place LIMIT ?";
    const oldest = this.#sql.exec<{ place: number; at: number }>(query, TRIMMED).toArray();
    const isOver = ({ place, at }: { place: number; at: number }) =>
      place <= last + 1 - MOST || at < now - KEPT;
    for (const { place } of oldest.filter(isOver)) this.end(place, null);
  }
}

const isPerson = (by: string): boolean => by.startsWith("person/");

function outcomeOf(status: number | null): ListedChange["outcome"] {
  if (status === null) return "unknown";
  return status < 400 ? "done" : "failed";
}
