/**
 * What other rules of crediting would say of the same orders, before they are saved: the engine is asked about each
 * customer once under the live rules and once under the others. Nothing is written.
 */
import type { Attributed } from "edgewise";
import type { RulesCompared } from "../contract/reports.ts";
import { textOf } from "./customer.ts";
import { experiments } from "./experiment-report.ts";
import { REACTED } from "./sent.ts";
import type { Stores } from "./stores.ts";
import { Turn } from "./turn.ts";

const DAY = 24 * 3_600_000;
/** Of how long back orders are compared, in milliseconds. */
const LOOKED_BACK = 90 * DAY;
/** The longest that a touch counts by any rules, in milliseconds. */
const LONGEST_WINDOW = 60 * DAY;
/** How many customers are asked about at most; those who were sent something last come first. */
const MOST = 20_000;

/** What would be credited; the engine's diagnostics where the rules have errors. */
export async function compareRules(
  stores: Stores,
  attribution: unknown,
): Promise<RulesCompared | { diagnostics: object[] }> {
  const { clock, currency, customers, engine, plans } = stores;
  const config = plans.liveConfig();
  const text = JSON.stringify({ ...config, shop: { ...config.shop, attribution } });
  const { plan, diagnostics } = engine.load(text);
  const wrong = diagnostics.filter(({ severity }) => severity === "error");
  if (plan === null || wrong.length > 0) return { diagnostics: wrong };
  const from = clock.now() - LOOKED_BACK;
  const sums = { live: { orders: 0, net: 0 }, asked: { orders: 0, net: 0 } };
  const add = (sum: { orders: number; net: number }, { orders }: Attributed) => {
    for (const { credit, placed_at: placed, net } of orders) {
      if (credit === undefined || placed < from || net.currency !== currency) continue;
      sum.orders += 1;
      sum.net += net.minor;
    }
  };
  const ids = candidates(stores, from);
  let turn = new Turn();
  for (const id of ids) {
    if (!turn.next()) {
      await scheduler.wait(0);
      turn = new Turn();
    }
    const customer = customers.look(id);
    if (customer === null || customer.unreadable) continue;
    add(sums.live, stores.credits.of(customer));
    // Another call may have made the engine forget the plan meanwhile.
    add(sums.asked, attributeUnder(stores, { plan, text }, textOf(customer.state)));
  }
  return {
    from,
    currency,
    customers: ids.length,
    complete: ids.length < MOST,
    ...sums,
    holdouts: heldOut(stores),
  };
}

function attributeUnder(
  { engine }: Stores,
  { plan, text }: { plan: string; text: string },
  state: string,
) {
  try {
    return engine.attribute(plan, state);
  } catch {
    engine.load(text);
    return engine.attribute(plan, state);
  }
}

/** Customers who had something that may count as a touch by some rules, or a code. */
function candidates({ sql }: Stores, from: number): string[] {
  const query = `SELECT o.customer AS id, max(s.at) AS at FROM sent s JOIN outbox o ON o.id = s.effect
    WHERE s.at >= ? AND (s.became >= ${REACTED} OR s.channel IS NOT 'email')
    GROUP BY o.customer ORDER BY at DESC LIMIT ?`;
  return sql
    .exec<{ id: string; at: number }>(query, from - LONGEST_WINDOW, MOST)
    .toArray()
    .map(({ id }) => id);
}

/** Orders that holdouts say came because of messages, where they say anything. */
function heldOut(stores: Stores): RulesCompared["holdouts"] {
  const holdouts = experiments(stores).experiments.filter(({ step }) => step === null);
  return holdouts.flatMap(({ workflow, comparisons }) => {
    const lift = comparisons[0]?.lift;
    const isTold = lift?.certainty === "proven" || lift?.certainty === "not_proven";
    return isTold ? [{ workflow, orders: lift.orders }] : [];
  });
}
