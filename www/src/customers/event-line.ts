/** An event in one line: what the schema calls it, and what it was about. */
import type { EngineEvent } from "edgewise";
import { eventTitle } from "../schema/schema.ts";
import { CONSENT, channelName } from "../strings/channels.ts";
import { events } from "../strings/customers.ts";
import { isolated } from "../text/isolated.ts";
import { money } from "../text/money.ts";
import { originName } from "./names.ts";

/** `Order placed: #1042, €84.00, 2 × Glazed bowl`. Any kind of event is read by the members it has. */
export function eventLine({ kind }: EngineEvent): string {
  const members = Object.entries(kind as Record<string, unknown>);
  const about = members
    .flatMap(([name, value]) => (value == null ? [] : (ABOUT[name]?.(value as never) ?? [])))
    .filter((text) => text !== "")
    .join(", ");
  const title = eventTitle(kind.type);
  return about === "" ? title : events.about(title, about);
}

interface Amount {
  minor: number;
  currency: string;
}

interface Line {
  title?: string;
  quantity?: number;
}

interface Purchase {
  number?: string;
  total?: Amount;
  items?: Line[];
}

interface Consent {
  channel: string;
  consent: keyof typeof CONSENT;
  origin?: string;
}

interface ConsentField {
  channel: string;
  ticked: boolean;
  checkout?: unknown;
}

/** What is shown of each member of an event; whatever has none here only has its title. */
const ABOUT: Record<string, (value: never) => string[]> = {
  cart: purchase,
  order: purchase,
  refund: ({ amount: refunded }: { amount?: Amount }) => amount(refunded),
  product: (line: Line) => [lineText(line)],
  url: quoted,
  title: quoted,
  query: quoted,
  event: quoted,
  tags: ({ tags = [] }: { tags?: string[] }) => tags.map((tag) => `“${isolated(tag)}”`),
  news: ({ message = "" }: { message?: string }) => [isolated(message)],
  change: ({ channel, consent, origin }: Consent) => [
    events.consent(
      channelName(channel),
      CONSENT[consent] ?? consent,
      origin == null ? null : originName(origin),
    ),
  ],
  field: ({ channel, ticked, checkout }: ConsentField) => [
    events.consentField(
      channelName(channel),
      ticked,
      checkout === undefined ? events.inAccount : events.atCheckout,
    ),
  ],
};

function purchase({ number, total, items = [] }: Purchase): string[] {
  return [
    ...(number == null ? [] : [events.orderNumber(isolated(number))]),
    ...amount(total),
    ...items.map(lineText),
  ];
}

const lineText = ({ title = "", quantity = 1 }: Line): string =>
  `${quantity > 1 ? `${quantity} × ` : ""}${isolated(title)}`;

const amount = (given: Amount | undefined): string[] =>
  given == null ? [] : [money(given.minor, given.currency)];

function quoted(value: unknown): string[] {
  return [typeof value === "string" ? isolated(value) : ""];
}
