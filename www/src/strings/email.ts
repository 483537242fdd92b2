/** What the shop's email goes through. */
import { counted, plural } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

export const emailWords = {
  title: "Email",
  through: {
    shop: (name: string) => `Your email goes out through ${name}.`,
    installation: () =>
      "Your email goes out through this installation’s mail server. You can use your own email provider instead.",
    none: () => "",
  },
  none: "No email provider is set up",
  noneHelp: "No email can be sent until you set one up.",
  tested: (when: string, sender: string) => `Tested ${when} as ${sender}.`,
  notTested: (sender: string) => `Not tested yet as ${sender}.`,
  noSender: "Add a sender under Your shop first, and save.",
  change: "Change…",
  own: "Set up your email provider…",
  remove: "Remove…",
  removeTitle: "Remove your email provider?",
  removeHelp: {
    installation:
      "Your email then goes out through this installation’s mail server. The saved key or password is deleted.",
    none: "Your email then waits until you set up another one. The saved key or password is deleted.",
  },
  removeNow: "Remove email provider",
  removed: "Email provider removed.",
  provider: "Email provider",
  providers: {
    resend: "Resend",
    postmark: "Postmark",
    ses: "Amazon SES",
    brevo: "Brevo",
    smtp: "Other (SMTP server)",
  },
  installation: "This installation’s mail server",
  helps: {
    resend: "Create an API key in Resend under API Keys, with full or sending access.",
    postmark:
      "You’ll find the token in Postmark under your server’s API Tokens. Marketing goes through a broadcast stream, order updates through the default stream.",
    ses: "Use an IAM user’s access key that may call ses:SendEmail, ses:GetAccount, and ses:GetEmailIdentity. To lift bounces there too, allow ses:GetSuppressedDestination and ses:DeleteSuppressedDestination.",
    brevo:
      "Create an API key in Brevo under SMTP & API. Turn off its own tracking for transactional email, so links aren’t rewritten twice.",
    smtp: "You’ll find these in your email provider’s SMTP settings.",
  },
  keys: {
    resend: "API key",
    postmark: "Server API token",
    ses: "Secret access key",
    brevo: "API key",
  },
  keptKey: (label: string) => `${label} (leave blank to keep the saved one)`,
  stream: "Message stream for marketing",
  region: "Region, such as us-east-1",
  accessKey: "Access key ID",
  configurationSet: "Configuration set (optional)",
  topic: "SNS topic ARN for delivery reports (optional)",
  signingSecret: "Webhook signing secret for delivery reports (optional)",
  host: "Server name, such as smtp.example.com",
  port: "Port",
  badPort: "Enter a number from 1 to 65535.",
  security: "Encryption",
  securities: [
    ["tls", "TLS (usually port 465)"],
    ["starttls", "STARTTLS (usually port 587)"],
  ] as const,
  noSecurity: "None (this computer only)",
  user: "Username",
  password: "Password",
  keptPassword: "Password (leave blank to keep the saved one)",
  save: "Save",
  saved: "Email provider saved. Send yourself a test email next.",
  test: "Test connection",
  testing: "Connecting…",
  works: "Connected and signed in",
  worksHelp: "No email was sent.",
  cancel: "Cancel",
  to: "Your own email address",
  send: "Send test email",
  sending: "Sending…",
  sent: "Test email sent",
  sentHelp: (to: string) => `Check the inbox of ${to}, and the spam folder.`,
  said: (answer: string) => `Its answer: ${answer}`,
} as const;

/** What a provider reports of emails. */
export const trackingWords = {
  title: "Links and opens",
  switches: {
    clicks: "Count clicks",
    opens: "Count opens",
    utm: "Add UTM parameters to links to your shop",
  },
  help: {
    clicks:
      "Links in emails lead through Edgewise. Clicks by mail filters are told apart, and only people’s start or steer workflows.",
    opens:
      "Adds an invisible picture to emails. Many mail apps load pictures by themselves or not at all, so opens say little. Some countries require consent for it.",
    utm: "Your store’s analytics then shows which workflow a visit came from. Parameters that a link already has are kept.",
  },
} as const;

export const reportWords = {
  title: "Delivery reports",
  none: (name: string) =>
    `${name} can report which emails were delivered, bounced, opened, clicked, or marked as spam. People whose address doesn’t exist, or who marked you as spam, then get nothing more.`,
  waiting: (name: string) => `Waiting for the first report from ${name}.`,
  last: (when: string) => `Last report: ${when}.`,
  foreign: (n: number) =>
    `${counted(n, nouns.report)} of the last 30 days ${plural(n, { one: "is", other: "are" })} about email that Edgewise didn’t send. They count nowhere.`,
  observed: "Use opens and clicks in workflows and segments",
  observedHelp:
    "Clicks that Edgewise counts can always be used. Turn this on only if your provider tracks opens and clicks; otherwise everybody would count as not having opened anything.",
  make: "Set up delivery reports…",
  again: "Create a new report address…",
  againTitle: "Create a new report address?",
  againHelp: (name: string) =>
    `The current address stops working immediately. Enter the new one in ${name} right away, so you don’t lose reports.`,
  makeNow: "Create address",
  made: "Your report address",
  once: "Copy it now. It won’t be shown again.",
  steps: {
    resend: [
      "In Resend, open Webhooks and add one with this address.",
      "Choose the events delivered, bounced, complained, opened, and clicked.",
      "Copy the signing secret shown there, and enter it here under Change.",
    ],
    postmark: [
      "In Postmark, open your server and the stream you send marketing through, then Webhooks.",
      "Add a webhook with this address.",
      "Choose delivery, bounce, spam complaint, open, link click, and subscription change.",
      "Do the same for the default transactional stream.",
    ],
    ses: [
      "In Amazon SNS, create a standard topic, and enter its ARN here under Change.",
      "Add an HTTPS subscription with this address. Edgewise confirms it.",
      "In Amazon SES, add an event destination to your configuration set: publish sends, deliveries, bounces, complaints, opens, and clicks to the topic.",
    ],
    brevo: [
      "In Brevo, open Transactional, then Settings, then Webhooks, and add one with this address.",
      "Choose delivered, opened, clicked, hard bounced, soft bounced, complaint, invalid email, and unsubscribed.",
    ],
  },
} as const;
