/** Every decision of the demo made again here, by the same engine in Node. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine } from "../../pkg/engine.js";
import { root } from "../command.mjs";
import { Missing } from "../say.mjs";

/** Replays everybody's story; an expectation like the others. */
export async function replayed(shop, people) {
  const running = await (await fetch(`${shop.base}/healthz`)).json();
  const engine = await openEngine(running.engine);
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
        engine.storedForms(state).some((form) => sha256(form) === moment.state_hash);
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

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The engine that runs there as it was built here, for shipping or for a first start. */
async function openEngine(id) {
  const folders = ["browser", "start"].map((name) => join(root, "pkg/wasm", name));
  const built = folders.filter((folder) => existsSync(join(folder, "engine-id")));
  const same = (folder) => readFileSync(join(folder, "engine-id"), "utf8") === id;
  const folder = built.find(same) ?? built[0];
  if (folder === undefined) throw new Missing("No engine is built here: run `npm run build`.");
  const bytes = readFileSync(join(folder, "edgewise_bg.wasm"));
  const glue = await import(join(folder, "edgewise.js"));
  return createEngine(glue, new WebAssembly.Module(bytes));
}
