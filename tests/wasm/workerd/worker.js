// POST a vector, or a backtest's document to /backtest, and get what differs.
import { createEngine } from "./engine.js";
import * as glue from "./edgewise.js";
import module from "./edgewise_bg.wasm";
import * as toolsGlue from "./tools.js";
import toolsModule from "./tools.wasm";
import { replay, replayBacktest } from "./replay.mjs";

const engine = createEngine(glue, module, { glue: toolsGlue, module: toolsModule });

export default {
  async fetch(request) {
    const asked = await request.json();
    const backtest = new URL(request.url).pathname === "/backtest";
    return Response.json(backtest ? replayBacktest(engine, asked) : await replay(engine, asked));
  },
};
