/**
 * A backtest in a thread and an instance of its own: reading, replaying, and answering about people. The
 * page ends it by ending the thread, which frees everything at once.
 */
import { type Engine, openEngine } from "edgewise";
import wasm from "edgewise/wasm/browser/edgewise_bg.wasm?url";
import { DAY } from "../text/zone.ts";
import { lives } from "./lives.ts";
import { type Past, readPast } from "./past.ts";
import type { Asked, Found, WorkerMessage } from "./protocol.ts";

const opening = openEngine(wasm);
let past: Past | null = null;
let plans = { live: "", draft: "" };

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  try {
    const engine = await opening;
    if (data.type === "run") await run(engine, data);
    else person(engine, data.customer, data.zone);
  } catch (error) {
    say({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});

const say = (message: WorkerMessage) => postMessage(message);

async function run(engine: Engine, asked: Extract<Asked, { type: "run" }>): Promise<void> {
  const begun = performance.now();
  for (const name of ["live", "draft"] as const) {
    const { plan, diagnostics } = engine.load(asked[name]);
    if (plan === null) return say({ type: "refused", plan: name, diagnostics });
    plans = { ...plans, [name]: plan };
  }
  if (asked.source !== null) past = await readPast(asked.source, asked.shop, say);
  if (past === null) throw new Error("no history was read yet");
  const { contents, lines } = past;
  if (contents.problems.some(({ option }) => option !== undefined)) {
    return say({ type: "asks", contents });
  }
  if (contents.span === null) return say({ type: "nothing", contents });
  const { from, until } = counted(contents.span, asked.months);
  engine.beginBacktest({ ...plans, facts: null, question: { from, until, named: NAMED } });
  await replay(engine, lines);
  const report = engine.backtestReport();
  const milliseconds = performance.now() - begun;
  const found = { report, contents, from, until, milliseconds };
  const because = engine.reasons();
  say({ type: "found", found: { ...found, because, unknown: unknownTo(engine, plans.draft) } });
}

function unknownTo(engine: Engine, plan: string): Found["unknown"] {
  const { rfm, catalogue } = engine.needs(plan);
  return [...(rfm ? ["ranks" as const] : []), ...(catalogue ? ["catalogue" as const] : [])];
}

/** How many people each list names. */
const NAMED = 200;
/** A month, on average over the years. */
type Span = NonNullable<Past["contents"]["span"]>;
const MONTH = (365.25 / 12) * DAY;

/** What counts, up to the end of the newest event's day. */
function counted(span: Span, months: number | null): { from: number; until: number } {
  const { since, until } = span;
  const end = until + DAY;
  return { from: months === null ? since : Math.max(since, end - months * MONTH), until: end };
}

/**
 * Tells all histories in pages of about a twentieth of a second, and says how far it is. Between two
 * pages the thread is idle for a moment: a browser ends a busy one only after some seconds.
 */
async function replay(engine: Engine, lines: readonly string[]): Promise<void> {
  const begun = performance.now();
  let page = FIRST_PAGE;
  for (let start = 0; start < lines.length; ) {
    const from = performance.now();
    const next = lines.slice(start, start + page);
    const { customers, events } = engine.addToBacktest(next.join("\n"));
    start += next.length;
    const now = performance.now();
    const perSecond = events / ((now - begun) / 1000);
    say({ type: "replaying", customers, of: lines.length, events, perSecond });
    await moment();
    page = Math.max(1, Math.min(MOST, Math.round((page * PAGE_TIME) / Math.max(1, now - from))));
  }
}

/** The next turn of the thread's loop; a timer would wait for milliseconds. */
function moment(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

const FIRST_PAGE = 20;
const MOST = 2_000;
const PAGE_TIME = 50;

function person(engine: Engine, customer: string, zone: string): void {
  const line = past?.lines[past.places.get(customer) ?? -1];
  if (line === undefined) throw new Error("nobody of that name is in this history");
  say({ type: "person", lives: lives(engine, plans, line, zone) });
}
