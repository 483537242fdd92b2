/**
 * What a merchant's gateway posts: signed as our calls to it are, with the same secret.
 *
 * `{ "type": "sms.status", "id": …, "status": "delivered" | "undelivered" | "opted-out", "about": "number" | "sender" |
 * "passing", "code": …, "at": … }` or `{ "type": "sms.received", "id": …, "from": …, "text": …, "at": … }`.
 */
import { jsonIn, momentIn, objectIn, textIn } from "../reports/report.ts";
import { isStandardWebhook } from "../../verify/standard-webhook.ts";
import type { Became, PostedText, ReadText } from "./posted.ts";

export function readGateway(posted: PostedText, secret: string): ReadText {
  if (!isStandardWebhook(posted, secret)) return { type: "refused" };
  const about = objectIn(jsonIn(posted));
  const [id, at] = [textIn(about.id), momentIn(about.at)];
  if (about.type === "sms.status") {
    const became = becameIn(about);
    return became === null
      ? { type: "nothing" }
      : { type: "report", report: { effect: id, at, became } };
  }
  if (about.type !== "sms.received" || id === "") return { type: "nothing" };
  const [from, text] = [textIn(about.from), textIn(about.text)];
  const answered = ANSWERED.find((one) => one === about.answered) ?? null;
  return { type: "received", received: { id, from, text, at, answered, answersWords: false } };
}

const ANSWERED = ["stop", "start", "help"] as const;
const ABOUT = ["number", "sender", "passing"] as const;

function becameIn(said: Record<string, unknown>): Became | null {
  const why = textIn(said.code) || textIn(said.status);
  switch (said.status) {
    case "delivered":
      return { type: "delivered" };
    case "opted-out":
      return { type: "refused", why };
    case "undelivered": {
      const about = ABOUT.find((one) => one === said.about) ?? "passing";
      return { type: "undelivered", about, why };
    }
    default:
      return null;
  }
}
