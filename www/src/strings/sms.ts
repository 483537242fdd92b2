/** Text messages: what they go through, and what one weighs. */
import { count } from "../text/number.ts";
import { counted } from "../text/plural.ts";

export const smsWords = {
  title: "Text messages",
  none: "No provider is set up. Texts wait until you set one up.",
  through: (name: string, sender: string | null) =>
    sender === null
      ? `Your texts go out through ${name}.`
      : `Your texts go out through ${name} as ${sender}.`,
  tested: (when: string) => `Tested ${when}.`,
  notTested: "Not tested yet.",
  own: "Set up a provider…",
  change: "Change…",
  remove: "Remove…",
  removeTitle: "Remove the provider?",
  removeHelp: "Your texts then wait until you set up another one. The saved key is deleted.",
  removeNow: "Remove provider",
  removed: "Provider removed.",
  provider: "Provider",
  providers: {
    twilio: "Twilio",
    vonage: "Vonage",
    webhook: "Your own gateway",
  },
  helps: {
    twilio:
      "You’ll find both in the Twilio Console under Account Info. The auth token also proves that replies come from Twilio.",
    vonage:
      "Create an application with the Messages capability in the Vonage dashboard, and link your number to it. Paste its private key; the signature secret is under API settings.",
    webhook:
      "Edgewise posts each text to this address, signed with your shop’s signing secret (Settings > Connection). Any provider can be behind it.",
  },
  accountSid: "Account SID",
  authToken: "Auth token",
  applicationId: "Application ID",
  privateKey: "Private key",
  signatureSecret: "Signature secret",
  url: "Address that texts are posted to",
  kept: (label: string) => `${label} (leave blank to keep the saved one)`,
  sender: "Sender",
  senderHelp: {
    twilio:
      "A number such as +15005550006, a messaging service’s ID (MG…), or a name of up to 11 letters and digits.",
    vonage: "A number such as +15005550006, or a name of up to 11 letters and digits.",
    webhook: "Optional: a number, or a name of up to 11 letters and digits.",
  },
  nameHelp:
    "A name can’t receive replies, so each marketing text gets a link to opt out. Not every country allows names.",
  price: (currency: string) => `Price per segment in ${currency} (optional)`,
  priceHelp: "Used to show what a text costs while you write it.",
  save: "Save",
  saved: "Provider saved. Send yourself a test text next.",
  test: "Test connection",
  testing: "Connecting…",
  works: "Connected",
  worksHelp: "No text was sent.",
  cancel: "Cancel",
  to: "Your own phone number",
  notANumber: "Enter a phone number, with its country code if it’s abroad.",
  send: "Send test text",
  sending: "Sending…",
  sent: "Test text sent",
  sentHelp: (to: string) => `Look at the phone with ${to}.`,
  replies: "Replies and delivery reports",
  repliesHelp: {
    twilio:
      "In the Twilio Console, open your number or messaging service, and enter this address under “A message comes in” with HTTP POST. Delivery reports come by themselves.",
    vonage:
      "In the Vonage dashboard, open your application, and enter this address as the inbound URL and the status URL of Messages, version v1.",
    webhook:
      "Have your gateway post replies and delivery reports here, signed with the same secret.",
  },
  heard: (when: string) => `Last heard from: ${when}.`,
  notHeard: (name: string) => `${name} hasn’t posted anything yet. Without it, STOP isn’t heard.`,
  copy: "Copy address",
} as const;

const segment = { one: "segment", other: "segments" };

/** What a text weighs. */
export const weightWords = {
  segments: (segments: number) => counted(segments, segment),
  left: (left: number) => `${count(left)} characters left in this one`,
  cost: (amount: string) => `${amount} each`,
  unicode: (characters: string) =>
    `${characters} can’t be sent in the standard alphabet, so fewer than half as many characters fit into a segment.`,
  plain: "Use plain characters",
  plainHelp: (pairs: string) => `Replaces ${pairs}.`,
  toMe: "Send to me",
  toMeHelp: "Sends the published text, filled in with a sample customer.",
  from: (sender: string) => `From ${sender}`,
  bubble: "The text as it arrives",
  forExample: "Counted for an example customer, as their first text from you.",
  forPerson: (name: string) => `Counted for ${name}.`,
};
