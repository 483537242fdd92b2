import type { Engine } from "edgewise";

/** A customer, as their row and state are opened. */
export interface Customer {
  id: string;
  /** The newest row of this customer's journal. */
  head: string | null;
  /** How many journal rows there are. */
  seq: number;
  /** The moment of the last decision; the next is never made before it. */
  now: number;
  /** Known by a key that names a person, not only by a cart or a browser. */
  named: boolean;
  wakeAt: number | null;
  wakeReason: string | null;
  /** Customers that were merged into this one, with their journals. */
  absorbed: string[];
  /** The channels on which marketing may be sent to them, joined by blanks; null before that is known. */
  reach: string | null;
  /**
   * What only the row says, as it stands there, and how many decisions were made again since it was read;
   * null for somebody who has no row yet.
   */
  stored: (Pick<Customer, "named" | "reach"> & { again: number }) | null;
  /** As the engine gave it, packed or JSON, and as it was sealed; empty before the first decision. */
  state: Uint8Array;
}

/**
 * Set by the build: whether states and decisions are stored packed. Both forms are read, whatever this
 * says, so a shop goes over to the other form decision by decision.
 */
declare const STORED_PACKED: boolean;
export const PACKED = STORED_PACKED;

/** Something of the engine's as text, in the form it is in: for the engine, which reads both. */
export const textOf = (stored: Uint8Array): string => decoder.decode(stored);

/** A state or a decision as JSON, for what reads it here: nothing on a webhook's way does. */
export const jsonOf = (engine: Pick<Engine, "unpacked">, stored: Uint8Array): string =>
  engine.unpacked(textOf(stored));

/** The state of somebody nothing was decided about yet. */
export const NO_STATE = new Uint8Array();

const decoder = new TextDecoder();
