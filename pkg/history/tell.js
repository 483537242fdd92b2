/**
 * An order out of a file as the events that webhooks would have told of it.
 *
 * @typedef {{
 *   platform: "shopify" | "woocommerce", customer: string, profile: object, id: string,
 *   number: string, placed: number, paid: number | null, cancelled: number | null,
 *   total: number | null, currency: string, items: object[], codes: string[],
 *   channel: string | null, refunds: {id: string, minor: number, at: number}[], agreed: boolean,
 * }} Order
 */

/** @param {Order} order @returns {object[]} */
export function eventsOf(order) {
  const { platform, id, placed, paid, cancelled, total, currency } = order;
  const body = {
    order_id: `${platform}:${id}`,
    number: order.number,
    placed_at: placed,
    updated_at: placed,
    ...(paid === null ? {} : { paid_at: paid }),
    ...(cancelled === null ? {} : { cancelled_at: cancelled }),
    ...(total === null ? {} : { total: { minor: total, currency } }),
    items: order.items,
    discount_codes: order.codes,
    ...(order.channel ? { sales_channel: order.channel } : {}),
  };
  const fact = `${platform}:order:${id}`;
  const tell = (what, at, kind) => told(`${fact}:${what}`, at, platform, kind);
  const events = [
    tell("profile", placed, { type: "customer_updated", profile: order.profile }),
    tell("placed", placed, { type: "order_placed", order: body }),
  ];
  if (paid !== null) events.push(tell("paid", paid, { type: "order_completed", order: body }));
  if (cancelled !== null) {
    events.push(tell("cancelled", cancelled, { type: "order_cancelled", order: body }));
  }
  order.refunds.forEach(({ id: refund, minor, at }, index) => {
    const given = { order_id: body.order_id, refund_id: refund, amount: { minor, currency } };
    const what = index === 0 ? "refunded" : `refunded:${refund}`;
    events.push(tell(what, at, { type: "order_refunded", refund: given }));
  });
  return events;
}

/** A tick at the checkout, as of that order. No tick says nothing. */
export function consentOf({ platform, id, placed }) {
  const change = { channel: "email", consent: "subscribed", origin: "export" };
  const kind = { type: "consent_changed", change };
  return told(`${platform}:order:${id}:consent:email`, placed, platform, kind);
}

export const told = (fact, at, platform, kind) => ({
  fact_key: fact,
  occurred_at: at,
  received_at: at,
  source: platform === "woocommerce" ? "woocommerce" : "shopify",
  kind,
});
