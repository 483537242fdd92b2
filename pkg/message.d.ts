/** What a host gives to the renderer, so that it asks neither a clock nor the host's own zone data. */
export interface RenderOptions {
  formatDate(zone: string, milliseconds: number, pattern: string): string;
  formatMoney(minor: number, currency: string): string;
  zone: string;
  currency: string;
  channel: string;
}

/** Renders a message's Liquid for one customer: the same function at send time and in the preview. */
export function renderMessage(
  message: {
    subject?: string;
    preheader?: string;
    html?: string;
    text?: string;
    channel: string;
  },
  variables: Record<string, unknown>,
  options: RenderOptions,
): { subject: string; html: string; text: string };
