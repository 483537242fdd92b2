/**
 * Group commit: what arrives in one turn is written in one transaction, and every sender is answered
 * when that is on disk.
 *
 * A write to disk costs the same for one event as for two hundred. The platform holds all answers
 * until the transaction is durable, so an answer is still the proof of the commit.
 */

/** Set by the build: the most items in one transaction. */
declare const LARGEST_BATCH: number;
/** The most bytes in one transaction. */
const LARGEST_BATCH_BYTES = 1024 * 1024;
/** Beyond this many waiting items or bytes new ones are turned away. */
const MOST_WAITING = 2_000;
const MOST_WAITING_BYTES = 32 * 1024 * 1024;

interface Waiting<T, R> {
  item: T;
  size: number;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

export class Queue<T, R> {
  readonly #commit: (items: T[]) => (R | null)[];
  readonly #pause: () => number;
  #waiting: Waiting<T, R>[] = [];
  #bytes = 0;
  #scheduled = false;

  /**
   * @param commit writes a batch in one synchronous transaction, or as much of it as fits into a turn:
   *   one result for each item, null for what is not done yet
   * @param pause how long from now on nothing may be written, in milliseconds
   */
  constructor(commit: (items: T[]) => (R | null)[], pause: () => number) {
    this.#commit = commit;
    this.#pause = pause;
  }

  /** How many items wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Adds an item; null when too much is waiting. Resolves once the item is written. */
  push(item: T, size: number): Promise<R> | null {
    if (this.#waiting.length >= MOST_WAITING || this.#bytes + size > MOST_WAITING_BYTES)
      return null;
    this.#bytes += size;
    const written = new Promise<R>((resolve, reject) => {
      this.#waiting.push({ item, size, resolve, reject });
    });
    this.#schedule();
    return written;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#flush();
    }, this.#pause());
  }

  #flush(): void {
    const batch = this.#nextBatch();
    try {
      const results = this.#commit(batch.map(({ item }) => item));
      const rest = batch.filter((waiting, index) => {
        const result = results[index] ?? null;
        if (result !== null) waiting.resolve(result);
        return result === null;
      });
      for (const { size } of rest) this.#bytes += size;
      this.#waiting.unshift(...rest);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    if (this.#waiting.length > 0) this.#schedule();
  }

  #nextBatch(): Waiting<T, R>[] {
    let bytes = 0;
    let count = 0;
    for (const { size } of this.#waiting.slice(0, LARGEST_BATCH)) {
      if (count > 0 && bytes + size > LARGEST_BATCH_BYTES) break;
      bytes += size;
      count += 1;
    }
    this.#bytes -= bytes;
    return this.#waiting.splice(0, count);
  }
}
