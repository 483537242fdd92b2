/** A shop's past as the engine takes it, one line a customer, out of files or made up. */
import { readHistory } from "edgewise/history.js";
import { exampleLines } from "./example.ts";
import type { Asked, Contents, Source, Told } from "./protocol.ts";

export interface Past {
  lines: string[];
  /** Which line is whose. */
  places: Map<string, number>;
  contents: Contents;
  /** When the first and the last event happened, in milliseconds since 1970. */
  since: number;
  until: number;
}

type Shop = Extract<Asked, { type: "run" }>["shop"];

/** Reads a source, and says how far it is. */
export async function readPast(
  source: Source,
  shop: Shop,
  say: (told: Told) => void,
): Promise<Past> {
  if (source.type === "example") {
    const lines = [...exampleLines(source.customers, shop.currency)];
    return pastOf(lines, { events: 0, forms: [], assumed: [], problems: [] });
  }
  const of = source.files.reduce((sum, { size }) => sum + size, 0);
  const texts: string[] = [];
  let bytes = 0;
  for (const file of source.files) {
    texts.push(await file.text());
    bytes += file.size;
    say({ type: "reading", bytes, of, events: 0 });
  }
  const { lines, ...contents } = readHistory(texts, shop);
  return pastOf(lines, contents);
}

function pastOf(lines: string[], contents: Omit<Contents, "customers">): Past {
  const places = new Map<string, number>();
  let events = 0;
  let [since, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [place, line] of lines.entries()) {
    const told = JSON.parse(line) as { customer: string; events: { occurred_at: number }[] };
    places.set(told.customer, place);
    events += told.events.length;
    for (const { occurred_at } of told.events) {
      since = Math.min(since, occurred_at);
      until = Math.max(until, occurred_at);
    }
  }
  return {
    lines,
    places,
    since,
    until,
    contents: { ...contents, events, customers: lines.length },
  };
}
