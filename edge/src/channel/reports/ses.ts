/**
 * Amazon SES's reports, which Amazon SNS brings: signed with a key whose certificate Amazon publishes.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
import { isProgram } from "../../verify/witness.ts";
import { isOfSns, type SnsMessage } from "../../verify/sns.ts";
import { bounce } from "./bounce.ts";
import {
  type Happened,
  jsonIn,
  linkIn,
  momentIn,
  objectIn,
  type Posted,
  type Read,
  type Report,
  textIn,
} from "./report.ts";

/** @param topic the ARN of the topic that may report; empty where none was entered */
export async function readSes(posted: Posted, topic: string): Promise<Read> {
  const message = objectIn(jsonIn(posted)) as SnsMessage;
  // Anybody can have a topic of their own and sign with it.
  if (topic === "" || message.TopicArn !== topic) return { type: "refused" };
  if (!(await isOfSns(message))) return { type: "refused" };
  if (message.Type === "SubscriptionConfirmation") {
    return { type: "confirm", url: message.SubscribeURL ?? "" };
  }
  if (message.Type !== "Notification") return { type: "reports", reports: [] };
  let said: Record<string, unknown>;
  try {
    said = objectIn(JSON.parse(textIn(message.Message)));
  } catch {
    return { type: "reports", reports: [] };
  }
  return { type: "reports", reports: reportsIn(said) };
}

function reportsIn(said: Record<string, unknown>): Report[] {
  const mail = objectIn(said.mail);
  const [tag] = listIn(objectIn(mail.tags).effect);
  const effect = textIn(tag) || null;
  const type = textIn(said.eventType) || textIn(said.notificationType);
  const part = objectIn(said[PARTS[type] ?? ""]);
  const at = momentIn(part.timestamp) ?? momentIn(mail.timestamp);
  const of = (happened: Happened, to: unknown): Report => ({
    effect,
    to: textIn(to),
    at,
    happened,
  });
  const [first] = listIn(mail.destination);
  const agent = textIn(part.userAgent);
  switch (type) {
    case "Delivery":
      return [of({ type: "delivered" }, first)];
    case "Open":
      return [of({ type: "opened", isMachine: isProgram(agent) }, first)];
    case "Click":
      return [of({ type: "clicked", isMachine: isProgram(agent), link: linkIn(part.link) }, first)];
    case "Complaint":
      return recipientsIn(part.complainedRecipients).map(({ emailAddress }) =>
        of({ type: "complained" }, emailAddress),
      );
    case "Bounce":
      return recipientsIn(part.bouncedRecipients).map((recipient) => {
        const word = textIn(part.bounceSubType);
        if (OWN_LISTS.test(word)) return of({ type: "refused", why: word }, recipient.emailAddress);
        const isHard = part.bounceType === "Permanent";
        const words = `${textIn(recipient.status)} ${textIn(recipient.diagnosticCode)}`;
        return of(bounce(words, isHard ? "address" : "passing", word), recipient.emailAddress);
      });
    default:
      return [];
  }
}

/** The bounces that come of Amazon's own list or the account's. */
const OWN_LISTS = /^(?:Suppressed|OnAccountSuppressionList)$/;

const PARTS: Readonly<Record<string, string>> = {
  Delivery: "delivery",
  Open: "open",
  Click: "click",
  Complaint: "complaint",
  Bounce: "bounce",
};

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const recipientsIn = (value: unknown) => listIn(value).slice(0, 50).map(objectIn);
