// workerd and Cloudflare Workers: the module comes in as an import, already compiled.
export { createEngine, EngineError, EngineTrap } from "../engine.js";
import module from "../wasm/edge/edgewise_bg.wasm";
import * as glue from "../wasm/edge/edgewise.js";
import { createEngine } from "../engine.js";

export const openEngine = () => createEngine(glue, module);
