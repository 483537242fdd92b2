/**
 * What the pixel says of an event: its kind, when it was, by which visitor, and of its content the members
 * that Edgewise reads. Everything else, such as addresses and the browser's make, stays in the browser.
 */

const AMOUNT = { amount: true, currencyCode: true };
const VARIANT = {
  id: true,
  title: true,
  sku: true,
  price: AMOUNT,
  image: { src: true },
  product: { id: true, title: true, vendor: true, type: true, url: true },
};
const LINE = { merchandise: VARIANT, quantity: true };
const CHECKOUT = {
  checkout: {
    token: true,
    email: true,
    phone: true,
    lineItems: [{ title: true, quantity: true, variant: VARIANT }],
    totalPrice: AMOUNT,
    order: { customer: { id: true } },
  },
};

/** Of each kind of event the content that is sent. */
const CONTENT = {
  page_viewed: {},
  product_viewed: { productVariant: VARIANT },
  collection_viewed: { collection: { id: true, title: true } },
  search_submitted: { searchResult: { query: true } },
  cart_viewed: { cart: { id: true, lines: [LINE], cost: { totalAmount: AMOUNT } } },
  product_added_to_cart: { cartLine: LINE },
  product_removed_from_cart: { cartLine: LINE },
  checkout_started: CHECKOUT,
  checkout_contact_info_submitted: CHECKOUT,
  checkout_address_info_submitted: CHECKOUT,
  checkout_shipping_info_submitted: CHECKOUT,
  payment_info_submitted: CHECKOUT,
  checkout_completed: CHECKOUT,
};

/** Shopify's own events that are sent. */
export const STANDARD_EVENTS = Object.keys(CONTENT);

/**
 * What a theme calls its own events, in front of their names: `edgewise:quiz_finished`. Those of other apps
 * have other names and are none of our business.
 */
const OWN = "edgewise:";

const BUYER = { id: true, email: true, phone: true, firstName: true, lastName: true };

/** What is sent of an event; null for one that isn't. `buyer` is who is signed in, or null. */
export function messageOf(event, buyer) {
  const { id, name, type, clientId, timestamp } = event;
  const about = { id, name, type, clientId, timestamp };
  if (type === "custom") {
    if (!name.startsWith(OWN)) return null;
    const own = { ...about, name: name.slice(OWN.length), customData: event.customData };
    return signed(own, buyer);
  }
  const content = Object.hasOwn(CONTENT, name) ? CONTENT[name] : undefined;
  if (type !== "standard" || content === undefined) return null;
  const { context } = named(event, { context: { document: { location: { href: true } } } });
  return signed({ ...about, context, data: named(event.data, content) }, buyer);
}

const signed = (message, buyer) =>
  buyer === null ? message : { ...message, customer: named(buyer, BUYER) };

/** The members of a value that a shape names. */
function named(value, shape) {
  if (shape === true || value === null || value === undefined) return value;
  if (Array.isArray(shape)) {
    return Array.isArray(value) ? value.map((one) => named(one, shape[0])) : undefined;
  }
  return Object.fromEntries(Object.keys(shape).map((key) => [key, named(value[key], shape[key])]));
}
