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
  state: string;
}
