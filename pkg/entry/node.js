// Node 20 and later: the module is read from the package's folder.
export { createEngine, EngineError, EngineTrap } from "../engine.js";
import { readFileSync } from "node:fs";
import * as glue from "../wasm/browser/edgewise.js";
import { createEngine } from "../engine.js";

const file = new URL("../wasm/browser/edgewise_bg.wasm", import.meta.url);
export const openEngine = () => createEngine(glue, new WebAssembly.Module(readFileSync(file)));
