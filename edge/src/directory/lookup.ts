/**
 * The Worker's view of the directory, remembered for half a minute.
 *
 * What is unknown is remembered too, for a moment, so that guessing tokens costs the directory
 * nothing. Both memories are small and lost with the isolate, which is their point.
 */
import type { Env } from "../env.ts";
import { directory } from "../objects.ts";
import type { Listing } from "./directory.ts";

const KNOWN_FOR = 30_000;
const UNKNOWN_FOR = 3_000;
const LARGEST = 2_000;

const memory = new Map<string, { until: number; listing: Listing | null }>();

type Question = "byToken" | "byWriteKey" | "byServerKey" | "byShop";

/** Asks the directory, or remembers what it said. */
export async function lookup(env: Env, by: Question, value: string): Promise<Listing | null> {
  const name = `${by}/${value}`;
  const known = memory.get(name);
  if (known !== undefined && known.until > Date.now()) return known.listing;
  const listing = await directory(env)[by](value);
  if (memory.size >= LARGEST) memory.clear();
  memory.set(name, { until: Date.now() + (listing === null ? UNKNOWN_FOR : KNOWN_FOR), listing });
  return listing;
}

/** Forgets everything: after a change that must be seen at once on this isolate. */
export const forget = (): void => memory.clear();
