/** What a shop's text messages are set up with. Secrets are in here: it is kept sealed and leaves nothing. */
export type SmsSettings = { segment_price: string | null; sender: string } & (
  | TwilioSettings
  | VonageSettings
  | GatewaySettings
);

export interface TwilioSettings {
  provider: "twilio";
  account_sid: string;
  /** The auth token: it signs in, and signs what Twilio posts. */
  key: string;
}

export interface VonageSettings {
  provider: "vonage";
  application_id: string;
  /** The application's private key, as PEM. */
  key: string;
  /** What webhooks are signed with. */
  signing_secret: string;
}

/** A gateway of the merchant's, which is signed to as all their webhooks are. */
export interface GatewaySettings {
  provider: "webhook";
  url: string;
}

/** Whether somebody can reply to a sender: a name has no number to reply to. */
export const canReceive = (sender: string): boolean =>
  /^(?:\+?\d{3,15}|MG[0-9a-f]{32})$/i.test(sender);
