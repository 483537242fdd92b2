/** What an attempt came to. The channel knows; the outbox decides what follows. */
export type Outcome =
  /** The other side has it. */
  | { type: "sent" }
  /** It certainly did not happen, and may well work later. `after`: the milliseconds to wait first. */
  | { type: "retry"; reason: string; after?: number }
  /** It certainly did not happen and will not. `noMailbox`: the address is nobody's. */
  | { type: "failed"; reason: string; noMailbox?: boolean }
  /**
   * It was handed over, but no answer came: it may or may not have happened. `isRepeatable`: the other side
   * knows the same request again, so that asking once more makes no second one.
   */
  | { type: "unknown"; reason: string; isRepeatable?: boolean };
