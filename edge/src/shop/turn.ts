/**
 * Turns: work over many rows is done a little at a time, so that waiting requests are answered meanwhile.
 *
 * One process serves many shops and runs one thing at a time. So everything over all customers, or over
 * one customer's whole history, stops when its turn is over, writes down where it was, and goes on
 * from an alarm or with the caller's next call.
 */

/** How long a turn lasts, in milliseconds. */
export const TURN = 20;
/** The most steps of a turn: on Cloudflare the clock stands still while nothing waits. */
const MOST_STEPS = 500;
/** The most text that one call of the object answers with, in characters. */
export const LARGEST_PAGE = 1024 * 1024;

/** One turn. Its first step is always taken, so that work gets on however slow a step is. */
export class Turn {
  readonly #end: number;
  #steps = 0;

  /** @param most the most steps that it may take */
  constructor(
    private readonly most = MOST_STEPS,
    length = TURN,
  ) {
    this.#end = Date.now() + length;
  }

  /** Whether another step may be taken. */
  next(): boolean {
    this.#steps += 1;
    return this.#steps === 1 || (this.#steps <= this.most && Date.now() < this.#end);
  }
}
