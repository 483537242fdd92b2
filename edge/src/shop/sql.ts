/**
 * The one way to the shop's tables, which counts what it writes.
 *
 * Rows written are what the platform charges for, so the health page and a test can see them.
 */
export type Sql = Pick<SqlStorage, "exec">;

/** What SQLite says when the disk, the file or the process is at fault, and no row of ours. */
const STORAGE_FAULT =
  /SQLITE_(?:FULL|IOERR|CORRUPT|NOTADB|NOMEM|BUSY|LOCKED|READONLY|CANTOPEN|INTERRUPT|PROTOCOL)/;

/**
 * Whether an error is the storage's own: then nothing can be written, and who sent what was to be
 * written should send it again. Every other error is about one item, and holds no other up.
 */
export const isStorageFault = (error: unknown): boolean =>
  error instanceof Error && STORAGE_FAULT.test(error.message);

export class CountingSql implements Sql {
  readonly #sql: SqlStorage;
  /** Rows written since the object started, index rows included. */
  rowsWritten = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  exec<T extends Record<string, SqlStorageValue>>(query: string, ...bindings: unknown[]) {
    const cursor = this.#sql.exec<T>(query, ...bindings);
    this.rowsWritten += cursor.rowsWritten;
    return cursor;
  }
}
