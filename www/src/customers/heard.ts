/** What was heard of a customer, event by event, with what it was about. */
import type { EngineEvent } from "edgewise";
import { isolated } from "../text/isolated.ts";
import { money } from "../text/money.ts";
import { CHANNEL, CONSENT } from "../strings/words.ts";
import { heardWords } from "../strings/customers.ts";

interface Amount {
  minor: number;
  currency: string;
}

interface Line {
  title?: string;
  quantity?: number;
}

type Kind = EngineEvent["kind"];

/** One event in a line: `Placed order #1042 for €84.00: 2 × Glazed bowl`. */
export function heard({ kind }: EngineEvent): string {
  const say = SAID[kind.type];
  return say === undefined ? heardWords.plain(kind.type) : say(kind);
}

const SAID: Record<string, (kind: Kind) => string> = {
  page_viewed: ({ url }) => heardWords.page(text(url)),
  product_viewed: ({ product }) => heardWords.viewed(lines([product])),
  product_list_viewed: ({ title }) => heardWords.viewed(text(title)),
  products_searched: ({ query }) => heardWords.searched(text(query)),
  product_added: ({ product }) => heardWords.added(lines([product])),
  product_removed: ({ product }) => heardWords.removed(lines([product])),
  cart_viewed: () => heardWords.cartViewed,
  cart_updated: ({ cart }) => heardWords.cart(...about(cart)),
  checkout_started: ({ cart }) => heardWords.checkout(...about(cart)),
  checkout_updated: ({ cart }) => heardWords.checkoutAgain(...about(cart)),
  checkout_deleted: () => heardWords.checkoutGone,
  order_placed: ({ order }) => heardWords.placed(numberOf(order), ...about(order)),
  order_completed: ({ order }) => heardWords.paid(numberOf(order), sum(order)),
  order_updated: ({ order }) => heardWords.orderChanged(numberOf(order)),
  order_cancelled: ({ order }) => heardWords.cancelled(numberOf(order)),
  order_refunded: ({ refund }) =>
    heardWords.refunded(amount((refund as { amount?: Amount }).amount)),
  order_deleted: () => heardWords.orderGone,
  order_fulfilled: () => heardWords.shipped,
  shipment_updated: () => heardWords.shipment,
  customer_created: () => heardWords.account,
  customer_updated: () => heardWords.accountChanged,
  customer_deleted: () => heardWords.accountGone,
  customer_identified: () => heardWords.identified,
  consent_changed: ({ change }) => {
    const { channel, consent, origin } = change as Record<string, string | undefined>;
    return heardWords.consent(
      CHANNEL[channel ?? ""] ?? channel ?? "",
      CONSENT[consent as keyof typeof CONSENT] ?? consent ?? "",
      origin ?? null,
    );
  },
  consent_field_seen: ({ field }) => {
    const { channel, ticked, checkout } = field as {
      channel: string;
      ticked: boolean;
      checkout?: unknown;
    };
    const where = checkout === undefined ? heardWords.inAccount : heardWords.atCheckout;
    return heardWords.consentField(CHANNEL[channel] ?? channel, ticked, where);
  },
  tags_added: ({ tags }) => heardWords.tagged(tagged(tags)),
  tags_removed: ({ tags }) => heardWords.untagged(tagged(tags)),
  message_delivered: ({ news }) => heardWords.delivered(message(news)),
  message_opened: ({ news }) => heardWords.opened(message(news)),
  message_clicked: ({ news }) => heardWords.clicked(message(news)),
  message_bounced: ({ news }) => heardWords.bounced(message(news)),
  message_complained: ({ news }) => heardWords.complained(message(news)),
  return_requested: () => heardWords.wantsReturn,
  custom: ({ event }) => heardWords.tracked(text(event)),
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
