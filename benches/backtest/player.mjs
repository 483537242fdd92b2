/** A player of the page's pool (`www/src/backtest/pool.ts`) as a thread of Node, for the bench. */
import { once } from "node:events";
import { parentPort, Worker } from "node:worker_threads";
import { createEngine } from "../../pkg/engine.js";

/** Starts a thread that plays what `request` asks of two compiled plans. */
export async function startPlayer(begin) {
  const thread = new Worker(new URL(import.meta.url));
  const ask = async (asked) => {
    thread.postMessage(asked);
    return (await once(thread, "message"))[0];
  };
  await ask(begin);
  return { play: (page) => ask(page), end: () => thread.terminate() };
}

if (parentPort !== null) {
  const glue = await import("../../pkg/wasm/browser/edgewise.js");
  let engine;
  parentPort.on("message", (asked) => {
    if (engine === undefined) {
      engine = createEngine(glue, asked.module);
      for (const plan of asked.compiled) engine.open(plan);
      engine.beginBacktest(asked.request);
      return parentPort.postMessage("");
    }
    engine.addToBacktest(asked.lines, asked.first);
    parentPort.postMessage(engine.takeFromBacktest());
  });
}
