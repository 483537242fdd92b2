/** A request on its way to a shop, and what becomes of it there. */
import type { IngestRequest } from "edgewise";

/** A request whose sender was verified. */
export interface Incoming {
  source: IngestRequest["source"];
  topic: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** The dead letter that keeps it, where it is taken in once more. */
  deadLetter?: string;
  /** When it came, where that is not now. */
  receivedAt?: number;
  /**
   * Where it was not sent but read from the shop's records: since when the shop is connected. What began
   * before is past.
   */
  importedBefore?: number;
}

/** What became of a request. */
export type Outcome =
  | { type: "accepted"; deliveries: number }
  | { type: "duplicate" }
  | { type: "ignored"; reason: string }
  | { type: "dead-letter"; reason: string };
