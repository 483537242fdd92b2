/** WooCommerce's webhook bodies (REST v3), about people and shops that do not exist. */

const gmt = (iso) => iso.slice(0, 19);

/** An order as `order.created` and `order.updated` send it. */
export const wooOrder = (id, { email, created, modified = created, ...more }) => ({
  id,
  number: String(id),
  status: "processing",
  currency: "EUR",
  total: "40.00",
  total_tax: "6.39",
  prices_include_tax: true,
  date_created_gmt: gmt(created),
  date_modified_gmt: gmt(modified),
  date_paid_gmt: PAID.has(more.status ?? "processing") ? gmt(created) : null,
  customer_id: 0,
  created_via: "store-api",
  payment_url: `https://tea-house.example/checkout/order-pay/${id}/?key=wc_order_k${id}`,
  needs_payment: more.status === "pending" || more.status === "checkout-draft",
  billing: { first_name: "Tea", last_name: "Drinker", email, phone: "", country: "DE", state: "" },
  shipping: {},
  line_items: [
    {
      product_id: 14,
      variation_id: 0,
      name: "Green tea",
      quantity: 1,
      price: 33.61,
      sku: "TEA-G",
      subtotal: "33.61",
      subtotal_tax: "6.39",
      total: "33.61",
      total_tax: "6.39",
    },
  ],
  coupon_lines: [],
  refunds: [],
  meta_data: [],
  ...more,
});

const PAID = new Set(["processing", "completed"]);

/** An account as `customer.created` and `customer.updated` send it. */
export const wooCustomer = (id, { email, created, modified = created, ...more }) => ({
  id,
  date_created_gmt: gmt(created),
  date_modified_gmt: gmt(modified),
  email,
  first_name: "Zoe",
  last_name: "Account",
  role: "customer",
  billing: {},
  shipping: {},
  meta_data: [],
  ...more,
});
