/** What was heard of a customer, event by event, with what it was about. */
import type { EngineEvent } from "edgewise";
import type { AnyOf } from "../engine/protocol.ts";
import { isolated } from "../text/isolated.ts";
import { money } from "../text/money.ts";
import { CONSENT, channelName } from "../strings/channels.ts";
import { events } from "../strings/customers.ts";
import { originName } from "./names.ts";

interface Amount {
  minor: number;
  currency: string;
}

interface Line {
  title?: string;
  quantity?: number;
}

type Kind = AnyOf<EngineEvent["kind"]>;

/** One event in a line: `Placed order #1042 for €84.00: 2 × Glazed bowl`. */
export function heard({ kind }: EngineEvent): string {
  const say = SAID[kind.type];
  return say === undefined ? events.plain(kind.type) : say(kind);
}

const SAID: Record<string, (kind: Kind) => string> = {
  page_viewed: ({ url }) => events.page(text(url)),
  product_viewed: ({ product }) => events.viewed(lines([product])),
  product_list_viewed: ({ title }) => events.viewed(text(title)),
  products_searched: ({ query }) => events.searched(text(query)),
  product_added: ({ product }) => events.added(lines([product])),
  product_removed: ({ product }) => events.removed(lines([product])),
  cart_viewed: () => events.cartViewed,
  cart_updated: ({ cart }) => events.cart(...about(cart)),
  checkout_started: ({ cart }) => events.checkout(...about(cart)),
  checkout_updated: ({ cart }) => events.checkoutAgain(...about(cart)),
  checkout_deleted: () => events.checkoutGone,
  order_placed: ({ order }) => events.placed(numberOf(order), ...about(order)),
  order_completed: ({ order }) => events.paid(numberOf(order), sum(order)),
  order_updated: ({ order }) => events.orderChanged(numberOf(order)),
  order_cancelled: ({ order }) => events.cancelled(numberOf(order)),
  order_refunded: ({ refund }) => events.refunded(amount((refund as { amount?: Amount }).amount)),
  order_deleted: () => events.orderGone,
  order_fulfilled: () => events.shipped,
  shipment_updated: () => events.shipment,
  customer_created: () => events.account,
  customer_updated: () => events.accountChanged,
  customer_deleted: () => events.accountGone,
  customer_identified: () => events.identified,
  consent_changed: ({ change }) => {
    if (change === undefined) return events.plain("consent_changed");
    const { channel, consent, origin } = change;
    return events.consent(
      channelName(channel),
      CONSENT[consent as keyof typeof CONSENT] ?? consent,
      origin == null ? null : originName(origin),
    );
  },
  consent_field_seen: ({ field }) => {
    const { channel, ticked, checkout } = field as {
      channel: string;
      ticked: boolean;
      checkout?: unknown;
    };
    const where = checkout === undefined ? events.inAccount : events.atCheckout;
    return events.consentField(channelName(channel), ticked, where);
  },
  tags_added: ({ tags }) => events.tagged(tagged(tags)),
  tags_removed: ({ tags }) => events.untagged(tagged(tags)),
  message_delivered: ({ news }) => events.delivered(message(news)),
  message_opened: ({ news }) => events.opened(message(news)),
  message_clicked: ({ news }) => events.clicked(message(news)),
  message_bounced: ({ news }) => events.bounced(message(news)),
  message_complained: ({ news }) => events.complained(message(news)),
  return_requested: () => events.wantsReturn,
  custom: ({ event }) => events.tracked(text(event)),
};

const text = (value: unknown): string => isolated(typeof value === "string" ? value : "");

const amount = (given: Amount | undefined): string | null =>
  given === undefined ? null : money(given.minor, given.currency);

const sum = (given: unknown): string | null => amount((given as { total?: Amount }).total);

const numberOf = (order: unknown): string | null => (order as { number?: string }).number ?? null;

const about = (given: unknown): [string | null, string] => [
  sum(given),
  lines((given as { items?: unknown[] }).items ?? []),
];

const lines = (items: unknown[]): string =>
  (items as Line[])
    .map(({ title, quantity = 1 }) => `${quantity > 1 ? `${quantity} × ` : ""}${text(title)}`)
    .join(", ");

const tagged = (tags: unknown): string =>
  ((tags as { tags?: string[] }).tags ?? []).map((tag) => `“${isolated(tag)}”`).join(", ");

const message = (news: unknown): string => isolated((news as { message?: string }).message ?? "");
