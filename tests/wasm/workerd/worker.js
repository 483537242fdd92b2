// POST a vector, get what differs.
import { createEngine } from "./engine.js";
import * as glue from "./edgewise.js";
import module from "./edgewise_bg.wasm";
import { replay } from "./replay.mjs";

const engine = createEngine(glue, module);

export default {
  async fetch(request) {
    return Response.json(await replay(engine, await request.json()));
  },
};
