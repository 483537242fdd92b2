export * from "../engine.js";
import type { Engine } from "../engine.d.ts";

/** Opens the engine from the address of the wasm file, which the bundler gives, or from what was compiled. */
export function openEngine(from: string | URL | WebAssembly.Module): Promise<Engine>;
/** Compiles the module once for several threads: post it to them, and open it there. */
export function compileEngine(url: string | URL): Promise<WebAssembly.Module>;
