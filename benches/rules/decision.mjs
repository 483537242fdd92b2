/** The engine's decision in wasm: `benches/decision`, one call for an event. */
import { readFileSync } from "node:fs";
import * as glue from "../../pkg/wasm/decision/edgewise.js";

const file = new URL("../../pkg/wasm/decision/edgewise_bg.wasm", import.meta.url);
const { memory } = glue.initSync({ module: readFileSync(file) });

/** Takes in a configuration and then, by turns, states and events; gives the two contestants. */
export function openDecision([config, ...lines]) {
  if (!glue.decision_load(config)) throw new Error("the configuration has errors");
  for (let line = 0; line < lines.length; line += 2)
    if (!glue.decision_add(lines[line], lines[line + 1])) throw new Error(lines[line + 1]);
  let words = new Uint32Array(memory.buffer);
  const started = (count) => {
    if (words.buffer !== memory.buffer) words = new Uint32Array(memory.buffer);
    const first = glue.decision_started_at() >>> 2;
    return words.subarray(first, first + count);
  };
  return [
    ["Edgewise in wasm", glue.decision_decide],
    ["Edgewise in wasm, from the record", glue.decision_decide_from_record],
  ].map(([name, decide]) => ({
    name,
    one: decide,
    fired: (number) => [...started(decide(number))],
  }));
}
