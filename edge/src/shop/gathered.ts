/**
 * Sums that a transaction adds to many times and writes once, at its end.
 *
 * A sign-up into fifty workflows adds to a hundred sums, and the next one in the same transaction to the
 * same hundred. They are part of the transaction all the same: what a savepoint added is forgotten when
 * that is rolled back, and nothing is held beyond the end of the outermost one.
 */
export class Gathered<T> {
  readonly #join: (sum: T, more: T) => T;
  readonly #write: (sums: T[]) => void;
  /** What each transaction that is open has added so far, the outermost first. */
  readonly #open: Map<string, T>[] = [];

  /**
   * @param join adds to a sum; it may change its first argument
   * @param write writes sums down, each once
   */
  constructor(join: (sum: T, more: T) => T, write: (sums: T[]) => void) {
    this.#join = join;
    this.#write = write;
  }

  /** Adds to the sum of a name. Outside of any transaction it is written at once. */
  add(name: string, more: T): void {
    const sums = this.#open.at(-1);
    if (sums === undefined) this.#write([more]);
    else addTo(sums, name, more, this.#join);
  }

  /** A transaction begins, or a savepoint inside the one that is open. */
  begin(): void {
    this.#open.push(new Map());
  }

  /** It ends: what it added goes to the one around it, or is written. */
  end(): void {
    const sums = this.#open.pop() ?? new Map<string, T>();
    const around = this.#open.at(-1);
    if (around !== undefined) {
      for (const [name, sum] of sums) addTo(around, name, sum, this.#join);
    } else if (sums.size > 0) this.#write([...sums.values()]);
  }

  /** It is rolled back: so many are open still, and what the others added is forgotten. */
  rollBack(open: number): void {
    this.#open.length = Math.min(this.#open.length, open);
  }
}

function addTo<T>(sums: Map<string, T>, name: string, more: T, join: (sum: T, more: T) => T) {
  const sum = sums.get(name);
  sums.set(name, sum === undefined ? more : join(sum, more));
}
