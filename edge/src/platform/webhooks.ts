/**
 * The webhooks that a connected store must have for us: the port that the adapter of each platform fits.
 */
import type { Trouble } from "../contract/connection.ts";

export interface Webhooks {
  /** Makes what is missing, replaces what is disabled, and removes what is ours and of no use. Never throws. */
  tend(to: Destination): Promise<Tended>;
  /** Removes every webhook of ours. Never throws. */
  removeAll(to: Destination): Promise<Trouble | null>;
}

/** Where webhooks go, and what they are signed with: a secret of their own, or with null the app's. */
export interface Destination {
  url: string;
  secret: string | null;
}

/** What was found, and what was done about it. */
export interface Tended {
  /** Topics that were made anew: missing, or disabled. */
  made: string[];
  /** Topics that the merchant paused; those are left as they are. */
  paused: string[];
  trouble: Trouble | null;
  /** Whether some are of another version of the platform's API than was asked for, which only whoever runs the app can change. */
  isOfOtherVersion?: boolean;
}
