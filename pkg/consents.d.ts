/** One row as the engine takes it: see docs/consent.md. */
export interface ConsentRow {
  email?: string;
  phone?: string;
  first_name?: string;
  last_name?: string;
  channel: "email" | "sms" | "push";
  consent: "subscribed" | "unsubscribed" | "pending" | "bounced" | "complained";
  /** RFC 3339. */
  at?: string;
  origin?: string;
  /** The text that was agreed to. */
  text?: string;
  /** They left before and agreed again: only so, dated and with the text, it overrides a withdrawal. */
  resubscribed?: boolean;
}

export interface Consents {
  /** Which tool's file it is: `klaviyo`, `mailchimp`, `omnisend`, `mailpoet`, `own` or `json`; null for none that is known. */
  form: string | null;
  /** The rows with their lines, those who left first. Rows of JSON are as they were sent. */
  rows: { line: number; row: ConsentRow | Record<string, unknown> }[];
  /** What could not be read. */
  problems: { line: number; message: string }[];
}

export function isLeaving(row: object): boolean;
export const MOST_ROWS: number;
export function readConsents(text: string, shop: { timeZone: string; now: number }): Consents;
export function leavingFirst<R extends { row: object }>(rows: R[]): R[];
