/** The engine's decision in wasm: `benches/decision`, one call for an event. */
import { readFileSync } from "node:fs";

const folder = new URL("../../pkg/wasm/decision/", import.meta.url);
let instances = 0;

/**
 * Takes in a configuration and then, by turns, states and events, in an instance of its own; gives
 * the two contestants.
 */
export async function openDecision([config, ...lines]) {
  instances += 1;
  const glue = await import(new URL(`edgewise.js?${instances}`, folder));
  const { memory } = glue.initSync({ module: readFileSync(new URL("edgewise_bg.wasm", folder)) });
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
