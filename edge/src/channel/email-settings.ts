/** What a shop's email provider is set up with. Secrets are in here: it is kept sealed and leaves nothing. */
import type { MailServer } from "./mail-server.ts";

export type EmailSettings =
  | ({ provider: "smtp" } & MailServer)
  | ResendSettings
  | PostmarkSettings
  | SesSettings
  | BrevoSettings;

export interface ResendSettings {
  provider: "resend";
  /** The API key. */
  key: string;
  /** What the webhook that reports is signed with, `whsec_…`; empty for none. */
  signing_secret: string;
}

export interface PostmarkSettings {
  provider: "postmark";
  /** The server API token. */
  key: string;
  /** The message stream for marketing: Postmark takes none in its transactional stream. */
  stream: string;
}

export interface SesSettings {
  provider: "ses";
  access_key_id: string;
  /** The secret access key. */
  key: string;
  /** Such as `eu-central-1`. */
  region: string;
  /** Empty for none. */
  configuration_set: string;
  /** The ARN of the SNS topic that reports; empty for none. */
  topic: string;
}

export interface BrevoSettings {
  provider: "brevo";
  /** The API key. */
  key: string;
}
