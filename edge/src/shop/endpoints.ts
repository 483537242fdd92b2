/**
 * Merchants' webhook addresses that keep failing: left in peace for a while, and given up after five
 * days, until the merchant tries again.
 */
import type { Operations } from "../contract/operations.ts";
import type { Sql } from "./sql.ts";

const FAILURES_TO_OPEN = 5;
const OPEN_FOR = 5 * 60 * 1000;
const GIVEN_UP_AFTER = 5 * 24 * 3600 * 1000;

type Endpoint = Operations["failing_endpoints"][number];

export class Endpoints {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Whether an address may be called now: yes, not before a moment, or no more. */
  state(url: string, now: number): "open" | "given-up" | { notBefore: number } {
    const endpoint = this.#find(originOf(url));
    if (endpoint === null) return "open";
    if (now - endpoint.failing_since > GIVEN_UP_AFTER) return "given-up";
    return endpoint.open_until > now ? { notBefore: endpoint.open_until } : "open";
  }

  succeeded(url: string): void {
    this.#sql.exec("DELETE FROM endpoint WHERE origin = ?", originOf(url));
  }

  failed(url: string, now: number): void {
    const origin = originOf(url);
    const before = this.#find(origin);
    const failures = (before?.failures ?? 0) + 1;
    const openUntil = failures >= FAILURES_TO_OPEN ? now + OPEN_FOR : 0;
    this.#sql.exec(
      "INSERT OR REPLACE INTO endpoint (origin, failures, failing_since, open_until) VALUES (?, ?, ?, ?)",
      origin,
      failures,
      before?.failing_since ?? now,
      openUntil,
    );
  }

  list(): Endpoint[] {
    const query =
      "SELECT origin, failures, failing_since, open_until FROM endpoint ORDER BY origin";
    return this.#sql.exec<Endpoint & Record<string, SqlStorageValue>>(query).toArray();
  }

  #find(origin: string): Endpoint | null {
    const query =
      "SELECT origin, failures, failing_since, open_until FROM endpoint WHERE origin = ?";
    return (
      this.#sql.exec<Endpoint & Record<string, SqlStorageValue>>(query, origin).toArray()[0] ?? null
    );
  }
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return "invalid";
  }
}
