/** Channels, and what customers agreed to on them. */
export const CHANNELS = { email: "Email", sms: "SMS", push: "Push" } as const;

/** A channel's name; one that is not known keeps its own. */
export const channelName = (channel: string): string =>
  (CHANNELS as Record<string, string>)[channel] ?? channel;

/** The same inside a sentence. */
export const channelInSentence = (channel: string): string =>
  channel === "email" || channel === "push" ? channel : channelName(channel);

export const CONSENT = {
  subscribed: "Subscribed",
  pending: "Pending",
  never_subscribed: "Never subscribed",
  unsubscribed: "Unsubscribed",
} as const;
