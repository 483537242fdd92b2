/**
 * Messages spaced evenly: each is due a while after the one before (the generic cell rate algorithm, ITU-T
 * I.371). In any stretch of time no more go out than the rate allows, and those that go at once.
 */

/** How many may go at once, of a rate per second: what comes to 50 ms, so that a fast rate is no timer each. */
export const atOnce = (perSecond: number): number => Math.max(1, Math.floor(perSecond / 20));

export class Spacing {
  /** When the next is due, were they all evenly spaced. */
  #due = 0;

  /** How many may go at a moment. */
  left(now: number, perSecond: number): number {
    const gap = 1000 / perSecond;
    const most = atOnce(perSecond);
    if (this.#due <= now) return most;
    const late = now + (most - 1) * gap - this.#due;
    return late < 0 ? 0 : Math.floor(late / gap + 1e-9) + 1;
  }

  /** The first moment at which one more may go, once `before` others went. */
  readyAt(now: number, perSecond: number, before = 0): number {
    const gap = 1000 / perSecond;
    const due = Math.max(this.#due, now) + before * gap;
    return Math.max(now, Math.ceil(due - (atOnce(perSecond) - 1) * gap));
  }

  take(now: number, perSecond: number): void {
    this.#due = Math.max(this.#due, now) + 1000 / perSecond;
  }
}
