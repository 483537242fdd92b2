/**
 * The edge's decisions, made again: its recorded inputs, moments and plans go through the browser's
 * engine, and what comes out is compared with what the edge wrote down.
 */
import { type Engine, EngineError, type Input } from "edgewise";
import type {
  AsOf,
  AsOfRequest,
  Decision,
  EngineInput,
  Entry,
  Recorded,
  Replayed,
  ReplayRequest,
} from "./protocol.ts";

/** Makes every decision again, from the empty state on. */
export async function replay(
  engine: Engine,
  { moments, plans }: ReplayRequest,
): Promise<Replayed[]> {
  for (const text of Object.values(plans)) engine.load(text);
  const replayed: Replayed[] = [];
  let state = "";
  for (const moment of moments) {
    try {
      const again = engine.transition(moment.plan, state, moment.input as Input, moment.now);
      state = again.state;
      replayed.push({
        id: moment.id,
        sentences: engine.sentences(moment.plan, again.summary.trace),
        differences: await differences(engine, moment, again.summary as Recorded["summary"], state),
      });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      replayed.push({ id: moment.id, sentences: [], differences: [error.message] });
    }
  }
  return replayed;
}

/** What the engine knew of a customer at a moment: the recorded inputs up to there, taken in again. */
export function asOf(engine: Engine, { moments, plans, at }: AsOfRequest): AsOf {
  for (const text of Object.values(plans)) engine.load(text);
  let state = "";
  let plan: string | null = null;
  let facts: object | null = null;
  for (const moment of moments) {
    if (moment.now > at) break;
    state = engine.transition(moment.plan, state, moment.input as Input, moment.now).state;
    plan = moment.plan;
    facts = factsIn(moment.input) ?? facts;
  }
  if (plan === null) return null;
  const standing = engine.standing(plan, state, facts, at);
  return { state: JSON.parse(state) as Record<string, unknown>, standing, plan };
}

/** What an input says of the shop. */
const factsIn = ({ type, facts }: EngineInput): object | null =>
  type === "knowing" ? (facts as object) : null;

async function differences(
  engine: Engine,
  recorded: Recorded,
  summary: Recorded["summary"],
  state: string,
): Promise<string[]> {
  const again = { ...summary, trace: asStored(summary.trace, recorded.summary.trace) };
  const found = COMPARED.filter((part) => !same(recorded.summary[part], again[part])).map(String);
  // The hash is of the form that the state was stored in.
  const hashes = await Promise.all(engine.storedForms(state).map(sha256));
  return hashes.includes(recorded.state_hash) ? found : [...found, "state"];
}

/**
 * A trace without what its conditions saw, for decisions that an earlier release stored in words: those
 * are no facts to compare with.
 */
function asStored(trace: Entry[], stored: Entry[]): Entry[] {
  return trace.map((entry, place) => {
    const saw = observations(stored[place]);
    return saw.some(({ condition }) => condition !== undefined)
      ? { ...entry, is: { ...entry.is, saw } as Decision }
      : entry;
  });
}

const observations = (entry: Entry | undefined) =>
  (entry?.is as { saw?: { condition?: string }[] } | undefined)?.saw ?? [];

const COMPARED = ["trace", "effects", "answer", "withdrawn", "wake", "faults"] as const;

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && same(left[key], right[key]))
  );
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as BufferSource);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
