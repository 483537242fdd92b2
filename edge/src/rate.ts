/**
 * How much may come in a time: buckets that fill at a rate and are emptied by what comes.
 *
 * They live in this isolate: a limit on noise, not an exact account.
 */

/** A rate: how many per second over time, and how many at once. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** Buckets that are remembered; the one used longest ago makes room. */
const MOST = 20_000;

export class Buckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes `n` out of a bucket; when there are not as many, takes none and says after how many seconds. */
  take(name: string, n: number): number {
    const { perSecond, burst } = this.#rate;
    const now = Date.now();
    const { left, at } = this.#buckets.get(name) ?? { left: burst, at: now };
    const there = Math.min(burst, left + ((now - at) / 1000) * perSecond);
    const isEnough = there >= n;
    this.#buckets.delete(name);
    this.#buckets.set(name, { left: isEnough ? there - n : there, at: now });
    if (this.#buckets.size > MOST) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return isEnough ? 0 : Math.ceil((n - there) / perSecond);
  }
}
