/** Whether email still arrives and is welcome: mailbox providers block senders who pass these rates. */
import type { Alert } from "../contract/operations.ts";
import type { Metric } from "./metrics.ts";

/** Of fewer emails a share says little. */
const FEWEST = 100;
/** Bounces in a hundred emails: providers such as Amazon SES pause senders at 5 to 10. */
const BOUNCES = 5;
/** Complaints in a thousand emails: Gmail and Yahoo ask senders to stay under 3. */
const COMPLAINTS = 3;

export function deliverabilityAlerts(metrics: readonly Metric[]): Alert[] {
  const sum = (wanted: string) =>
    metrics.reduce((all, { what, n }) => all + (what === wanted ? n : 0), 0);
  const sent = sum("sent/email");
  if (sent < FEWEST) return [];
  const [bounced, complained] = [sum("message/bounced"), sum("message/complained")];
  const alerts: Alert[] = [];
  const add = (message: string, help: string) =>
    alerts.push({ code: "deliverability", message, help, workflow: null });
  if (bounced * 100 > sent * BOUNCES) {
    add(
      `${bounced} of ${sent} emails bounced.`,
      "Mailbox providers block senders with many bounces. Find out where these addresses come from, and write only to people who signed up or bought.",
    );
  }
  if (complained * 1_000 > sent * COMPLAINTS) {
    add(
      `${complained} of ${sent} emails were marked as spam.`,
      "Gmail and Yahoo ask senders to stay under 0.3%. Send less often, or only to people who opened or bought lately.",
    );
  }
  return alerts;
}
