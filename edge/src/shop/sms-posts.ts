/**
 * What providers of text messages post: what became of a text, and what somebody replied. Each is verified, counts
 * once however often it comes, and is taken in whole in one transaction.
 */
import type { Sms } from "../channel/sms/text-message.ts";
import { readGateway } from "../channel/sms/gateway-posts.ts";
import type {
  PostedText,
  ReadText,
  SmsProviderName,
  TakenText,
  TextReport,
} from "../channel/sms/posted.ts";
import { readTwilio } from "../channel/sms/twilio-posts.ts";
import { readVonage } from "../channel/sms/vonage-posts.ts";
import { signingSecret } from "../channel/webhook.ts";
import { nameOf, sha256 } from "../ids.ts";
import { jsonIn, objectIn, textIn } from "../channel/reports/report.ts";
import type { State } from "./came-back.ts";
import type { Item } from "./outbox.ts";
import { noteHeard, numberOf, smsServiceOf, smsSettingsOf, smsWebhook } from "./sms-connection.ts";
import { sentBy } from "./sent-by.ts";
import type { Stores } from "./stores.ts";
import { tellDeadNumber } from "./texting.ts";
import { takeReply } from "./text-replies.ts";

/** What is counted of texts that were refused because of their sender. */
export const TEXT_SENDER_REJECTED = "rejected/sms-sender";

/** Takes in what a provider posted; null where it isn't the provider that the shop set up. */
export function takePosted(
  stores: Stores,
  provider: SmsProviderName,
  posted: { body: Uint8Array; headers: Record<string, string>; query: string },
): TakenText | null {
  const { body, headers, query } = posted;
  const url = smsWebhook(stores, provider) + query;
  const read = readBy(stores, provider, { body, headers, url, now: Date.now() });
  if (read === null || read.type === "refused") return null;
  return stores.transaction(() => {
    const now = stores.clock.now();
    noteHeard(stores, now);
    const taken = takeOne(stores, provider, read, now);
    stores.timers.arm();
    return taken;
  });
}

/** Answers a reply by a text of its own: once, and if it fails nobody is asked again. */
export async function answerReply(
  stores: Stores,
  { body }: { body: Uint8Array },
  reply: string,
): Promise<void> {
  const from = textIn(objectIn(jsonIn({ body })).from);
  const to = numberOf(stores, from.startsWith("+") ? from : `+${from}`);
  const service = smsServiceOf(stores);
  if (to === null || service === null) return;
  const text = { id: nameOf("sms-answer", sha256(body)), to, text: reply, validUntil: null };
  await service.provider.send(text, stores.clock.now());
}

function readBy(stores: Stores, provider: SmsProviderName, posted: PostedText): ReadText | null {
  const settings = smsSettingsOf(stores);
  if (settings === null || settings.provider !== provider) return null;
  switch (settings.provider) {
    case "twilio":
      return readTwilio(posted, settings.key);
    case "vonage": {
      const { application_id: application, signing_secret: secret } = settings;
      return readVonage(posted, { application, secret });
    }
    case "webhook":
      return readGateway(posted, signingSecret(stores.vault.own.get("webhook")));
  }
}

function takeOne(
  stores: Stores,
  provider: SmsProviderName,
  read: Exclude<ReadText, { type: "refused" }>,
  now: number,
): TakenText {
  switch (read.type) {
    case "nothing":
      return { was: "nothing", reply: null };
    case "report":
      return { was: takeReport(stores, provider, read.report, now), reply: null };
    case "received":
      return takeReply(stores, provider, read.received, now);
  }
}

/** Takes in what became of a text. */
function takeReport(
  stores: Stores,
  provider: SmsProviderName,
  { effect, at: said, became }: TextReport,
  now: number,
): TakenText["was"] {
  const { outbox, customers, journal, metrics, cameBack } = stores;
  const item = effect === null ? null : outbox.find(effect);
  const customer = item?.channel === "sms" ? customers.look(item.customer) : null;
  // Somebody else's text, somebody's who was erased, or a test.
  if (item === null || customer === null || customer.unreadable) return "not-ours";
  // Whatever the provider's clock says, it happened after we handed it over.
  const at = Math.max(Math.floor(Math.min(said ?? now, now)), Math.min(item.leased_at ?? 0, now));
  // Also of what is known: the first reason may come last.
  cameBack.note(item.id, { ...stateOf(became), at });
  const about = became.type === "undelivered" ? became.about : "";
  const name = nameOf("sms-report", provider, item.id, became.type, about);
  if (journal.seenAt(name) !== null) return "known";
  // Nobody knew whether it was taken; now somebody says so. The engine counted it as sent all along.
  if (item.state === "unknown" && became.type !== "refused") {
    outbox.finish(item, "sent", null, now);
    stores.sent.add(item, now);
  }
  const ignore = (why: string) => journal.addForShop(name, "ignored", "sms-report", now, why);
  const sent = contentOf(stores, item);
  const { to: number = "", message = null } = sent ?? {};
  if (became.type === "refused") {
    ignore("provider-suppressed");
  } else if (became.type === "undelivered" && became.about === "sender") {
    metrics.add({ ...item, what: TEXT_SENDER_REJECTED }, now);
    ignore("sender-rejected");
  } else if (became.type === "undelivered" && became.about === "number") {
    if (number === "") ignore("number-unknown");
    else tellDeadNumber(stores, customer, { name, number, message, at }, now);
  } else {
    const isThere = became.type === "delivered";
    const news = { channel: "sms", ...(message === null ? {} : { message }) };
    const kind = isThere
      ? { type: "message_delivered", news: { ...news, ...sentBy(item, sent) } }
      : { type: "message_bounced", news: { ...news, address: number }, permanent: false };
    const of = { fact_key: `edgewise:sms:${name}`, occurred_at: at, received_at: now };
    const events = JSON.stringify([{ ...of, source: "edgewise", kind }]);
    const input = { type: "events", customer: customer.id, delivery: name, events } as const;
    stores.decider.move(customer, input, now, { id: name, topic: "sms-report" });
  }
  return "reports";
}

const contentOf = ({ outbox }: Stores, item: Item): Sms | null =>
  outbox.shown(item.id).content as Sms | null;

/** The state that a report brings a text to. */
function stateOf(became: TextReport["became"]): { state: State; why: string } {
  switch (became.type) {
    case "delivered":
      return { state: "delivered", why: "" };
    case "refused":
      return { state: "refused", why: became.why };
    case "undelivered": {
      // A long text's parts are reported one by one: it's there when all of them are.
      const states = { number: "bounced", passing: "undelivered", sender: "rejected" } as const;
      return { state: states[became.about], why: became.why };
    }
  }
}
