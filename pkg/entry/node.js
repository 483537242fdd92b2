// Node 20 and later: the modules are read from the package's folder, the second one when it is first asked.
export { createEngine, EngineError, EngineTrap } from "../engine.js";
import { readFileSync } from "node:fs";
import * as glue from "../wasm/browser/edgewise.js";
import * as composeGlue from "../wasm/compose/edgewise.js";
import { createEngine } from "../engine.js";

const moduleOf = (name) =>
  new WebAssembly.Module(
    readFileSync(new URL(`../wasm/${name}/edgewise_bg.wasm`, import.meta.url)),
  );

export const openEngine = () =>
  createEngine(glue, moduleOf("browser"), {
    glue: composeGlue,
    module: () => moduleOf("compose"),
  });
