/** All customers of the shop, loaded once into a thread of their own, or into several. */
import { signal } from "@preact/signals";
import type { RfmGrid } from "edgewise";
import type { Api } from "../server/api.ts";
import type { Calls, Reply } from "./protocol.ts";
import { audiencePage, factsOf } from "./server.ts";

/** How far loading is. */
export type Loading =
  | { is: "empty" }
  | { is: "loading"; customers: number; of: number }
  | { is: "ready"; customers: number; grid: RfmGrid; readAt: number }
  | { is: "failed"; message: string };

export const loading = signal<Loading>({ is: "empty" });

/** Whose customers are loaded. */
let held: string | null = null;
/** How far the shop's clock is ahead of this browser's, in milliseconds. */
let ahead = 0;

/** The moment on the shop's clock. */
export const now = (): number => Date.now() + ahead;

/** Loads a shop's customers, unless they are there or on their way. */
export function load(api: Api, shop: string): void {
  if (held === shop && loading.peek().is !== "failed") return;
  reload(api, shop);
}

/** So few are loaded again rather than shown as they were so long ago: it takes no longer than to ask. */
const FEW = 5_000;
const LATELY = 60_000;

/** Loads a shop's customers, unless they are on their way, were read lately, or are many. */
export function loadLately(api: Api, shop: string): void {
  const state = loading.peek();
  const isOld =
    held === shop &&
    state.is === "ready" &&
    state.customers <= FEW &&
    Date.now() - state.readAt > LATELY;
  if (isOld) reload(api, shop);
  else load(api, shop);
}

/** Loads them anew, with the configuration that is live now. */
export function reload(api: Api, shop: string): void {
  held = shop;
  loading.value = { is: "loading", customers: 0, of: 0 };
  const mine = thread.begin();
  read(api, shop, mine).catch((error: Error) => {
    if (thread.is(mine)) loading.value = { is: "failed", message: error.message };
  });
}

/** Takes the configuration that is live now, after it was changed from here. Everybody stays. */
export async function replan(api: Api, shop: string): Promise<void> {
  if (held !== shop) return;
  await ask("plan", { config: (await api.livePlan(shop)).text });
}

async function read(api: Api, shop: string, mine: number): Promise<void> {
  const [{ text }, health, facts] = await Promise.all([
    api.livePlan(shop),
    api.health(shop),
    factsOf(api, shop),
  ]);
  ahead = health.now - Date.now();
  await ask("begin", { cores: navigator.hardwareConcurrency || 1 });
  await ask("plan", { config: text });
  let customers = 0;
  for (let after: string | null = ""; after !== null; ) {
    const { bytes, next }: Awaited<ReturnType<typeof audiencePage>> = await audiencePage(
      api,
      shop,
      after,
    );
    if (!thread.is(mine)) return;
    customers = await ask("load", { bytes }, [bytes]);
    loading.value = { is: "loading", customers, of: Math.max(customers, health.customers) };
    after = next;
  }
  const grid = await ask("ready", { facts });
  if (thread.is(mine)) loading.value = { is: "ready", customers, grid, readAt: Date.now() };
}

/** The worker behind the page; a new loading ends the one before, with everything it held. */
class Thread {
  #worker: Worker | null = null;
  #waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  #asked = 0;
  #begun = 0;

  begin(): number {
    this.#worker?.terminate();
    this.#fail(new Error("begun anew"));
    this.#begun += 1;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const question = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("error" in data) question?.reject(new Error(data.error));
      else question?.resolve(data.value as never);
    };
    worker.onerror = ({ message }) => this.#fail(new Error(message));
    this.#worker = worker;
    return this.#begun;
  }

  is(begun: number): boolean {
    return begun === this.#begun;
  }

  ask<Name extends keyof Calls>(
    call: Name,
    given: Calls[Name]["in"],
    handed: Transferable[],
  ): Promise<Calls[Name]["out"]> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker?.postMessage({ id, call, given }, handed);
    });
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const thread = new Thread();

/** Asks the thread; `handed` goes over without being copied. */
export const ask = <Name extends keyof Calls>(
  call: Name,
  given: Calls[Name]["in"],
  handed: Transferable[] = [],
): Promise<Calls[Name]["out"]> => thread.ask(call, given, handed);
