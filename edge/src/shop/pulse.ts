/**
 * How a shop is, reported to the directory now and then, so that all shops can be looked at without
 * waking any of them.
 */
import type { Report } from "../directory/fleet.ts";

/** How often a busy shop reports while nothing is wrong, in milliseconds. */
const EVERY = 60_000;

/** What is looked at for a report. */
interface Looked {
  timers: { next(): number | null };
  clock: { hostTime(moment: number): number };
  deadLetters: { readonly added: number; count(): number };
  endpoints: { list(): readonly unknown[] };
  sql: { readonly rowsWritten: number };
  storage: { readonly sql: { readonly databaseSize: number } };
  load: { readonly busyMs: number; readonly traps: number };
}

export class Pulse {
  readonly #stores: Looked;
  #reported = 0;
  #reportedDue: number | null = null;
  #reportedDeadLetters = 0;
  #requests = 0;
  #rows = 0;
  #traps = 0;
  #busy = 0;

  constructor(stores: Looked) {
    this.#stores = stores;
  }

  /** Counts a verified request. */
  request(): void {
    this.#requests += 1;
  }

  /** The report to send now, or null while the last one is good enough. */
  take(): Report | null {
    const { timers, clock, deadLetters, endpoints, sql, storage, load } = this.#stores;
    const at = Date.now();
    const isLate = this.#reportedDue !== null && this.#reportedDue <= at;
    // Failures are reported at once.
    const isNews = deadLetters.added !== this.#reportedDeadLetters || load.traps !== this.#traps;
    if (at - this.#reported < EVERY && !isLate && !isNews) return null;
    const next = timers.next();
    const report: Report = {
      at,
      next_due: next === null ? null : clock.hostTime(next),
      dead_letters: deadLetters.count(),
      failing_endpoints: endpoints.list().length,
      bytes: storage.sql.databaseSize,
      requests: this.#requests,
      rows: sql.rowsWritten - this.#rows,
      traps: load.traps - this.#traps,
      busy_ms: load.busyMs - this.#busy,
    };
    this.#reported = at;
    this.#reportedDue = report.next_due;
    this.#reportedDeadLetters = deadLetters.added;
    this.#requests = 0;
    this.#rows = sql.rowsWritten;
    this.#traps = load.traps;
    this.#busy = load.busyMs;
    return report;
  }
}
