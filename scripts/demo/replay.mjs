/** Every decision of the demo made again here, by the same engine in Node. */
import { createHash } from "node:crypto";
import { openEngine } from "../../pkg/entry/node.js";

/** Replays everybody's story; an expectation like the others. */
export async function replayed(shop, people) {
  const engine = openEngine();
  const plans = new Map();
  let decisions = 0;
  let agreed = 0;
  for (const { customer } of people) {
    if (customer === null) continue;
    const { moments } = await shop.api("GET", `/customers/${customer}/timeline?limit=1000`);
    let state = "";
    for (const moment of moments.reverse()) {
      if (!plans.has(moment.plan)) {
        plans.set(moment.plan, engine.load(await shop.plan(moment.plan)).plan);
      }
      const again = engine.transition(moment.plan, state, moment.input, moment.now);
      state = again.state;
      const same =
        JSON.stringify(again.summary) === JSON.stringify(moment.summary) &&
        createHash("sha256").update(state).digest("hex") === moment.state_hash;
      decisions += moment.summary.trace.length;
      if (same) agreed += moment.summary.trace.length;
    }
  }
  const { engine: id } = engine.info();
  return {
    met: decisions > 0 && agreed === decisions,
    text: `Made again in Node by engine ${id.slice(0, 8)}: ${agreed} of ${decisions} decisions are the same`,
  };
}
