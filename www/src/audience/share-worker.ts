/** A thread that holds a share of the customers, with an engine of its own. */
import { openEngine } from "edgewise";
import { answering, type ShareQuestion } from "./share.ts";

let answer: ReturnType<typeof answering>;

/** The first message is the engine's module; each after it is a question. One message answers each. */
addEventListener("message", async ({ data }: MessageEvent<WebAssembly.Module | ShareQuestion>) => {
  try {
    if (data instanceof WebAssembly.Module) {
      answer = answering(await openEngine(data));
      postMessage({ value: null });
    } else {
      postMessage({ value: answer(data) });
    }
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
