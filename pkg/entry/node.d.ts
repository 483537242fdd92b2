export * from "../engine.js";
import type { Engine } from "../engine.d.ts";

/** Opens the engine: the module is read from the package's folder. */
export function openEngine(): Engine;
