/**
 * A shop as it was at one moment, read in slices while it goes on; and a shop made of such a copy.
 *
 * While a copy is read, triggers keep each row as it was at the beginning, before it is changed for the
 * first time. What was not changed is read where it is. So the copy is of one moment, a slice costs what
 * it holds, and nothing costs anything while no copy is read.
 *
 * Rows are copied as they are: what is sealed stays sealed, and only a host with the same master key can
 * open it.
 */
import { Buffer } from "node:buffer";
import { COMPILED } from "./plans.ts";
import { migrate, readMeta, SCHEMA, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** A slice ends after this many characters. */
const SLICE = 128 * 1024;
/** A copy that nobody reads on is given up after this time, in milliseconds. */
const GIVEN_UP_AFTER = 3_600_000;
const STATE = "backup";
const SHADOW = "backup_";
/** The tables with keys, and with what keys are wrapped by. */
const KEYS = new Set(["customer_key", "customer_key_early", "key_group", "key_root", "shop_key"]);
/** What is of this process and this place, and no part of a shop. */
const NOT_COPIED = new Set([STATE, "work-unfinished", "schema", COMPILED]);

interface Underway {
  id: string;
  at: number;
}

/** A table with its columns, and which of them are its key. */
interface Table {
  name: string;
  columns: string[];
  types: string[];
  key: string[];
}

/** Which row of which table comes next; `kept`: of those that were changed since. */
interface Cursor {
  table: number;
  kept: boolean;
  after: SqlStorageValue[] | null;
}

/** The columns of each table, in the order of a row's values. */
export type Columns = Record<string, string[]>;

export class Backup {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Begins a copy of this moment. One that was underway is given up. */
  begin(id: string, now: number): { schema: number; tables: Columns } {
    this.end();
    const tables = tablesOf(this.#sql);
    for (const table of tables) this.#watch(table);
    writeMeta(this.#sql, STATE, JSON.stringify({ id, at: now } satisfies Underway));
    return {
      schema: SCHEMA,
      tables: Object.fromEntries(tables.map(({ name, columns }) => [name, columns])),
    };
  }

  /**
   * The next slice: rows as lines of JSON, `[table, …values]`, and where the next begins. Null when the
   * copy was given up.
   */
  slice(id: string, from: string | null): { lines: string; next: string | null } | null {
    if (this.#underway()?.id !== id) return null;
    const tables = tablesOf(this.#sql);
    let cursor: Cursor | null =
      from === null ? { table: 0, kept: false, after: null } : JSON.parse(from, fromJson);
    let lines = "";
    while (cursor !== null && lines.length < SLICE) {
      const table: Table | undefined = tables[cursor.table];
      if (table === undefined) break;
      const last = this.#rows(table, cursor, (row) => {
        if (!isOfThisPlace(table, row))
          lines += `${JSON.stringify([table.name, ...row], toJson)}\n`;
        return lines.length < SLICE;
      });
      cursor = last === null ? following(cursor, tables.length) : { ...cursor, after: last };
    }
    return { lines, next: cursor === null ? null : JSON.stringify(cursor, toJson) };
  }

  /** Ends the copy that is underway, if one is. */
  end(): void {
    for (const { name } of this.#sql.exec<{ name: string }>(SHADOWS).toArray()) {
      // A key that was erased meanwhile must not be readable in what is freed, nor what it was wrapped by.
      if (KEYS.has(name.slice(SHADOW.length))) {
        this.#sql.exec(`UPDATE ${name} SET wrapped = zeroblob(length(wrapped))`);
      }
      const of = name.slice(SHADOW.length);
      for (const event of EVENTS) this.#sql.exec(`DROP TRIGGER IF EXISTS ${SHADOW}${of}_${event}`);
      this.#sql.exec(`DROP TABLE ${name}`);
    }
    this.#sql.exec("DELETE FROM meta WHERE name = ?", STATE);
  }

  /** Ends a copy that nobody reads on. */
  tidy(now: number): void {
    const underway = this.#underway();
    if (underway !== null && now - underway.at > GIVEN_UP_AFTER) this.end();
  }

  /** Takes a customer's key out of the copy that is underway: they are erased. */
  forget(customer: string): void {
    if (this.#underway() === null) return;
    for (const table of ["customer_key", "customer_key_early"]) {
      const overwrite = `UPDATE ${SHADOW}${table} SET wrapped = zeroblob(length(wrapped)) WHERE customer = ?`;
      this.#sql.exec(overwrite, customer);
    }
  }

  #underway(): Underway | null {
    const text = readMeta(this.#sql, STATE);
    return typeof text === "string" ? (JSON.parse(text) as Underway) : null;
  }

  /** Keeps a table's rows as they are now, from the moment they are changed. */
  #watch({ name, columns, types, key }: Table): void {
    const shadow = SHADOW + name;
    const declared = columns.map((column, index) => `"${column}" ${types[index]}`).join(", ");
    const keys = key.map((column) => `"${column}"`).join(", ");
    this.#sql.exec(
      `CREATE TABLE ${shadow} (${declared}, existed INTEGER NOT NULL, PRIMARY KEY (${keys})) WITHOUT ROWID`,
    );
    const is = (whose: string) => key.map((one) => `"${one}" = ${whose}."${one}"`).join(" AND ");
    const isKept = (whose: string) => `EXISTS (SELECT 1 FROM ${shadow} WHERE ${is(whose)})`;
    const keep = (whose: string) =>
      `INSERT INTO ${shadow} SELECT *, 1 FROM "${name}" WHERE ${is(whose)} AND NOT ${isKept(whose)};`;
    const news = key.map((one) => `NEW."${one}"`).join(", ");
    const bodies = {
      insert: `${keep("NEW")}
        INSERT INTO ${shadow} (${keys}, existed) SELECT ${news}, 0 WHERE NOT ${isKept("NEW")};`,
      update: keep("OLD"),
      delete: keep("OLD"),
    };
    for (const event of EVENTS) {
      const head = `CREATE TRIGGER ${shadow}_${event} BEFORE ${event.toUpperCase()} ON "${name}"`;
      this.#sql.exec(`${head} BEGIN ${bodies[event]} END`);
    }
  }

  /** Reads rows from a place on, as long as it may; gives the last one's key, or null at the end. */
  #rows(
    { name, columns, key }: Table,
    { kept, after }: Cursor,
    take: (row: SqlStorageValue[]) => boolean,
  ): SqlStorageValue[] | null {
    const list = columns.map((column) => `t."${column}"`).join(", ");
    const keys = key.map((column) => `t."${column}"`).join(", ");
    const is = key.map((one) => `k."${one}" = t."${one}"`).join(" AND ");
    const which = kept
      ? "t.existed = 1"
      : `NOT EXISTS (SELECT 1 FROM ${SHADOW}${name} k WHERE ${is})`;
    const from = after === null ? "" : `AND (${keys}) > (${key.map(() => "?").join(", ")})`;
    const table = kept ? SHADOW + name : `"${name}"`;
    const query = `SELECT ${list} FROM ${table} t WHERE ${which} ${from} ORDER BY ${keys}`;
    const places = key.map((column) => columns.indexOf(column));
    for (const row of this.#sql.exec(query, ...(after ?? [])).raw()) {
      const values = row as SqlStorageValue[];
      if (!take(values)) return places.map((place) => values[place] as SqlStorageValue);
    }
    return null;
  }
}

const EVENTS = ["insert", "update", "delete"] as const;
const SHADOWS = `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '${SHADOW.replace("_", "\\_")}%' ESCAPE '\\'`;

/** The shop's tables; `meta` last, because a shop is there once it has settings. */
function tablesOf(sql: Sql): Table[] {
  const names = sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .toArray()
    .map(({ name }) => name)
    .filter(
      (name) => !/^(?:sqlite_|_cf_|backup_)/.test(name) && name !== "meta" && name !== "scratch",
    );
  return [...names, "meta"].map((name) => {
    const query = "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid";
    const columns = sql.exec<{ name: string; type: string; pk: number }>(query, name).toArray();
    const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
    return {
      name,
      columns: columns.map((column) => column.name),
      types: columns.map(({ type }) => type),
      key: key.map((column) => column.name),
    };
  });
}

function following({ table, kept }: Cursor, tables: number): Cursor | null {
  if (!kept) return { table, kept: true, after: null };
  return table + 1 < tables ? { table: table + 1, kept: false, after: null } : null;
}

const isOfThisPlace = ({ name }: Table, row: SqlStorageValue[]): boolean =>
  name === "meta" && NOT_COPIED.has(String(row[0]));

/** Empties a shop that was never set up, so that rows of an older release's tables can be put in. */
export function beginRestoring(sql: Sql, schema: number): void {
  const names = sql.exec<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  );
  for (const { name } of names.toArray()) sql.exec(`DROP TABLE "${name}"`);
  migrate(sql, schema);
}

/**
 * Puts lines of a copy in.
 *
 * @throws {Error} when a line is no row of a table that the copy names
 */
export function restoreRows(sql: Sql, tables: Columns, lines: string): void {
  const inserts = new Map<string, string>();
  for (const line of lines.split("\n")) {
    if (line === "") continue;
    const [table, ...values] = JSON.parse(line, fromJson) as [string, ...SqlStorageValue[]];
    const columns = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (columns?.length !== values.length) throw new Error("a line of the backup is no row");
    // A shop is there once it has settings: not before the last row is.
    if (table === "meta" && values[0] === "settings") values[0] = HELD_BACK;
    let insert = inserts.get(table);
    if (insert === undefined) {
      insert = insertInto(sql, table, columns);
      inserts.set(table, insert);
    }
    sql.exec(insert, ...values);
  }
}

const HELD_BACK = "settings-restored";

/** Makes the shop that was put in be there, in this release's form. @throws when it has no settings */
export function endRestoring(sql: Sql): void {
  migrate(sql);
  const settings = readMeta(sql, HELD_BACK);
  if (settings === null) throw new Error("the backup has no settings");
  writeMeta(sql, "settings", settings);
  sql.exec("DELETE FROM meta WHERE name = ?", HELD_BACK);
}

/** The names come from outside, so they must be those of this release's tables. */
function insertInto(sql: Sql, name: string, columns: string[]): string {
  const known = tablesOf(sql).find((table) => table.name === name);
  if (known === undefined || columns.some((column) => !known.columns.includes(column))) {
    throw new Error("the backup has a table or a column that this release does not know");
  }
  const names = columns.map((column) => `"${column}"`).join(", ");
  return `INSERT OR REPLACE INTO "${name}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
}

/** Bytes are written as `{"$": base64}`; nothing else in a row is an object. */
function toJson(_: string, value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { $: Buffer.from(value).toString("base64") };
  return value;
}

function fromJson(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$" in value)) return value;
  const bytes = Buffer.from(String(value.$), "base64");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}
