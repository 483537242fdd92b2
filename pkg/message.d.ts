/** What a host gives to the renderer, so that it asks neither a clock nor the host's own zone data. */
export interface RenderOptions {
  formatDate(zone: string, milliseconds: number, pattern: string): string;
  formatMoney(minor: number, currency: string): string;
  /** The customer's zone: dates are printed in it. */
  zone: string;
  /** The shop's currency, for amounts that name none. */
  currency: string;
  channel: string;
  /** The moment `"now" | date` speaks of, in milliseconds. */
  now?: number;
}

/** A message as the merchant wrote it: Liquid. */
export interface MessageSource {
  subject?: string;
  preheader?: string;
  html?: string;
  text?: string;
  channel?: string;
}

/** A message that cannot be rendered; `part` says which part of it. */
export class MessageError extends Error {
  readonly part: string;
}

/** Renders a message for one customer: the same function at send time and in the preview. */
export function renderMessage(
  message: MessageSource,
  variables: Record<string, unknown>,
  options: RenderOptions,
): { subject: string; html: string; text: string };

/** Looks for faults in a message's Liquid without rendering it. */
export function checkMessage(message: MessageSource): { part: string; message: string }[];
