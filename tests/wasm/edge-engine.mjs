/** The engine as the Worker has it, in Node: what each webhook needs, and beside it the rest. */
import { readFileSync } from "node:fs";
import { MODULES } from "../../edge/modules.mjs";
import { createEngine } from "../../pkg/engine.js";

/** One of its modules: wasm-bindgen's glue, in a copy of its own, and the compiled wasm. */
export async function edgeModule(name, copy = "") {
  const files = new URL(`../../pkg/wasm/${name}/`, import.meta.url);
  const glue = await import(new URL(`edgewise.js?${copy}`, files).href);
  const module = new WebAssembly.Module(readFileSync(new URL("edgewise_bg.wasm", files)));
  return { glue, module };
}

/** The engine over all of them; `standIn` replaces modules by name. */
export async function openEdgeEngine({ copy = "", standIn = {} } = {}) {
  const names = Object.keys(MODULES).map((name) => standIn[name] ?? name);
  const [first, ...further] = await Promise.all(names.map((name) => edgeModule(name, copy)));
  return createEngine(first.glue, first.module, ...further);
}
