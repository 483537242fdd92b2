/** A text sent to the merchant: that it works, or one of their messages as a sample customer would get it. */
import { GIVEN_LINKS, sampleLinks } from "edgewise/message.js";
import { type MailConfig, type SendPayload, Unmailable } from "../channel/email.ts";
import { smsFor } from "../channel/sms/text-message.ts";
import { NO_PROVIDER } from "../channel/sms/trouble.ts";
import type { SmsChecked, SmsTrouble } from "../contract/sms.ts";
import { publicUrl } from "../env.ts";
import { numberOf, sendTest, smsServiceOf } from "./sms-connection.ts";
import type { Stores } from "./stores.ts";

/** Sends it; a word says why there is nothing to send, or nobody to send it to. */
export async function sendTestText(
  stores: Stores,
  to: string,
  message: string | null,
): Promise<SmsChecked | "no-number" | "no-message"> {
  const number = numberOf(stores, to);
  if (number === null) return "no-number";
  const config = stores.plans.liveConfig() as MailConfig;
  if (message === null) return await sendTest(stores, number, worksIn(config));
  if (!Object.hasOwn(config.messages ?? {}, message)) return "no-message";
  if (config.messages?.[message]?.channel !== "sms") return "no-message";
  const text = sampleOf(stores, config, { number, message });
  return typeof text === "string"
    ? await sendTest(stores, number, text)
    : { works: false, trouble: text };
}

function worksIn({ shop }: MailConfig): string {
  const name = shop?.name ?? "";
  return `${name === "" ? "" : `${name}: `}It works. You asked for this test text in Edgewise.`;
}

/** The message as a customer of whom everything is known would get it first; or why it can't be made. */
function sampleOf(
  stores: Stores,
  config: MailConfig,
  { number, message }: { number: string; message: string },
): string | SmsTrouble {
  const { engine, env, plans, settings, clock } = stores;
  const service = smsServiceOf(stores);
  if (service === null) return NO_PROVIDER;
  const ask = { live_before: [], given: [...GIVEN_LINKS], fields: [] };
  const { sample } = plans.with(plans.live, (plan) => engine.checkSaving(plan, ask));
  const payload: SendPayload = {
    ...{ channel: "sms", kind: "marketing", to: number, message, variables: sample },
    ...{ zone: plans.zone, test: true, first: true },
  };
  const links = sampleLinks(config, publicUrl(env, settings.publicUrl));
  const { replies, provider } = service;
  const given = { now: clock.now(), links, engine, to: number, replies, leading: null };
  try {
    return smsFor(payload, config, { ...given, longest: provider.longest }).text;
  } catch (error) {
    if (error instanceof Unmailable) return unmade(message);
    throw error;
  }
}

const unmade = (message: string): SmsTrouble => ({
  code: "message-not-rendered",
  message: `“${message}” can’t be turned into a text for a sample customer.`,
  help: "Open the workflow and look at this message in the dry run.",
  said: null,
});
