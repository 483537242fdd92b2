/**
 * A backtest in a thread and an instance of its own: reading, dealing to the pool, and answering about
 * people. The page ends it by ending the thread, which ends the pool's too and frees everything at once.
 */
import { compileEngine, type Engine, openEngine } from "edgewise";
import wasm from "edgewise/wasm/browser/edgewise_bg.wasm?url";
import { DAY } from "../text/zone.ts";
import { lives } from "./lives.ts";
import { Pages } from "./pages.ts";
import { type Past, readPast } from "./past.ts";
import { startPlayer } from "./player.ts";
import { type Player, playTogether } from "./pool.ts";
import type { Asked, Found, WorkerMessage } from "./protocol.ts";
import { described } from "./refusal.ts";

const compiling = compileEngine(wasm);
const opening = compiling.then(openEngine);
let past: Past | null = null;
let plans = { live: "", draft: "" };

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  try {
    const engine = await opening;
    if (data.type === "run") await run(engine, data);
    else person(engine, data.customer, data.zone);
  } catch (error) {
    say({ type: "failed", message: described(error) });
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
  const request = { ...plans, facts: null, question: { from, until, named: NAMED } };
  engine.beginBacktest(request);
  const compiled = [asked.live, asked.draft].flatMap((config) => engine.compile(config) ?? []);
  const module = await compiling;
  const start = () => startPlayer({ type: "begin", module, compiled, request });
  await replay(engine, lines, await playersFor(lines.length, asked.cores, start), start);
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
 * As many players as the machine has cores and the history has work for, or as can be started; nobody
 * where one would be alone, because this thread can play by itself.
 */
async function playersFor(
  customers: number,
  cores: number,
  start: () => Promise<Player>,
): Promise<Player[]> {
  const wanted = Math.min(cores, MOST_PLAYERS, Math.floor(customers / WORTH_A_PLAYER));
  if (wanted < 2) return [];
  const starting = await Promise.allSettled(Array.from({ length: wanted }, start));
  return starting.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

/** Each has an instance of its own, and a tab only so much memory. */
const MOST_PLAYERS = 8;
/** With fewer customers each, the time to start it is not won back. */
const WORTH_A_PLAYER = 200;

/** Plays all histories, and says how far it is. */
async function replay(
  engine: Engine,
  lines: readonly string[],
  players: Player[],
  start: () => Promise<Player>,
): Promise<void> {
  const begun = performance.now();
  const pages = new Pages(lines);
  const added = players.length > 0 ? together(engine, pages, players, start) : alone(engine, pages);
  let reportedAt = 0;
  for await (const { customers, events } of added) {
    const now = performance.now();
    // Some twenty times a second; a page cannot show more, and many players say more.
    if (now - reportedAt < 50) continue;
    reportedAt = now;
    const perSecond = events / ((now - begun) / 1000);
    say({ type: "replaying", customers, of: lines.length, events, perSecond });
  }
}

async function* together(
  engine: Engine,
  pages: Pages,
  players: Player[],
  start: () => Promise<Player>,
) {
  for await (const part of playTogether(pages, players, start)) yield engine.joinToBacktest(part);
}

/**
 * Between two pages the thread is idle for a moment: a browser ends a busy one only after some seconds.
 */
async function* alone(engine: Engine, pages: Pages) {
  for (let page = pages.next(); page !== null; page = pages.next()) {
    const from = performance.now();
    yield engine.addToBacktest(page.lines, page.first);
    pages.took(page, performance.now() - from);
    await moment();
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

function person(engine: Engine, customer: string, zone: string): void {
  const line = past?.lines[past.places.get(customer) ?? -1];
  if (line === undefined) throw new Error("nobody of that name is in this history");
  say({ type: "person", lives: lives(engine, plans, line, zone) });
}
