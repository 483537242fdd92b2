/** Making decisions again that a customer's row does not know of yet. */
import type { Engine, MoveHead } from "edgewise";
import { sha256 } from "../ids.ts";
import { log } from "../log.ts";
import { type Customer, PACKED, textOf } from "./customer.ts";
import type { Journal } from "./journal.ts";
import type { Plans } from "./plans.ts";

export class Fold {
  readonly #engine: Engine;
  readonly #plans: Plans;
  readonly #journal: Journal;

  constructor(engine: Engine, plans: Plans, journal: Journal) {
    this.#engine = engine;
    this.#plans = plans;
    this.#journal = journal;
  }

  /**
   * A customer as the journal leaves them: as their row says, and then what was decided at `places` after
   * it; and when to wake them, where anything was. Each decision had no effect and left the wake where it was.
   */
  onto(
    customer: Customer,
    places: readonly number[],
  ): { customer: Customer; wake?: MoveHead["wake"] } {
    const known = Number(customer.head);
    // An early head is a name, and older than every place.
    const missing = places.filter((place) => !(place <= known));
    if (missing.length === 0) return { customer };
    const folded = { ...customer };
    if (customer.stored !== null) {
      folded.stored = { ...customer.stored, again: missing.length };
    }
    let wake: MoveHead["wake"] = null;
    const begun = Date.now();
    let last = "";
    for (const { place, seq, now, plan, input, stateHash } of this.#journal.pasts(missing)) {
      const { head, state } = this.#plans.with(plan, (loaded) =>
        this.#engine.transitionBytes(loaded, folded.state, input, now, PACKED),
      );
      Object.assign(folded, { state, now, seq, head: String(place), reach: head.reach.join(" ") });
      [wake, last] = [head.wake, stateHash];
    }
    folded.state = folded.state.slice();
    // A decision that came out otherwise shows in every state after it.
    if (last !== "" && !this.#isOf(folded.state, last)) log("folded-otherwise", {}, "warn");
    log("decided-again", { decisions: missing.length, ms: Date.now() - begun }, "debug");
    return { customer: folded, wake };
  }

  /** Whether a hash is a state's, which may have been stored in the other form then. */
  #isOf(state: Uint8Array, hash: string): boolean {
    if (sha256(state) === hash) return true;
    return this.#engine.storedForms(textOf(state)).some((form) => sha256(form) === hash);
  }
}
