export * from "../engine.js";
import type { Engine, EngineModule } from "../engine.d.ts";

/** Opens the engine from the address of the wasm file, which the bundler gives, or from what was compiled. */
export function openEngine(from: string | URL | WebAssembly.Module): Promise<Engine>;
/** Compiles the module once for several threads: post it to them, and open it there. */
export function compileEngine(url: string | URL): Promise<WebAssembly.Module>;
/** What makes emails of blocks, for `engine.add`: a module that a page loads when it first needs it. */
export function openComposer(url: string | URL): Promise<EngineModule>;
