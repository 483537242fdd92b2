/**
 * Twilio: https://www.twilio.com/docs/messaging/api/message-resource
 *
 * It knows no keys, so a text that got no answer may be out. Reports of a text name it by the address that they
 * are asked to come to.
 */
import { Buffer } from "node:buffer";
import { ask, type Answer, REQUEST } from "../provider-call.ts";
import type { Refusal } from "../provider-trouble.ts";
import { type SmsProvider, secondsFor } from "./provider.ts";
import type { SmsSettings, TwilioSettings } from "./settings.ts";
import { judgedText } from "./trouble.ts";

const HOST = "https://api.twilio.com";
const SERVICES = "https://messaging.twilio.com";
const NAME = "Twilio";

export const twilio = (
  { account_sid: account, key, sender }: TwilioSettings & Pick<SmsSettings, "sender">,
  webhook: string,
): SmsProvider => {
  const authorization = `Basic ${Buffer.from(`${account}:${key}`).toString("base64")}`;
  const ofAccount = `${HOST}/2010-04-01/Accounts/${account}`;
  const get = (url: string) => ask(new Request(url, { ...REQUEST, headers: { authorization } }));
  const isService = /^MG/i.test(sender);
  const validity = { least: 1, most: 36_000 };
  return {
    longest: 1_600,
    validity,

    async send(text, now) {
      const seconds = secondsFor(text, validity, now);
      const body = new URLSearchParams({
        To: text.to,
        Body: text.text,
        ...(isService ? { MessagingServiceSid: sender } : { From: sender }),
        StatusCallback: `${webhook}?effect=${text.id}`,
        ...(seconds === null ? {} : { ValidityPeriod: String(seconds) }),
      });
      const headers = { authorization };
      const request = new Request(`${ofAccount}/Messages.json`, {
        ...REQUEST,
        method: "POST",
        headers,
        body,
      });
      const answer = await ask(request);
      const tried = judgedText(NAME, answer, refusalOf);
      const isDead = typeof answer !== "string" && NO_PHONES.includes(codeIn(answer));
      return isDead && tried.outcome.type === "failed"
        ? { ...tried, outcome: { ...tried.outcome, noMailbox: true } }
        : tried;
    },

    async check() {
      const found = await get(`${ofAccount}.json`);
      const tried = judgedText(NAME, found, refusalOf);
      if (tried.trouble !== null || typeof found === "string") return tried;
      if ((found.body as { status?: string } | null)?.status !== "active") {
        return judgedText(NAME, { ...found, status: 400, body: { code: 30002 } }, refusalOf);
      }
      if (isService) {
        return judgedText(NAME, await get(`${SERVICES}/v1/Services/${sender}`), senderRefused);
      }
      // Names and short codes aren't listed among the account's numbers.
      if (!sender.startsWith("+")) return tried;
      const query = new URLSearchParams({ PhoneNumber: sender });
      const numbers = await get(`${ofAccount}/IncomingPhoneNumbers.json?${query}`);
      const listed = numbers as Answer & { body: { incoming_phone_numbers?: unknown[] } | null };
      const isOurs = (listed.body?.incoming_phone_numbers?.length ?? 0) > 0;
      if (typeof numbers === "string" || numbers.status !== 200 || isOurs) {
        return judgedText(NAME, numbers, refusalOf);
      }
      const message = `${sender} isn’t among your numbers`;
      return judgedText(
        NAME,
        { ...numbers, status: 400, body: { code: 21606, message } },
        refusalOf,
      );
    },
  };
};

/** Numbers that are nobody's, or can't receive texts. */
const NO_PHONES = [21211, 21614];

const senderRefused = ({ status }: Answer): Refusal | null =>
  status === 404 ? "provider-sender-refused" : null;

function refusalOf(answer: Answer): Refusal | null {
  switch (codeIn(answer)) {
    case 20003:
    case 20404:
      return "provider-key-refused";
    case 21211:
    case 21612:
    case 21614:
    case 21608:
      return "provider-address-refused";
    case 21610:
      return "provider-suppressed";
    case 21212:
    case 21408:
    case 21603:
    case 21606:
    case 21659:
    case 21660:
    case 21661:
    case 21701:
    case 21703:
      return "provider-sender-refused";
    case 30002:
    case 63038:
      return "provider-quota";
    case 20429:
    case 21611:
      return "provider-busy";
    default:
      return null;
  }
}

const codeIn = ({ body }: Answer): number => Number((body as { code?: unknown } | null)?.code ?? 0);
