/** A workflow's emails, sent to the merchant. */
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

export const words = {
  title: "Send its emails to yourself",
  help: "All emails of the saved workflow at once, filled in with a sample customer. “[Test]” stands in front of each subject.",
  to: "Your own email address",
  send: "Send to me",
  sending: "Sending…",
  sent: (n: number, to: string) => `${counted(n, nouns.email)} sent to ${to}.`,
  said: (answer: string) => `The server’s answer: ${answer}`,
} as const;
