/** Pasts of made-up shops, as files that a merchant would choose. */

/** Customers who leave carts: every third one comes back and pays, every fifth never agreed. */
export function cartHistory(customers) {
  const lines = Array.from({ length: customers }, (_, number) => {
    const email = `c${number}@people.example`;
    const at = Date.UTC(2026, number % 12, 1 + (number % 28), 9);
    const event = (key, later, kind) => ({
      fact_key: `${number}:${key}`,
      occurred_at: at + later,
      received_at: at + later,
      source: "shopify",
      kind,
    });
    const total = { minor: 4_900 + number, currency: "EUR" };
    const items = [{ product_id: "mug", title: "Mug", quantity: 1 }];
    const cart = { checkout_token: `k${number}`, total, items };
    const change = { channel: "email", consent: "subscribed", origin: "form" };
    const order = {
      order_id: `o${number}`,
      placed_at: at + 7_200_000,
      paid_at: at + 7_200_000,
      updated_at: at + 7_200_000,
      total,
      items,
      checkout_token: cart.checkout_token,
    };
    const events = [
      event("new", 0, { type: "customer_created", profile: { email, country: "DE" } }),
      ...(number % 5 === 0 ? [] : [event("yes", 0, { type: "consent_changed", change })]),
      event("cart", 60_000, { type: "checkout_started", cart }),
      ...(number % 3 === 0
        ? [
            event("order", 7_200_000, { type: "order_placed", order }),
            event("paid", 7_200_000, { type: "order_completed", order }),
          ]
        : []),
    ];
    return JSON.stringify({ customer: `email:${email}`, events });
  });
  return lines.join("\n");
}

/** Shopify's export of orders; the row after the last order has no date. */
export function shopifyOrders(orders) {
  const rows = Array.from({ length: orders }, (_, number) => {
    const day = `2026-${two(1 + (number % 12))}-${two(1 + (number % 28))} 10:00:00 +0100`;
    const email = `c${number % Math.ceil(orders / 2)}@people.example`;
    return `#${number},${email},paid,${day},EUR,${20 + number}.00,${day},1,"Mug, blue",20.00,MUG,DE,${number}`;
  });
  return [
    ORDER_HEAD,
    ...rows,
    "#late,late@people.example,paid,,EUR,5.00,soon,1,Mug,5.00,MUG,DE,late",
  ].join("\n");
}

/** Shopify's export of customers: everybody agreed to email but each fourth. */
export function shopifyCustomers(customers) {
  const rows = Array.from(
    { length: customers },
    (_, number) =>
      `${number},c${number}@people.example,${number % 4 === 0 ? "no" : "yes"},DE,no,40.00,1,`,
  );
  return [CUSTOMER_HEAD, ...rows].join("\n");
}

const ORDER_HEAD =
  "Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Country,Id";
const CUSTOMER_HEAD =
  "Customer ID,Email,Accepts Email Marketing,Default Address Country Code,Accepts SMS Marketing,Total Spent,Total Orders,Tags";
const two = (number) => String(number).padStart(2, "0");
