/** Brevo's reports: https://developers.brevo.com/docs/transactional-webhooks. It signs nothing; the address is the secret. */
import { bounce } from "./bounce.ts";
import {
  type Happened,
  jsonIn,
  linkIn,
  momentIn,
  objectIn,
  type Posted,
  type Read,
  textIn,
} from "./report.ts";

export function readBrevo(posted: Posted): Read {
  const report = objectIn(jsonIn(posted));
  const happened = happenedIn(report);
  if (happened === null) return { type: "reports", reports: [] };
  const { ts_epoch: epoch, ts_event: seconds, date } = report;
  const at =
    typeof epoch === "number"
      ? epoch
      : typeof seconds === "number"
        ? seconds * 1000
        : momentIn(date);
  const to = textIn(report.email);
  return { type: "reports", reports: [{ effect: tagIn(report), to, at, happened }] };
}

/** Our tag, `effect-…`: in a list, or as JSON in a text. */
function tagIn({ tags, tag }: Record<string, unknown>): string | null {
  const all = [...(Array.isArray(tags) ? tags : []), tag].map(textIn).join(" ");
  return /\beffect-([a-z2-7]{26})\b/.exec(all)?.[1] ?? null;
}

/** What a program opens has names of its own, and later opens than the first one another. */
function happenedIn(report: Record<string, unknown>): Happened | null {
  const said = textIn(report.reason);
  switch (report.event) {
    case "delivered":
      return { type: "delivered" };
    case "opened":
    case "unique_opened":
      return { type: "opened", isMachine: false };
    case "proxy_open":
    case "unique_proxy_open":
      return { type: "opened", isMachine: true };
    case "click":
      return { type: "clicked", isMachine: false, link: linkIn(report.link) };
    case "hard_bounce":
      return bounce(said, "address", "hard_bounce");
    case "invalid_email":
      return { type: "bounced", about: "address", why: "invalid_email" };
    case "soft_bounce":
      return bounce(said, "passing", "soft_bounce");
    case "spam":
      return { type: "complained" };
    case "unsubscribed":
      return { type: "unsubscribed" };
    case "blocked":
      return { type: "refused", why: "blocked" };
    default:
      return null;
  }
}
