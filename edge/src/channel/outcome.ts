/** What an attempt came to. The channel knows; the outbox decides what follows. */
export type Outcome =
  /** The other side has it. */
  | { type: "sent" }
  /**
   * It certainly did not happen, and may well work later. `after`: the milliseconds to wait first. `slows`: it
   * was too much at once, for the other side or for the recipient's mailbox provider, whoever it was for.
   */
  | { type: "retry"; reason: string; after?: number; slows?: Slowed }
  /** It certainly did not happen and will not. `noMailbox`: the address is nobody's. */
  | { type: "failed"; reason: string; noMailbox?: boolean }
  /**
   * It was handed over, but no answer came: it may or may not have happened. `isRepeatable`: the other side
   * knows the same request again, so that asking once more makes no second one.
   */
  | { type: "unknown"; reason: string; isRepeatable?: boolean };

/** Who has to be sent less. */
export type Slowed = "provider" | "mailbox-provider";
