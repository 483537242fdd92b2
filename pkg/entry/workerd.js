// workerd and Cloudflare Workers: modules come in as imports, already compiled. What no webhook needs is
// in a module of its own.
export { createEngine, EngineError, EngineTrap } from "../engine.js";
import module from "../wasm/edge/edgewise_bg.wasm";
import * as glue from "../wasm/edge/edgewise.js";
import toolsModule from "../wasm/tools/edgewise_bg.wasm";
import * as toolsGlue from "../wasm/tools/edgewise.js";
import composeModule from "../wasm/compose/edgewise_bg.wasm";
import * as composeGlue from "../wasm/compose/edgewise.js";
import { createEngine } from "../engine.js";

export const openEngine = () =>
  createEngine(
    glue,
    module,
    { glue: toolsGlue, module: toolsModule },
    { glue: composeGlue, module: composeModule },
  );
