/** A share of the customers, seen from the thread that deals the pages: a worker inside that one. */
import type { Share, ShareCalls, ShareQuestion } from "./share.ts";

type Answer = { value: unknown } | { error: string };

/**
 * Starts a worker with an engine of its own.
 *
 * @throws where none can be made: an old browser has no workers within workers
 */
export async function startShare(module: WebAssembly.Module): Promise<Share> {
  const worker = new Worker(new URL("./share-worker.ts", import.meta.url), { type: "module" });
  /** Who waits, in the order in which they asked: so it answers. */
  const waiting: { resolve(value: never): void; reject(error: Error): void }[] = [];
  let died: Error | null = null;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const one = waiting.shift();
    if ("error" in data) one?.reject(new Error(data.error));
    else one?.resolve(data.value as never);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    died = new Error(event.message);
    for (const { reject } of waiting.splice(0)) reject(died);
  };
  const post = <Out>(message: WebAssembly.Module | ShareQuestion, handed: Transferable[]) =>
    new Promise<Out>((resolve, reject) => {
      if (died !== null) return reject(died);
      waiting.push({ resolve, reject });
      worker.postMessage(message, handed);
    });
  try {
    await post(module, []);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    ask: <Name extends keyof ShareCalls>(call: Name, given: ShareCalls[Name]["in"]) => {
      const handed = given !== null && "bytes" in given ? [given.bytes] : [];
      return post<ShareCalls[Name]["out"]>({ call, given } as ShareQuestion, handed);
    },
  };
}
