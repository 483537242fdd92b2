/** From a story to what the engine takes in: the same events that the shop's webhooks become. */
import type { Channel, Command, Consent, EngineEvent, EventKind, Planned } from "edgewise";
import { type Happening, inOrder } from "./happening.ts";
import { type Person, pastOrderAt } from "./person.ts";

/** The name that made-up customers have in every preview: an id of the engine's form. */
export const PREVIEW_CUSTOMER = "previewpreviewpreviewprevi";

/** Who somebody is and what they did before the story begins, as events of the past. */
export function pastOf(person: Person, begin: number, currency: string): Planned[] {
  const joined = pastOrderAt(begin, -1, person.pastOrders.length);
  const profile = {
    ...(person.email ? { email: person.email } : {}),
    ...(person.phone ? { phone: person.phone } : {}),
    ...(person.firstName ? { first_name: person.firstName } : {}),
    ...(person.lastName ? { last_name: person.lastName } : {}),
    ...(person.zone ? { time_zone: person.zone } : {}),
    ...(person.country ? { country: person.country } : {}),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(person.birthDate) ? { birth_date: person.birthDate } : {}),
    joined_at: joined,
  };
  const consent = (channel: Channel, state: Consent) =>
    event(`consent:${channel}`, joined, {
      type: "consent_changed",
      change: { channel, consent: state, origin: "preview" },
    });
  const sides = [
    event("created", joined, { type: "customer_created", profile }),
    consent("email", person.emailConsent),
    consent("sms", person.smsConsent),
    ...(person.tags.length > 0
      ? [event("tags", joined, { type: "tags_added", tags: { tags: person.tags } })]
      : []),
  ];
  const orders = person.pastOrders.map((amount, index) => {
    const at = pastOrderAt(begin, index, person.pastOrders.length);
    return planned(PREVIEW_CUSTOMER, at, bought(`past-${index + 1}`, { at, amount, currency }));
  });
  return [planned(PREVIEW_CUSTOMER, joined, sides), ...orders];
}

/** The story itself, for a customer of this name; `workflow` is the one they may be let into. */
export function storyOf(
  list: readonly Happening[],
  customer: string,
  currency: string,
  name: string,
  workflow: string,
): Planned[] {
  let cart = 0;
  let order = 0;
  let last = { at: 0, amount: 0 };
  return inOrder(list).map(({ id, type, at, amount, text, channel }) => {
    if (type === "enter") {
      const command: Command = { type: "enroll", workflow, batch: `preview-${id}` };
      return { at, input: { type: "command", customer, command } };
    }
    const events = (): EngineEvent[] => {
      switch (type) {
        case "cart":
        case "checkout": {
          if (type === "cart" || cart === 0) cart += 1;
          const kind = type === "cart" ? "cart_updated" : "checkout_started";
          return [event(id, at, { type: kind, cart: basket(name, cart, type, amount, currency) })];
        }
        case "order":
          order += 1;
          last = { at, amount };
          return bought(`${name}-${order}`, { at, amount, currency }).slice(0, 1);
        case "paid":
          // Paid without being placed before: both at once.
          if (order > 0) {
            return bought(`${name}-${order}`, { ...last, currency, paidAt: at }).slice(1);
          }
          order = 1;
          return bought(`${name}-${order}`, { at, amount, currency });
        case "refund":
          return [event(id, at, refund(`${name}-${Math.max(order, 1)}`, id, amount, currency))];
        case "opt-in":
        case "opt-out": {
          const consent = type === "opt-in" ? "subscribed" : "unsubscribed";
          return [
            event(id, at, {
              type: "consent_changed",
              change: { channel, consent, origin: "preview" },
            }),
          ];
        }
        case "tag":
          return [event(id, at, { type: "tags_added", tags: { tags: [text] } })];
        case "page":
          return [event(id, at, { type: "page_viewed", url: text })];
        case "search":
          return [event(id, at, { type: "products_searched", query: text })];
        case "fulfilled":
        case "delivered":
          return [event(id, at, parcel(type, `${name}-${Math.max(order, 1)}`, id))];
        case "view":
          return [
            event(id, at, {
              type: "product_viewed",
              product: { product_id: text, title: text, quantity: 1 },
            }),
          ];
      }
    };
    return planned(customer, at, events());
  });
}

function planned(customer: string, at: number, events: EngineEvent[]): Planned {
  return { at, input: { type: "events", customer, events } };
}

function event(name: string, at: number, kind: EngineEvent["kind"]): EngineEvent {
  return {
    fact_key: `preview:${name}:${at}`,
    occurred_at: at,
    received_at: at,
    source: "edgewise",
    kind,
  };
}

function basket(name: string, number: number, type: string, amount: number, currency: string) {
  const total = { minor: amount, currency };
  return {
    cart_token: `${name}-cart-${number}`,
    ...(type === "checkout" ? { checkout_token: `${name}-checkout-${number}` } : {}),
    items: [{ product_id: "447", title: "Glazed bowl", quantity: 1, unit_price: total }],
    total,
    url: "https://shop.example/cart",
  };
}

/** An order that was placed, and the same order paid: two events. */
function bought(
  id: string,
  {
    at,
    amount,
    currency,
    paidAt = at,
  }: { at: number; amount: number; currency: string; paidAt?: number },
): [EngineEvent, EngineEvent] {
  const total = { minor: amount, currency };
  const order = {
    order_id: `shopify:${id}`,
    number: `#${id}`,
    placed_at: at,
    total,
    items: [{ product_id: "447", title: "Glazed bowl", quantity: 1, unit_price: total }],
    updated_at: at,
  };
  const paid = { ...order, paid_at: paidAt, updated_at: paidAt };
  return [
    event(`order:${id}:placed`, at, { type: "order_placed", order }),
    event(`order:${id}:paid`, paidAt, { type: "order_completed", order: paid }),
  ];
}

const refund = (order: string, id: string, amount: number, currency: string): EventKind => ({
  type: "order_refunded",
  refund: { order_id: `shopify:${order}`, refund_id: id, amount: { minor: amount, currency } },
});

/** A parcel on its way, or in the customer's hands. */
function parcel(type: "fulfilled" | "delivered", order: string, id: string): EventKind {
  const order_id = `shopify:${order}`;
  return type === "fulfilled"
    ? {
        type: "order_fulfilled",
        fulfillment: {
          order_id,
          fulfillment_id: id,
          tracking_number: "JD0140",
          tracking_url: "https://parcel.example/JD0140",
        },
      }
    : {
        type: "shipment_updated",
        shipment: { order_id, fulfillment_id: id, status: "delivered" },
      };
}
