/** Postmark's reports: https://postmarkapp.com/developer/webhooks/webhooks-overview. It signs nothing; the address is the secret. */
import { isProgram } from "../../verify/witness.ts";
import { bounce } from "./bounce.ts";
import {
  type BounceAbout,
  type Happened,
  jsonIn,
  linkIn,
  momentIn,
  objectIn,
  type Posted,
  type Read,
  textIn,
} from "./report.ts";

export function readPostmark(posted: Posted): Read {
  const report = objectIn(jsonIn(posted));
  const happened = happenedIn(report);
  if (happened === null) return { type: "reports", reports: [] };
  const effect = textIn(objectIn(report.Metadata).effect) || null;
  const to = textIn(report.Recipient) || textIn(report.Email);
  const at = TIMES.map((name) => momentIn(report[name])).find((one) => one !== null) ?? null;
  return { type: "reports", reports: [{ effect, to, at, happened }] };
}

const TIMES = ["DeliveredAt", "BouncedAt", "ReceivedAt", "ChangedAt"];

function happenedIn(report: Record<string, unknown>): Happened | null {
  const agent = textIn(report.UserAgent);
  switch (report.RecordType) {
    case "Delivery":
      return { type: "delivered" };
    case "Open":
      return { type: "opened", isMachine: isProgram(agent) };
    case "Click": {
      const link = linkIn(report.OriginalLink);
      return { type: "clicked", isMachine: isProgram(agent), link };
    }
    case "SpamComplaint":
      return { type: "complained" };
    case "SubscriptionChange":
      // What a bounce or a complaint changed is reported as that.
      return report.SuppressSending === true && report.SuppressionReason === "ManualSuppression"
        ? { type: "unsubscribed" }
        : null;
    case "Bounce": {
      const about = BOUNCES[textIn(report.Type)];
      if (about === undefined) return null;
      return bounce(textIn(report.Details), about, textIn(report.Type));
    }
    default:
      return null;
  }
}

/** By Postmark's own words; those it uses for answers, challenges and sign-offs are none. */
const BOUNCES: Readonly<Record<string, BounceAbout>> = {
  HardBounce: "address",
  BadEmailAddress: "address",
  SoftBounce: "passing",
  Transient: "passing",
  DnsError: "passing",
  Undeliverable: "passing",
  Unknown: "passing",
  Blocked: "sender",
  SpamNotification: "sender",
  DMARCPolicy: "sender",
  SMTPApiError: "sender",
};
