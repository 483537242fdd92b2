/**
 * What one message may cost, counted in what is done and never in time: so the page, the preview and
 * the edge refuse the same message, however fast they are.
 *
 * Sized so that a message that uses all of it takes some 50 ms on one slow core
 * (`benches/messages.bench.mjs`). An ordinary one, with a cart of 20 items, uses a fiftieth.
 */

/** Steps: tags, outputs, texts and filters, each as often as it is done; what is long counts more. */
export const MOST_STEPS = 20_000;
/** Characters written by all parts together, what is captured in variables included. */
export const MOST_CHARACTERS = 512 * 1024;
/** Characters and list items that filters handle. */
export const MOST_HANDLED = 2_000_000;
/** Tags and outputs that a part may consist of, and how deep they may stand inside each other. */
export const MOST_TAGS = 5_000;
export const DEEPEST = 64;

/** A message that costs more than it may. `message` says of what there is too much. */
export class OutOfFuel extends Error {
  /** @param {string} limit */
  constructor(limit) {
    super(`it takes more than ${limit}`);
    this.name = "OutOfFuel";
  }
}

/** The fuel of one message: all its parts use the same. */
export class Fuel {
  #steps = 0;
  #characters = 0;
  #handled = 0;

  /** @param {number} [count] how many steps this one is worth */
  step(count = 1) {
    this.#steps += count;
    if (this.#steps > MOST_STEPS) throw new OutOfFuel(`${MOST_STEPS} steps`);
  }

  /** @param {number} characters that were written */
  write(characters) {
    this.#characters += characters;
    if (this.#characters > MOST_CHARACTERS) {
      throw new OutOfFuel(`${MOST_CHARACTERS} characters of output`);
    }
  }

  /** @param {number} count of characters or list items that are looked at or made */
  handle(count) {
    if (!(count > 0)) return;
    this.#handled += count;
    if (this.#handled > MOST_HANDLED) {
      throw new OutOfFuel(`${MOST_HANDLED} characters or list items handled by filters`);
    }
  }

  /** What was used so far. */
  get used() {
    return { steps: this.#steps, characters: this.#characters, handled: this.#handled };
  }
}
