// Browsers: the bundler gives the address of the wasm file, the browser compiles while it loads.
export { createEngine, EngineError, EngineTrap } from "../engine.js";
import * as glue from "../wasm/browser/edgewise.js";
import { createEngine } from "../engine.js";

export const openEngine = async (url) =>
  createEngine(glue, await WebAssembly.compileStreaming(fetch(url)));
