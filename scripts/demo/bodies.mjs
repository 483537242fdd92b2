/** Webhook bodies in Shopify's shapes, about people and a shop that do not exist. */

const iso = (at) => new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");

const who = ({ number, email, first, last }) => ({
  id: number,
  email,
  first_name: first,
  last_name: last,
});

const bowl = (price) => ({
  title: "Glazed bowl",
  variant_title: "Ocean blue",
  product_id: 447,
  variant_id: 4471,
  sku: "BOWL-OCEAN",
  quantity: 1,
  price,
});

/** `customers/create`. */
export const signUp = (person, at) => ({
  ...who(person),
  created_at: iso(at),
  updated_at: iso(at),
  verified_email: true,
  phone: null,
  tags: "",
  currency: "EUR",
  email_marketing_consent: {
    state: person.consent,
    opt_in_level: "single_opt_in",
    consent_updated_at: iso(at),
  },
  sms_marketing_consent: null,
  default_address: { country_code: "DE", city: "Berlin", zip: "10115" },
});

/** `checkouts/create`. A guest has no customer, only an address. */
export const checkout = (person, at, price) => ({
  id: person.number + 500_000,
  token: person.token,
  cart_token: `cart-${person.token}`,
  email: person.email,
  buyer_accepts_marketing: person.consent === "subscribed",
  created_at: iso(at),
  updated_at: iso(at),
  completed_at: null,
  currency: "EUR",
  presentment_currency: "EUR",
  customer_locale: "en",
  total_price: price,
  subtotal_price: price,
  abandoned_checkout_url: `https://willow-kiln.example/checkouts/${person.token}/recover`,
  line_items: [bowl(price)],
  ...(person.guest
    ? { billing_address: { first_name: person.first, last_name: person.last, country_code: "DE" } }
    : { customer: who(person) }),
});

/** `orders/create` and `orders/paid`: the whole order, paid. */
export const order = (person, at, price) => ({
  id: person.number + 900_000,
  name: `#${1000 + (person.number % 100)}`,
  email: person.email,
  contact_email: person.email,
  created_at: iso(at),
  updated_at: iso(at),
  processed_at: iso(at),
  currency: "EUR",
  total_price: price,
  subtotal_price: price,
  financial_status: "paid",
  cancelled_at: null,
  test: false,
  source_name: "web",
  checkout_token: person.token,
  cart_token: `cart-${person.token}`,
  line_items: [{ id: person.number + 900_001, ...bowl(price) }],
  customer: who(person),
});
