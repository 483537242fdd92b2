/**
 * Timers of earlier releases, which kept how far they had come in their subjects: `p/{plan}/{customer}`,
 * `e/{workflow}/{batch}/{segment}/{left}/{customer}`. It moves into a column of its own.
 */
import type { Sql } from "./sql.ts";

/** Of how many parts a subject is without what followed it, by how it begins. */
const PARTS: readonly [string, number][] = [
  ["p/", 2],
  ["n/", 2],
  ["r/read", 2],
  ["r/tell", 3],
  ["e/", 4],
  ["k/flush", 2],
];

type Row = { at: number; subject: string };

/** Gives timers, and dead letters that were timers, their cursors. In a migration's transaction. */
export function splitCursors(sql: Sql): void {
  sql.exec(
    "ALTER TABLE timer ADD COLUMN cursor TEXT; ALTER TABLE dead_letter ADD COLUMN cursor TEXT",
  );
  const timers =
    "SELECT at, subject FROM timer WHERE substr(subject, 1, 2) IN ('p/', 'n/', 'r/', 'e/', 'k/')";
  // Where two have become one, what is begun anew loses nothing: the least far comes last.
  const rows = sql.exec<Row>(`${timers} ORDER BY subject DESC`).toArray();
  for (const { at, subject } of rows) {
    const split = splitOf(subject);
    const write =
      "UPDATE OR REPLACE timer SET subject = ?, cursor = ? WHERE at = ? AND subject = ?";
    sql.exec(write, split.subject, split.cursor, at, subject);
  }
  const failed = "SELECT at, subject FROM dead_letter WHERE kind = 'timer'";
  for (const { subject } of sql.exec<Row>(failed).toArray()) {
    const split = splitOf(subject);
    const write =
      "UPDATE OR REPLACE dead_letter SET id = ?1, subject = ?1, cursor = ?2 WHERE id = ?3";
    sql.exec(write, split.subject, split.cursor, subject);
  }
}

function splitOf(written: string): { subject: string; cursor: string | null } {
  const parts = PARTS.find(([prefix]) => written.startsWith(prefix))?.[1];
  if (parts === undefined) return { subject: written, cursor: null };
  const all = written.split("/");
  const [subject, rest] = [all.slice(0, parts).join("/"), all.slice(parts)];
  if (!written.startsWith("e/")) return { subject, cursor: rest.join("/") || null };
  const [left = "0", ...after] = rest;
  return { subject, cursor: JSON.stringify({ left: Number(left), after: after.join("/") }) };
}
