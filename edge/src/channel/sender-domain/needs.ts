/** What a provider needs to stand in the DNS of a domain that it sends from. */
import type { RecordType } from "./dns.ts";

/** A record that has to be there. */
export interface Wanted {
  type: RecordType;
  /** In full, such as `resend._domainkey.example.com`. */
  name: string;
  /** Null where only the provider's account shows it. */
  value: string | null;
}

export interface Needs {
  /** The keys that the provider signs with, for this domain; null where only the account shows where they are. */
  dkim: Wanted[] | null;
  /**
   * Where bounces go, which is the domain that SPF is asked of (RFC 7208, 2.4): the sender's, or one below it
   * with records of its own; null where it's the provider's.
   */
  bounces: { domain: string; records: Wanted[] } | null;
  /** What SPF must include there, such as `amazonses.com`; null where nobody can say. */
  include: string | null;
  /** Where the account shows it, for the merchant. */
  shownAt: string;
}
