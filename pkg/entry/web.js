// Browsers: the bundler gives the address of the wasm file, the browser compiles while it loads. From a server
// that calls the file something else than wasm, it compiles what it has loaded.
export { createEngine, EngineError, EngineTrap } from "../engine.js";
import * as glue from "../wasm/browser/edgewise.js";
import * as composeGlue from "../wasm/compose/edgewise.js";
import { createEngine } from "../engine.js";

/** Compiles the module once for several threads: post it to them, and open it there. */
export const compileEngine = async (url) => compiled(await fetch(url));

export const openEngine = async (from) =>
  createEngine(glue, from instanceof WebAssembly.Module ? from : await compileEngine(from));

/** What makes emails of blocks, for `engine.add`: a module that a page loads when it first needs it. */
export const openComposer = async (url) => ({
  glue: composeGlue,
  module: await compileEngine(url),
});

async function compiled(response) {
  const isWasm = response.headers.get("content-type")?.startsWith("application/wasm");
  return isWasm && response.ok
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await bytesOf(response));
}

async function bytesOf(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.arrayBuffer();
}
