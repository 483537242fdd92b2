/**
 * Which orders are credited to which messages and codes, as rows that reports sum.
 *
 * The engine decides it, from a customer's facts alone: whatever it said of an order last is what its row says. So
 * a row that is made anew, after a change of the rules or a restored backup, is the row that was there.
 */
import type { Attributed, Engine, MoveHead } from "edgewise";
import { type Customer, NO_STATE, textOf } from "./customer.ts";
import { slotOf } from "./metrics.ts";
import { namelessId } from "./nameless.ts";
import type { Plans } from "./plans.ts";
import type { Sql } from "./sql.ts";

export class Credits {
  readonly #sql: Sql;
  readonly #engine: Engine;
  readonly #plans: Plans;
  /** What was said of a state by a plan. Two who ask of one decision share the answer. */
  readonly #said = new WeakMap<Uint8Array, { plan: string; attributed: Attributed }>();

  constructor(sql: Sql, engine: Engine, plans: Plans) {
    this.#sql = sql;
    this.#engine = engine;
    this.#plans = plans;
  }

  /** Writes down what a decision changed of what somebody's orders are credited to. */
  follow(customer: Customer, { credits = false }: MoveHead): void {
    if (credits) this.#write(customer.id, this.of(customer));
  }

  /** What somebody's orders are credited to, and why not, by the live rules. */
  of({ state }: Pick<Customer, "state">): Attributed {
    const { live } = this.#plans;
    const known = this.#said.get(state);
    if (known?.plan === live) return known.attributed;
    const attributed = this.#plans.with(live, (plan) =>
      this.#engine.attribute(plan, textOf(state)),
    );
    this.#said.set(state, { plan: live, attributed });
    return attributed;
  }

  /** How long each kind of touch counts by the live rules, in milliseconds; null where it doesn't. */
  rules(): Attributed["windows"] {
    return this.of({ state: NO_STATE }).windows;
  }

  /** Takes out what belonged to a customer who has become another; theirs says it from now on. */
  remove(customer: string): void {
    this.#sql.exec("DELETE FROM credit WHERE customer = ?", customer);
  }

  /** Takes the name off what somebody bought: the sums stay. */
  forget(customer: string, nameless: string): void {
    type Row = { order_id: string; sent_at: number; touched_at: number; placed_at: number };
    const query = "SELECT order_id, sent_at, touched_at, placed_at FROM credit WHERE customer = ?";
    for (const row of this.#sql.exec<Row>(query, customer).toArray()) {
      this.#sql.exec(
        `UPDATE credit SET order_id = ?, customer = ?, effect = '', sent_at = ?, touched_at = ?, placed_at = ?
           WHERE order_id = ?`,
        ...[namelessId(), nameless],
        ...[row.sent_at, row.touched_at, row.placed_at].map(slotOf),
        row.order_id,
      );
    }
  }

  /** One statement for all orders of somebody, which touches only the rows that say something else. */
  #write(customer: string, { orders, summed_until: summed = null }: Attributed): void {
    const [credited, others] = [[] as unknown[][], [] as string[]];
    for (const { order, credit, gross, net, discount = null, placed_at: placed } of orders) {
      if (credit === undefined) others.push(order);
      else {
        const { workflow, step, effect, by, channel = null, sent_at: sent, touched_at } = credit;
        const money = [gross.currency, gross.minor, net.minor, discount?.minor ?? null];
        const about = [workflow, step, effect, by, channel, sent, touched_at, placed];
        credited.push([order, customer, ...about, ...money]);
      }
    }
    // An order that came from another customer may have been credited to what was sent to them. Orders that the
    // engine keeps as a sum are not listed anymore, and stay credited as they were.
    this.#sql.exec(
      `DELETE FROM credit WHERE order_id IN (SELECT value FROM json_each(?1))
         OR (customer = ?2 AND placed_at > ?3
           AND order_id NOT IN (SELECT value ->> 0 FROM json_each(?4)))`,
      ...[JSON.stringify(others), customer, summed ?? -1, JSON.stringify(credited)],
    );
    this.#sql.exec(
      `INSERT INTO credit SELECT ${COLUMNS.map((_, place) => `value ->> ${place}`).join(", ")}
         FROM json_each(?) WHERE true
       ON CONFLICT (order_id) DO UPDATE SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(", ")}
         WHERE (${COLUMNS.join(", ")}) IS NOT (${COLUMNS.map((name) => `excluded.${name}`).join(", ")})`,
      JSON.stringify(credited),
    );
  }
}

/** The columns of the table, in its order. */
const COLUMNS = [
  ...["order_id", "customer", "workflow", "step", "effect", "by", "channel", "sent_at"],
  ...["touched_at", "placed_at", "currency", "gross", "net", "discount"],
];
