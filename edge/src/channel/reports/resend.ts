/** Resend's reports: signed as Standard Webhooks are, https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests */
import { isProgram } from "../../verify/witness.ts";
import { isStandardWebhook } from "../../verify/standard-webhook.ts";
import { bounce as bounced } from "./bounce.ts";
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

/** @param secret the webhook's signing secret, `whsec_…`; empty where none was entered */
export function readResend(posted: Posted, secret: string): Read {
  if (!isStandardWebhook(posted, secret)) return { type: "refused" };
  const { type, created_at: at, data } = objectIn(jsonIn(posted));
  const about = objectIn(data);
  const happened = happenedIn(textIn(type), about);
  if (happened === null) return { type: "reports", reports: [] };
  const [to] = Array.isArray(about.to) ? about.to : [];
  const effect = tagIn(about.tags);
  return { type: "reports", reports: [{ effect, to: textIn(to), at: momentIn(at), happened }] };
}

/** The tag that we gave it: in a list, or by its name. */
function tagIn(tags: unknown): string | null {
  const named = Array.isArray(tags)
    ? tags.map(objectIn).find(({ name }) => name === "effect")?.value
    : objectIn(tags).effect;
  return textIn(named) || null;
}

function happenedIn(type: string, about: Record<string, unknown>): Happened | null {
  const click = objectIn(about.click);
  const bounce = objectIn(about.bounce);
  switch (type) {
    case "email.delivered":
      return { type: "delivered" };
    case "email.opened":
      return { type: "opened", isMachine: isProgram(textIn(objectIn(about.open).userAgent)) };
    case "email.clicked":
      return {
        type: "clicked",
        isMachine: isProgram(textIn(click.userAgent)),
        link: linkIn(click.link),
      };
    case "email.complained":
      return { type: "complained" };
    case "email.bounced": {
      const isHard = textIn(bounce.type) === "Permanent";
      const word = textIn(bounce.subType);
      if (word === "Suppressed") return { type: "refused", why: word };
      return bounced(textIn(bounce.message), isHard ? "address" : "passing", word);
    }
    case "email.suppressed":
      return { type: "refused", why: "Suppressed" };
    default:
      return null;
  }
}
