/** One backtest at a time: its worker, how far it is, and what came of it. */
import { computed, signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import type { Shop } from "edgewise/history.js";
import { asSaved, currency, origin, shopPlan, shopZone, workflow } from "../plan/draft.ts";
import { placed } from "../plan/steps.ts";
import { workflowsIn } from "../engine/config-text.ts";
import type { Api } from "../server/api.ts";
import type { Asked, Contents, Found, Lives, Source, WorkerMessage } from "./protocol.ts";

/** What the page shows. */
export type Stage =
  | { is: "empty" }
  | { is: "starting" }
  | { is: "fetching"; customers: number; bytes: number }
  | { is: "reading"; bytes: number; of: number; events: number }
  | { is: "replaying"; customers: number; of: number; events: number; perSecond: number }
  | { is: "found"; outcome: Outcome }
  | { is: "cancelled" }
  | { is: "refused"; plan: "live" | "draft"; diagnostics: Diagnostic[] }
  | { is: "asks"; contents: Contents }
  | { is: "nothing"; contents: Contents }
  | { is: "failed"; message: string };

/** What came of a run, with what it was asked. */
export interface Outcome extends Found {
  /** The two configurations, as texts; `live` is null where nothing was compared with. */
  live: string | null;
  draft: string;
  /** The workflow that the draft is about. */
  workflow: { id: string /** In the order of the file. */; steps: string[] };
  zone: string;
  /** The workflows' names, by id. */
  names: Record<string, string>;
}

export const stage = signal<Stage>({ is: "empty" });
/** What was chosen to be read, kept so that a cancelled run can be begun again. */
export const source = signal<Source | null>(null);
/** Whose customers the people of the history are; null where it came from elsewhere. */
export const ofShop = signal<{ server: Api; shop: string } | null>(null);
/** Of how many of the shop's own customers only the newest events were fetched. */
export const cutLives = signal(0);
/** The history that was fetched from the shop itself. */
let own: Source | null = null;
/** What was answered about columns that could be read in two ways. */
const answers = signal<Answers>({});
type Answers = Pick<Shop, "decimal" | "dates">;
/** How many months count; null for everything. */
export const months = signal<number | null>(12);
/** The customer whose past is shown. */
export const person = signal<{ customer: string; lives: Lives | null } | null>(null);

let worker: Worker | null = null;
/** Whether the worker holds the history of `source`. */
let holds: Source | null = null;

/** Whether the draft, or what is live, is no longer what the outcome was found for. */
export const outdated = computed(() => {
  const shown = stage.value;
  if (shown.is !== "found") return false;
  const { draft, live } = texts();
  return draft !== shown.outcome.draft || live !== shown.outcome.live;
});

/** Answers a question about a column, and reads the files with it. */
export function answer(given: Answers): void {
  answers.value = { ...answers.value, ...given };
  holds = null;
  if (source.value !== null) run(source.value);
}

/** Reads a source and replays it under both plans. */
export function run(from: Source): void {
  // Answers are about the files they were asked for.
  if (from !== source.value) answers.value = {};
  if (from !== own) {
    ofShop.value = null;
    cutLives.value = 0;
  }
  source.value = from;
  person.value = null;
  const { draft, live } = texts();
  const chosen = workflow.value;
  if (draft === null || chosen === null) {
    stage.value = { is: "refused", plan: "draft", diagnostics: [] };
    return;
  }
  const shop = { currency: currency.value, timeZone: shopZone.value, ...answers.value };
  const about = {
    live,
    draft,
    workflow: {
      id: chosen.id,
      steps: placed(chosen).map(({ step }) => step.id),
    },
    zone: shop.timeZone,
    names: namesIn(draft, live),
  };
  stage.value = { is: "starting" };
  ask(
    {
      type: "run",
      source: holds === from ? null : from,
      shop,
      live: live ?? withoutWorkflows(draft),
      draft,
      months: months.value,
      cores: navigator.hardwareConcurrency || 1,
    },
    (message) => {
      switch (message.type) {
        case "reading":
        case "replaying":
          stage.value = { ...message, is: message.type } as Stage;
          break;
        case "found":
          holds = from;
          stage.value = { is: "found", outcome: { ...about, ...message.found } };
          break;
        case "refused":
        case "asks":
        case "nothing":
        case "failed":
          end();
          stage.value = { ...message, is: message.type } as Stage;
          break;
        case "person":
          if (person.value?.customer === message.lives.customer)
            person.value = { customer: message.lives.customer, lives: message.lives };
      }
    },
  );
}

/** Fetches the shop's own recorded history, page by page, and runs over it as over a file. */
export async function runOwn(server: Api, id: string, name: string): Promise<void> {
  end();
  ofShop.value = { server, shop: id };
  fetching += 1;
  const mine = fetching;
  const parts: BlobPart[] = [];
  let [bytes, customers, cut] = [0, 0, 0];
  stage.value = { is: "fetching", customers, bytes };
  try {
    for (let after: string | null = ""; after !== null; ) {
      const page: Response = await server.fetch(
        `/${id}/history?limit=${FETCHED}&after=${encodeURIComponent(after)}`,
      );
      const text = await page.text();
      // Cancelled, or begun anew, in the meantime.
      if (mine !== fetching) return;
      parts.push(text);
      bytes += text.length;
      customers += text.split("\n").length - 1;
      stage.value = { is: "fetching", customers, bytes };
      cut += Number(page.headers.get("edgewise-cut") ?? 0);
      after = page.headers.get("edgewise-next");
    }
    const files = [new File(parts, name, { type: "application/x-ndjson" })];
    own = { type: "files", files };
    cutLives.value = cut;
    run(own);
  } catch (error) {
    if (mine !== fetching) return;
    stage.value = { is: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Customers of a page. */
const FETCHED = 200;
let fetching = 0;

/** Stops at once: the thread ends, and its memory is free. */
export function cancel(): void {
  end();
  fetching += 1;
  stage.value = { is: "cancelled" };
}

/** Forgets the history and what came of it. */
export function forget(): void {
  end();
  source.value = null;
  person.value = null;
  stage.value = { is: "empty" };
}

/** Asks for one customer's past under both plans. */
export function open(customer: string): void {
  const shown = stage.value;
  if (shown.is !== "found") return;
  person.value = { customer, lives: null };
  worker?.postMessage({ type: "person", customer, zone: shown.outcome.zone } satisfies Asked);
}

function ask(asked: Asked, receive: (message: WorkerMessage) => void): void {
  worker ??= new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => receive(data);
  worker.onerror = ({ message }) => {
    end();
    stage.value = { is: "failed", message };
  };
  worker.postMessage(asked);
}

function end(): void {
  worker?.terminate();
  worker = null;
  holds = null;
}

/** The plan that is live in the shop that is signed in to, and the draft laid over it. */
function texts(): { live: string | null; draft: string | null } {
  const live = shopPlan.value?.text ?? null;
  if (origin.value === "shop" && live !== null) return { live, draft: live };
  const next = asSaved(Date.now());
  if (next === null) return { live, draft: null };
  const workflows = workflowsIn(next).map(({ live_since: _, ...one }) => one);
  return { live, draft: JSON.stringify({ ...next, workflows }, null, 2) };
}

/** What there is before anything is live: the same shop, with nothing to do. */
function withoutWorkflows(draft: string): string {
  return JSON.stringify({ ...(JSON.parse(draft) as object), workflows: [] });
}

function namesIn(...configs: (string | null)[]): Record<string, string> {
  const all = configs.flatMap((text) => workflowsIn(JSON.parse(text ?? "null")));
  return Object.fromEntries(all.map(({ id, name }) => [id, name]));
}
