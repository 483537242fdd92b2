/** Why a provider does not take text messages, for whoever sets it up: what is wrong and how to fix it. */
import type { SmsTrouble } from "../../contract/sms.ts";
import { type Answer, outcomeIn } from "../provider-call.ts";
import type { Refusal, Silence } from "../provider-trouble.ts";
import type { Outcome } from "../outcome.ts";
import type { TriedText } from "./provider.ts";

/** What came of a text; as for an email (`provider-call.ts`), in the words for texts. */
export function judgedText(
  provider: string,
  answer: Answer | Silence,
  refusalOf: (answer: Answer) => Refusal | null,
): TriedText {
  const { outcome, reason, said } = outcomeIn(answer, refusalOf);
  return { outcome: named(outcome), trouble: reason && smsTrouble(provider, reason, said) };
}

/** An outcome whose reason says that it is about a text: it has words of its own. */
const named = (outcome: Outcome): Outcome =>
  outcome.type === "sent" ? outcome : { ...outcome, reason: `sms-${outcome.reason}` };

type Found = Omit<SmsTrouble, "said">;

export const smsTrouble = (
  provider: string,
  reason: Refusal | Silence,
  said: string | null,
): SmsTrouble => ({ ...TROUBLES[reason](provider), said });

/** Where nothing is set up. */
export const NO_PROVIDER: SmsTrouble = {
  code: "provider-missing",
  message: "No provider for text messages is set up.",
  help: "Set one up first.",
  said: null,
};

const TROUBLES: Readonly<Record<Refusal | Silence, (provider: string) => Found>> = {
  "provider-connection": (provider) => ({
    code: "unreachable",
    message: `Edgewise can’t reach ${provider}.`,
    help: "Check the address, or try again in a few minutes.",
  }),
  "provider-timeout": (provider) => ({
    code: "timeout",
    message: `There was no answer from ${provider} within 30 seconds.`,
    help: "Try again in a few minutes.",
  }),
  "provider-broke": (provider) => ({
    code: "provider-refused",
    message: `${provider} answered with an error of its own.`,
    help: "Try again in a few minutes, or look at its status page.",
  }),
  "provider-busy": (provider) => ({
    code: "provider-refused",
    message: `${provider} is limiting requests.`,
    help: "Try again in a minute.",
  }),
  "provider-key-refused": (provider) => ({
    code: "key-refused",
    message: `${provider} didn’t accept the account or its key.`,
    help: `Copy both from ${provider} again.`,
  }),
  "provider-sender-refused": (provider) => ({
    code: "sender-refused",
    message: `${provider} doesn’t let you send from this number or name.`,
    help: `Check in ${provider} that the sender is yours, that it may send texts, and that it’s registered for the countries you send to.`,
  }),
  "provider-quota": (provider) => ({
    code: "provider-refused",
    message: `Your ${provider} account can’t send more texts right now.`,
    help: `Check your balance, your limits and your account’s status in ${provider}.`,
  }),
  "provider-address-refused": (provider) => ({
    code: "recipient-refused",
    message: `${provider} refused the recipient’s number.`,
    help: "Check the number. A landline can’t receive texts, and a trial account only sends to numbers you verified.",
  }),
  "provider-suppressed": (provider) => ({
    code: "recipient-refused",
    message: `The recipient opted out at ${provider} by replying STOP.`,
    help: "Only they can change that: they text START to your number.",
  }),
  "provider-refused": (provider) => ({
    code: "message-refused",
    message: `${provider} refused the text.`,
    help: "See its answer.",
  }),
};
