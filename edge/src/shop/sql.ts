/**
 * The one way to the shop's tables, which counts what it writes.
 *
 * Rows written are what the platform charges for, so the health page and a test can see them.
 */
export type Sql = Pick<SqlStorage, "exec">;

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
