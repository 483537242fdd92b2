import type { Block, Message, Sender, Theme, Tracking } from "./config-types.d.ts";
import type { Abilities, Diagnostic, EdgeEngine, Payload } from "./index.js";

/** What rendering needs, because it reads nothing from the machine it runs on. All of it is needed. */
export interface RenderOptions {
  /** Prints dates and amounts. */
  engine: Pick<EdgeEngine, "formatDate" | "formatMoney" | "localInstant">;
  /** The moment `"now" | date` speaks of, in milliseconds. */
  now: number;
  /** The customer's zone: dates are printed in it, and those written without one are read in it. */
  zone: string;
  /** The shop's currency, for amounts that name none. */
  currency: string;
  /** The language it's written in, as a BCP 47 tag. */
  locale: string;
  /** The shop's address, which paths in links are joined to; null for a shop without one. */
  shopUrl: string | null;
}

/** A message as the merchant wrote it: Liquid. */
export type MessageSource = {
  [Member in keyof Message]?: Member extends "design" | "translations" ? Message[Member] : string;
};

/** What messages need of a shop's configuration. */
export interface MailConfig {
  shop?: {
    name?: string;
    currency?: string;
    language?: string;
    url?: string;
    sender?: Partial<Sender>;
    postal_address?: string;
    tracking?: Tracking;
  };
  messages?: Record<string, MessageSource>;
  theme?: Theme;
  saved_blocks?: Record<string, Block>;
  surveys?: readonly { id: string }[];
  workflows?: readonly { id?: string; name?: string; steps?: unknown }[];
}

/** What the engine lets go: which message, to whom, with which variables. */
export type SendPayload = Omit<Extract<Payload, { type: "send" }>, "type">;

/** A message as it leaves. */
export interface Rendered {
  subject: string;
  html: string;
  text: string;
  /** Links that could not be used as written, with a way out. */
  faults: { message: string; help: string }[];
}

/** The pages of the host that are one customer's own. */
export interface CustomerLinks {
  /** Where one click unsubscribes this customer. */
  unsubscribeUrl: string;
  /** Where the customer chooses what they get. */
  preferencesUrl?: string;
  /** Where this very email is shown in a browser. */
  viewUrl?: string;
  /** Where the customer answers each survey, by its ID. */
  surveyUrls?: Record<string, string>;
}

/** The merge fields under which templates find those links. */
export const GIVEN_LINKS: readonly string[];

/** Links like those of a customer, for somebody made up. */
export function sampleLinks(config: MailConfig, base: string): Required<CustomerLinks>;

/** What an email is made with. */
export interface EmailOptions extends CustomerLinks {
  engine: RenderOptions["engine"] & Pick<EdgeEngine, "compose">;
  config: MailConfig;
  /** The moment at which it is sent, in milliseconds. */
  now: number;
  /** Whether comments say where each block begins (`<!--block blocks[0]-->`) and ends, for an editor. */
  marked?: boolean;
}

/**
 * Leads the links of a rendered message elsewhere, in the HTML and in the text alike. `lead` gives where a web
 * address leads from now on; each address is asked for once.
 */
export function withLinksLed(
  parts: { html: string; text: string },
  lead: (address: string) => string,
): { html: string; text: string };

/** A message that cannot be rendered; `part` says which part of it. */
export class MessageError extends Error {
  readonly part: string;
}

/** The largest rendered part, in characters. */
export const LARGEST_PART: number;

/** The blocks of a design that only some customers see, by their IDs. */
export function conditionalBlocks(design: unknown): string[];

/** Renders the parts of a message. */
export function renderMessage(
  message: MessageSource,
  variables: Record<string, unknown>,
  options: RenderOptions,
): Rendered;

/** How marketing by text message is ended. */
export interface SmsWayOut {
  /** Whether the sender can receive a reply. */
  replies: boolean;
  /** Where one click unsubscribes this customer. */
  url: string;
}

/** What a text message is made with. */
export interface SmsOptions extends CustomerLinks {
  engine: EmailOptions["engine"];
  config: MailConfig;
  /** The moment at which it is sent, in milliseconds. */
  now: number;
  /** Whether the sender can receive a reply. */
  replies: boolean;
}

/** The text message a customer gets: the same function at send time and in the preview. */
export function renderSms(payload: SendPayload, options: SmsOptions): string;

/** The email a customer gets: the same function at send time and in the preview. */
export function renderEmail(payload: SendPayload, options: EmailOptions): Rendered;

/**
 * What speaks against saving a configuration that compiled as `plan`: broken Liquid, merge fields that
 * do not exist, links that lead nowhere, emails without a sender.
 */
export function checkMessages(
  engine: EdgeEngine,
  plan: string,
  config: MailConfig,
  liveBefore: string[],
  able?: Abilities | null,
): Diagnostic[];
