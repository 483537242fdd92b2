export * from "../engine.js";
import type { EdgeEngine } from "../engine.d.ts";

/** Opens the edge build of the engine. */
export function openEngine(): EdgeEngine;

/** In a Worker, the engine is the edge build. */
export type Engine = EdgeEngine;
