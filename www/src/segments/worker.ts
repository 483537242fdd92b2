/** All customers in a thread and an instance of their own, asked at each keystroke. */
import { type Engine, openEngine } from "edgewise";
import wasm from "edgewise/wasm/browser/edgewise_bg.wasm?url";
import type { Question, Reply } from "./protocol.ts";

const opening = openEngine(wasm);
let plan = "";

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  let reply: Reply;
  try {
    reply = { id: data.id, value: answer(await opening, data) };
  } catch (error) {
    reply = { id: data.id, error: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

function answer(engine: Engine, { call, given }: Question): unknown {
  switch (call) {
    case "plan":
      plan = engine.load(given.config).plan ?? "";
      return null;
    case "load":
      return engine.loadCustomers(new Uint8Array(given.bytes));
    case "ready":
      return ready(engine, given.facts);
    case "preview":
      return engine.previewSegment(plan, given.condition, given.question);
    case "changes":
      return engine.segmentChanges(plan, given.condition, given.question);
  }
}

/** A shop whose plan asks for no ranks has none computed; then these are cut from who is here. */
function ready(engine: Engine, facts: object): unknown {
  engine.setShopFacts(facts);
  const grid = engine.rfmGrid(plan);
  if (grid.cuts !== null) engine.setShopFacts({ ...facts, rfm: grid.cuts });
  return grid;
}
