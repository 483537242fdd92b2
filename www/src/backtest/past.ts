/** A shop's past as the engine takes it, one line a customer, out of files or made up. */
import { type History, HistoryReader } from "edgewise/history.js";
import { words } from "../strings/backtest.ts";
import { exampleLines } from "./example.ts";
import type { Asked, Contents, Source, WorkerMessage } from "./protocol.ts";

export interface Past {
  lines: string[];
  /** Which line is whose. */
  places: Map<string, number>;
  contents: Contents;
}

type Shop = Extract<Asked, { type: "run" }>["shop"];

/** More than this a browser's tab cannot be trusted to hold beside everything else, in bytes. */
const MOST = 512 * 1024 * 1024;

/** Reads a source piece by piece, and says how far it is. */
export async function readPast(
  source: Source,
  shop: Shop,
  say: (message: WorkerMessage) => void,
): Promise<Past> {
  const reader = new HistoryReader(shop);
  const of = source.type === "files" ? source.files.reduce((sum, { size }) => sum + size, 0) : 0;
  if (of > MOST) throw new Error(words.tooLarge(of, MOST));
  let bytes = 0;
  let reportedAt = 0;
  for await (const piece of pieces(source, shop)) {
    if (piece === null) reader.endFile();
    else {
      reader.add(piece.text);
      bytes += piece.bytes;
      // Some twenty times a second; a page cannot show more.
      if (performance.now() - reportedAt < 50) continue;
      reportedAt = performance.now();
      say({ type: "reading", bytes, of, events: reader.events });
    }
  }
  return pastOf(reader.end());
}

/** The texts of a source; null where a file ends. A file that is not UTF-8 has odd names, nothing worse. */
async function* pieces(
  source: Source,
  shop: Shop,
): AsyncGenerator<{ text: string; bytes: number } | null> {
  if (source.type === "example") {
    for (const line of exampleLines(source.customers, shop.currency))
      yield { text: `${line}\n`, bytes: 0 };
    yield null;
    return;
  }
  for (const file of source.files) {
    const decoder = new TextDecoder();
    const stream = file.stream().getReader();
    for (let next = await stream.read(); !next.done; next = await stream.read())
      yield { text: decoder.decode(next.value, { stream: true }), bytes: next.value.length };
    yield { text: decoder.decode(), bytes: 0 };
    yield null;
  }
}

function pastOf({ lines, customers, ...contents }: History): Past {
  const places = new Map(customers.map((customer, place) => [customer, place]));
  return { lines, places, contents: { ...contents, customers: customers.length } };
}
