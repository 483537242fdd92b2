/**
 * A workflow's emails, sent to the merchant as a customer of whom everything is known would get them.
 * Nothing is decided, and nothing is counted.
 */
import { mailAddress } from "../channel/address.ts";
import {
  type Email,
  emailFor,
  letterOf,
  type MailConfig,
  type SendPayload,
  senderOf,
  Unmailable,
} from "../channel/email.ts";
import {
  type CustomerLinks,
  conditionalBlocks,
  GIVEN_LINKS,
  sampleLinks,
} from "edgewise/message.js";
import { MISSING } from "../channel/mail-trouble.ts";
import { publicUrl } from "../env.ts";
import { nameOf, randomName } from "../ids.ts";
import type { EmailTrouble } from "../contract/email.ts";
import type { TestEmails } from "../contract/workflows.ts";
import { emailServiceOf } from "./email-connection.ts";
import type { WorkflowText } from "./plans.ts";
import { noteTest } from "./set-up.ts";
import type { Stores } from "./stores.ts";

/** So many of a workflow's emails are sent at once. */
const MOST = 10;

/** Sends them; a text says why there is nothing to send or nobody to send it to. */
export async function sendTestEmails(
  stores: Stores,
  id: string,
  to: string,
): Promise<TestEmails | "no-address" | "no-workflow" | "no-email"> {
  const address = mailAddress(to.trim());
  if ("refused" in address) return "no-address";
  const { plans, engine, env, settings, clock } = stores;
  const config = plans.liveConfig();
  const workflow = config.workflows?.find((one) => one.id === id);
  if (workflow === undefined) return "no-workflow";
  const messages = emailsOf(workflow, config as MailConfig).slice(0, MOST);
  if (messages.length === 0) return "no-email";
  const service = emailServiceOf(stores);
  if (service === null) return { sent: 0, trouble: MISSING.server };
  const ask = { live_before: [], given: [...GIVEN_LINKS], fields: [] };
  const { sample } = plans.with(plans.live, (plan) => engine.checkSaving(plan, ask));
  const base = publicUrl(env, settings.publicUrl);
  let sent = 0;
  for (const { message, kind } of messages) {
    // To see what is written, the blocks that only some get are in it.
    const shown_blocks = conditionalBlocks((config as MailConfig).messages?.[message]?.design);
    const of = { message, kind, variables: sample, to: address.address, shown_blocks };
    const email = nameOf("test-email", settings.shop, randomName());
    const links = sampleLinks(config as MailConfig, base);
    const made = render(stores, of, { id: email, workflow: id, links });
    if ("code" in made) return { sent, trouble: made };
    const { trouble } = await service.provider.send(letterOf(email, made));
    if (trouble !== null) return { sent, trouble };
    sent += 1;
  }
  noteTest(stores, clock.now());
  return { sent, trouble: null };
}

/** One of the emails, or why it can't be made. */
function render(
  { plans, settings, clock, engine }: Stores,
  of: Pick<SendPayload, "message" | "kind" | "variables" | "to" | "shown_blocks">,
  about: { id: string; workflow: string; links: CustomerLinks },
): Email | EmailTrouble {
  const payload: SendPayload = { ...of, channel: "email", zone: plans.zone, test: true };
  const given = { ...about, now: clock.now(), engine, shop: settings.shop };
  const config = plans.liveConfig() as MailConfig;
  if (senderOf(config) === null) return MISSING.sender;
  try {
    return emailFor(payload, config, given);
  } catch (error) {
    if (error instanceof Unmailable) return unmade(of.message);
    throw error;
  }
}

const unmade = (message: string): EmailTrouble => ({
  code: "message-not-rendered",
  message: `“${message}” can’t be turned into an email for a sample customer.`,
  help: "Open the workflow and look at this message in the dry run.",
  said: null,
});

type Sent = Pick<SendPayload, "message" | "kind">;

/** The emails that a workflow sends, each once, in the order in which it is written. */
function emailsOf(workflow: WorkflowText, { messages = {} }: MailConfig): Sent[] {
  const found = new Map<string, Sent>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { type, message, kind } = value as { type?: string; message?: string; kind?: string };
    if (type === "send" && message !== undefined && isEmail(messages[message])) {
      const isMarketing = kind !== "transactional";
      found.set(message, { message, kind: isMarketing ? "marketing" : "transactional" });
    }
    for (const one of Object.values(value)) look(one);
  };
  look((workflow as { steps?: unknown }).steps);
  return [...found.values()];
}

const isEmail = (message: unknown): boolean =>
  message !== undefined && ((message as { channel?: string }).channel ?? "email") === "email";
