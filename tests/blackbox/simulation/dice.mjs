/** Chance from a seed: the same seed and the same questions give the same answers. */
import { createHash } from "node:crypto";

export class Dice {
  #state;

  /** @param {string} seed any text */
  constructor(seed) {
    this.#state = createHash("sha256").update(seed).digest().readUInt32LE(0);
  }

  /** From 0 to less than 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(share) {
    return this.next() < share;
  }

  /** A whole number from `least` to less than `end`. */
  between(least, end) {
    return least + Math.floor(this.next() * (end - least));
  }

  pick(list) {
    return list[this.between(0, list.length)];
  }

  shuffled(list) {
    const rest = [...list];
    return list.map(() => rest.splice(this.between(0, rest.length), 1)[0]);
  }
}

/** Chance that belongs to a name: it does not matter when, or after what else, it is asked. */
export const drawn = (...names) => new Dice(names.join("/")).next();
