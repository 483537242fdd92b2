/** A player of the pool, seen from the thread that deals the pages: a worker inside the backtest's. */
import { type Player, PlayerDied } from "./pool.ts";
import type { PlayerAsked, PlayerMessage } from "./protocol.ts";

/**
 * Starts a worker for what is asked.
 *
 * @throws where none can be made: an old browser has no workers within workers
 */
export async function startPlayer(begin: PlayerAsked & { type: "begin" }): Promise<Player> {
  const worker = new Worker(new URL("./player-worker.ts", import.meta.url), { type: "module" });
  /** The answer to the last message, which comes before the next is posted. */
  const ask = (asked: PlayerAsked) =>
    new Promise<string>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<PlayerMessage>) => {
        if (data.type === "ready") resolve("");
        else if (data.type === "part") resolve(data.part);
        else if (data.type === "refused") reject(new Error(data.message));
        else reject(new PlayerDied(data.message));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new PlayerDied(event.message));
      };
      worker.postMessage(asked);
    });
  try {
    await ask(begin);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    play: (page) => ask({ type: "page", ...page }),
    end: () => worker.terminate(),
  };
}
