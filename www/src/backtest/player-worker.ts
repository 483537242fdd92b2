/** A thread of the pool: an engine of its own that plays the pages it is dealt, each for itself. */
import { type Engine, openEngine } from "edgewise";
import { described, isRefusal } from "./refusal.ts";
import type { PlayerAsked, PlayerMessage } from "./protocol.ts";

let engine: Engine;

addEventListener("message", async ({ data }: MessageEvent<PlayerAsked>) => {
  try {
    postMessage(await answer(data));
  } catch (error) {
    const type = isRefusal(error) ? "refused" : "died";
    postMessage({ type, message: described(error) } satisfies PlayerMessage);
  }
});

async function answer(asked: PlayerAsked): Promise<PlayerMessage> {
  if (asked.type === "begin") {
    engine = await openEngine(asked.module);
    for (const plan of asked.compiled) engine.open(plan);
    engine.beginBacktest(asked.request);
    return { type: "ready" };
  }
  engine.addToBacktest(asked.lines, asked.first);
  return { type: "part", part: engine.takeFromBacktest() };
}
