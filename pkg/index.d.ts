/**
 * Where no host is known: everything but `openEngine`, which each host has its own way of. Use
 * `createEngine` with a module that you compiled.
 */
export * from "./engine.js";
