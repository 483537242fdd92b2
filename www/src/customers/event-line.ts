/** An event in one line: what the schema calls it, and what it was about. */
import type {
  Cart,
  ConsentChange,
  ConsentField,
  EngineEvent,
  EventTags,
  Item,
  MessageNews,
  Money,
  Order,
  Refund,
} from "edgewise";
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

/** What is shown of each member of an event; whatever has none here only has its title. */
const ABOUT: Record<string, (value: never) => string[]> = {
  cart: purchase,
  order: purchase,
  refund: ({ amount: refunded }: Refund) => amount(refunded),
  product: (line: Item) => [lineText(line)],
  url: quoted,
  title: quoted,
  query: quoted,
  event: quoted,
  tags: ({ tags = [] }: EventTags) => tags.map((tag) => `“${isolated(tag)}”`),
  news: ({ message, signs = [] }: MessageNews) => [
    isolated(message ?? ""),
    signs.length === 0 ? "" : events.signs(signs),
  ],
  change: ({ channel, consent, origin }: ConsentChange) => [
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

function purchase(about: Cart | Order): string[] {
  const number = "number" in about ? about.number : undefined;
  return [
    ...(number === undefined ? [] : [events.orderNumber(isolated(number))]),
    ...amount(about.total),
    ...(about.items ?? []).map(lineText),
  ];
}

const lineText = ({ title = "", quantity = 1 }: Item): string =>
  `${quantity > 1 ? `${quantity} × ` : ""}${isolated(title)}`;

const amount = (given: Money | undefined): string[] =>
  given === undefined ? [] : [money(given.minor, given.currency)];

function quoted(value: unknown): string[] {
  return [typeof value === "string" ? isolated(value) : ""];
}
