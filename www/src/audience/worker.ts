/**
 * All customers in a thread of their own, asked at each keystroke; many are dealt to more threads. The
 * page ends it by ending the thread, which ends the others too and frees everything at once.
 */
import { compileEngine, openEngine } from "edgewise";
import wasm from "edgewise/wasm/browser/edgewise_bg.wasm?url";
import type { Question, Reply } from "./protocol.ts";
import { answering, type Share, type ShareQuestion } from "./share.ts";
import { startShare } from "./share-thread.ts";
import { Shares } from "./shares.ts";

const compiling = compileEngine(wasm);
let opening: Promise<Shares>;

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  let reply: Reply;
  try {
    reply = { id: data.id, value: await answer(data) };
  } catch (error) {
    reply = { id: data.id, error: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

async function answer({ call, given }: Question): Promise<unknown> {
  if (call === "begin") {
    opening = open(given.cores);
    return null;
  }
  const shares = await opening;
  switch (call) {
    case "plan":
      return shares.plan(given);
    case "load":
      return shares.load(given);
    case "ready":
      return shares.ready(given);
    case "preview":
      return shares.preview(given);
    case "changes":
      return shares.changes(given);
    case "list":
      return shares.list(given);
  }
}

async function open(cores: number): Promise<Shares> {
  const module = await compiling;
  const engine = await openEngine(module);
  const own = answering(engine);
  const first: Share = {
    ask: async (call, given) => own({ call, given } as ShareQuestion) as never,
  };
  return new Shares(first, engine, () => startShare(module), cores);
}
