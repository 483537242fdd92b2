export * from "../engine.js";
import type { Engine } from "../engine.d.ts";

/** Opens the engine from the address of the wasm file, which the bundler gives. */
export function openEngine(url: string | URL): Promise<Engine>;
