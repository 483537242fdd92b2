/** Why an email provider does not take email, for whoever sets it up: what is wrong and how to fix it. */
import type { EmailTrouble } from "../contract/email.ts";

/** Why there is no answer. */
export type Silence = "provider-timeout" | "provider-connection";

/** Why a provider does not take a letter. */
export type Refusal =
  | "provider-key-refused"
  | "provider-sender-refused"
  | "provider-quota"
  | "provider-busy"
  | "provider-address-refused"
  | "provider-suppressed"
  | "provider-refused"
  | "provider-broke";

type Found = Omit<EmailTrouble, "said">;

export const troubleOf = (
  provider: string,
  reason: Refusal | Silence,
  said: string | null,
): EmailTrouble => ({ ...TROUBLES[reason](provider), said });

const TROUBLES: Readonly<Record<Refusal | Silence, (provider: string) => Found>> = {
  "provider-connection": (provider) => ({
    code: "unreachable",
    message: `Edgewise can’t reach ${provider}.`,
    help: "Try again in a few minutes.",
  }),
  "provider-timeout": (provider) => ({
    code: "timeout",
    message: `There was no answer from ${provider} within 30 seconds.`,
    help: "Try again in a few minutes.",
  }),
  "provider-broke": (provider) => ({
    code: "server-refused",
    message: `${provider} answered with an error of its own.`,
    help: "Try again in a few minutes, or look at its status page.",
  }),
  "provider-busy": (provider) => ({
    code: "server-refused",
    message: `${provider} is limiting requests.`,
    help: "Try again in a minute.",
  }),
  "provider-key-refused": (provider) => ({
    code: "login-refused",
    message: `${provider} didn’t accept the key.`,
    help: `Create a key in ${provider} that may send email, and enter it again.`,
  }),
  "provider-sender-refused": (provider) => ({
    code: "sender-refused",
    message: `${provider} doesn’t let you send from this address.`,
    help: `Verify your domain in ${provider}, or change the sender under Settings > Your shop.`,
  }),
  "provider-quota": (provider) => ({
    code: "server-refused",
    message: `Your ${provider} account can’t send more email right now.`,
    help: `Check your plan, your limits and your account’s status in ${provider}.`,
  }),
  "provider-address-refused": (provider) => ({
    code: "recipient-refused",
    message: `${provider} refused the recipient of the test email.`,
    help: "Check the address. Some providers only deliver to addresses you verified until your account is approved.",
  }),
  "provider-suppressed": (provider) => ({
    code: "recipient-refused",
    message: `The recipient is on ${provider}’s suppression list.`,
    help: `Remove the address from the list in ${provider}, or use another one.`,
  }),
  "provider-refused": (provider) => ({
    code: "message-refused",
    message: `${provider} refused the email.`,
    help: "See its answer.",
  }),
};
