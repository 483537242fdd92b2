/**
 * The Edgewise engine for JavaScript hosts.
 *
 * Import `edgewise` in workerd, in a browser bundle or in Node, and the package's exports choose the
 * entry that knows how that host loads wasm; all of them give `openEngine`. A host that loads the
 * module in its own way uses `createEngine(glue, module)` from here.
 */
export { createEngine, EngineError, EngineTrap } from "./engine.js";
