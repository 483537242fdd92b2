/** Webhook bodies in the platforms' shapes, about people and shops that do not exist. */

/** A Shopify `checkouts/create` or `update` body. */
export const checkout = (token, email, more = {}) => ({
  id: 981820079255243000 + Number.parseInt(token.slice(-2), 36),
  token,
  cart_token: `cart-${token}`,
  email,
  gateway: null,
  buyer_accepts_marketing: true,
  created_at: "2026-11-20T09:00:00Z",
  updated_at: "2026-11-20T09:00:00Z",
  completed_at: null,
  abandoned_checkout_url: `https://mira-ceramics.example/checkouts/${token}/recover`,
  currency: "EUR",
  presentment_currency: "EUR",
  customer_locale: "en",
  total_price: "84.00",
  subtotal_price: "84.00",
  line_items: [
    {
      key: "k1",
      title: "Glazed bowl",
      variant_id: 4471,
      product_id: 447,
      quantity: 2,
      price: "42.00",
      sku: "BOWL-G",
    },
  ],
  customer: { id: 7700001, email, first_name: "Mira", last_name: "Okafor" },
  ...more,
});

/** A Shopify `customers/create` body of the older form, with consent. */
export const customer = (id, email, more = {}) => ({
  id,
  email,
  first_name: "Mira",
  last_name: "Okafor",
  created_at: "2026-11-19T08:00:00Z",
  updated_at: "2026-11-19T08:00:00Z",
  verified_email: true,
  phone: null,
  tags: "",
  currency: "EUR",
  email_marketing_consent: {
    state: "subscribed",
    opt_in_level: "single_opt_in",
    consent_updated_at: "2026-11-19T08:00:00Z",
  },
  sms_marketing_consent: null,
  default_address: { country_code: "DE", zip: "10115", city: "Berlin" },
  ...more,
});

/** A Shopify `orders/create` or `orders/paid` body. */
export const order = (id, email, more = {}) => ({
  id,
  email,
  contact_email: email,
  name: `#${id}`,
  created_at: "2026-11-20T09:30:00Z",
  updated_at: "2026-11-20T09:30:00Z",
  processed_at: "2026-11-20T09:30:00Z",
  currency: "EUR",
  total_price: "84.00",
  subtotal_price: "84.00",
  financial_status: "paid",
  cancelled_at: null,
  test: false,
  source_name: "web",
  checkout_token: null,
  cart_token: null,
  line_items: [
    {
      id: id + 1,
      title: "Glazed bowl",
      variant_id: 4471,
      product_id: 447,
      quantity: 2,
      price: "42.00",
    },
  ],
  customer: { id: 7700001, email, first_name: "Mira", last_name: "Okafor" },
  ...more,
});
