/** The address that a shop's email provider reports to: its secret is kept as a hash, and shown once. */
import { timingSafeEqual } from "node:crypto";
import { randomName, sha256 } from "../ids.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

const ADDRESS = "email-reports";
const LAST = "email-reported-at";

/** Makes a new secret for the address; the one before no longer holds. Gives the address's last part. */
export function makeReportToken({ sql, settings }: Stores): string {
  const secret = randomName();
  writeMeta(sql, ADDRESS, sha256(secret));
  return `${settings.shop}.${secret}`;
}

/** Whether this is the address's secret. */
export function isReportSecret({ sql }: Stores, secret: string): boolean {
  const kept = readMeta(sql, ADDRESS);
  const given = sha256(secret);
  return typeof kept === "string" && timingSafeEqual(Buffer.from(kept), Buffer.from(given));
}

/** A report came. */
export const noteReported = ({ sql }: Stores, now: number): void => writeMeta(sql, LAST, now);

/** What is counted of reports of emails that aren't ours. */
export const FOREIGN = "reports/foreign";
const MONTH = 30 * 24 * 3_600_000;

/** How many reports of the last 30 days were of emails that aren't ours. */
export function foreignReports({ metrics, clock }: Stores): number {
  const now = clock.now();
  const figures = metrics.between(now - MONTH, now + 1).filter(({ what }) => what === FOREIGN);
  return figures.reduce((sum, { n }) => sum + n, 0);
}

/** Whether there is an address, and when a report last came. */
export function reportsOf({ sql }: Stores): { expected: boolean; last_at: number | null } {
  const last = readMeta(sql, LAST);
  const expected = readMeta(sql, ADDRESS) !== null;
  return { expected, last_at: last === null ? null : Number(last) };
}
