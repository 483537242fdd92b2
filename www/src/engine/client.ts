/** The page's side of the worker: a question becomes a promise. */
import { words } from "../strings/app.ts";
import type { Calls, Reply } from "./protocol.ts";

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
let asked = 0;

worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
  const question = waiting.get(data.id);
  waiting.delete(data.id);
  if ("error" in data) question?.reject(new Error(data.error));
  else question?.resolve(data.value as never);
});

worker.addEventListener("error", (event) => {
  const error = new Error(event.message || words.noEngine);
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
});

/** Asks the engine; rejects with its words when it cannot answer. */
export function ask<Name extends keyof Calls>(
  call: Name,
  given: Calls[Name]["in"],
): Promise<Calls[Name]["out"]> {
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, call, given });
  });
}
