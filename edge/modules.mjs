/**
 * The Worker's wasm modules: the artifact each is (`pkg/wasm`), and its file beside the script. The
 * bundle, both configurations and the dry run are held to this list, because a file that is left out
 * is left out silently.
 */
export const MODULES = {
  edge: "engine.wasm",
  tools: "tools.wasm",
  compose: "compose.wasm",
};

/**
 * What stands in for a module where another engine is bundled. The one for a first start has all in one;
 * the one that traps on request does so in the half that decides.
 */
export const STAND_INS = {
  edge: {},
  start: { edge: "start", tools: "start", compose: "start" },
  trap: { edge: "trap" },
};
