/** What a merchant does to one customer by hand. */
import { EngineError, type Summary } from "edgewise";
import { type Customer, jsonOf, textOf } from "./customer.ts";
import type { State } from "./outbox.ts";
import { phoneIn, profileIn } from "./profile.ts";
import { noteTest } from "./set-up.ts";
import { numberOf } from "./sms-connection.ts";
import type { Stores } from "./stores.ts";
import { addressKey, phoneKey } from "./suppressions.ts";
import { inWords } from "./views.ts";

/** What came of a command: the decisions in sentences, or why it was refused. */
export type Obeyed =
  | { ok: true; sentences: string[] }
  | { ok: false; code: string; message: string };

const UNREADABLE: Obeyed = {
  ok: false,
  code: "state-unreadable",
  message:
    "This customer’s record is damaged and can’t be read. Restore it from a backup, or erase the customer.",
};

/** A retry of something that did not fail. */
class NothingToRetry extends Error {}

const COMPLAINED: Obeyed = {
  ok: false,
  code: "complaint-stays",
  message:
    "This customer marked a message as spam. Writing to them again would harm your sender reputation, so this can’t be lifted.",
};

/** Nothing but a complaint is left to lift, and that stays. */
class ComplaintStays extends Error {}

/** Lets the customer's address be written to again, whoever has it: what the engine lifts, the shop forgets. */
function lift(stores: Stores, { state }: Customer): void {
  const { engine, plans, clock, suppressions } = stores;
  const ask = (plan: string) => engine.standing(plan, textOf(state), null, clock.now());
  const standing = plans.with(plans.live, ask).suppressions;
  const isComplaint = standing.map(({ reason }) => reason === "complained");
  if (isComplaint.length > 0 && isComplaint.every(Boolean)) throw new ComplaintStays();
  const { email } = profileIn(engine, state);
  if (email !== null) suppressions.lift(addressKey(email), "email");
  const phone = phoneIn(engine, state);
  const number = phone === null ? null : numberOf(stores, phone);
  if (number !== null) suppressions.lift(phoneKey(number), "sms");
}

/** Does a command, in a transaction of its own; null where there is no such customer. */
export function obey(stores: Stores, id: string, command: Record<string, unknown>): Obeyed | null {
  const seen = stores.customers.look(id);
  if (seen === null) return null;
  if (seen.unreadable) return UNREADABLE;
  const customer: Customer = seen;
  try {
    const sentences = stores.transaction(() => {
      if (command.type === "unsuppress") lift(stores, customer);
      // Of what may have arrived the merchant says first that it didn't (`resolve.ts`).
      if (command.type === "retry" && !hasFailed(stores, command.effect))
        throw new NothingToRetry();
      const input = { type: "command", command } as const;
      const { head, summary } = stores.decider.move(customer, input, stores.clock.now());
      if (command.type === "retry") {
        // Thrown, so that the journal has no row of something that was not done.
        if (!head.effects?.some((effect) => effect.id === command.effect))
          throw new NothingToRetry();
        stores.deadLetters.remove(String(command.effect));
      }
      if (command.type === "test") noteTest(stores, stores.clock.now());
      stores.timers.arm();
      const { trace } = JSON.parse(jsonOf(stores.engine, summary)) as Summary;
      return inWords(stores, stores.plans.live, trace).sentences;
    });
    return { ok: true, sentences };
  } catch (error) {
    if (error instanceof NothingToRetry) {
      const message = whyNotRetried(stores, customer.id, command.effect);
      return { ok: false, code: "nothing-to-retry", message };
    }
    if (error instanceof ComplaintStays) return COMPLAINED;
    if (!(error instanceof EngineError)) throw error;
    return { ok: false, code: error.code, message: error.message };
  }
}

const hasFailed = ({ outbox }: Stores, effect: unknown): boolean =>
  typeof effect === "string" && outbox.find(effect)?.state === "failed";

/** Why there is nothing to try again, for the merchant. */
function whyNotRetried({ outbox }: Stores, customer: string, effect: unknown): string {
  const item = typeof effect === "string" ? outbox.find(effect) : null;
  if (item === null || item.customer !== customer) {
    return "This customer has no message or action with that ID.";
  }
  return NOT_RETRIED[item.state];
}

const NOT_RETRIED: Record<State, string> = {
  new: "It hasn’t been tried yet, or will be tried again by itself.",
  leased: "It’s being tried right now.",
  sent: "It was already sent or done.",
  failed:
    "Its workflow no longer wants it: the customer left the workflow, or it failed too long ago.",
  unknown:
    "It may have been delivered, so sending it again could reach the customer twice. If you know that it wasn’t, say so in Messages.",
  withdrawn: "It was withdrawn before it was sent.",
};
