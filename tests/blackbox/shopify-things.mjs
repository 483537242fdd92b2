/** Things in a Shopify shop as its GraphQL Admin API has them, about people who do not exist. */
import { connection } from "./shopify-bulk.mjs";

export const gid = (type, id) => `gid://shopify/${type}/${id}`;

const money = (amount) => ({ shopMoney: { amount, currencyCode: "EUR" } });

const address = {
  firstName: "Mira",
  lastName: "Okafor",
  countryCodeV2: "DE",
  provinceCode: null,
};

/** A customer; `agreed` is when they agreed to email, null where they never did. */
export const shopCustomer = (id, { email, created, agreed = null, phone = null, ...more }) => ({
  id: gid("Customer", id),
  firstName: "Mira",
  lastName: "Okafor",
  createdAt: created,
  updatedAt: created,
  tags: [],
  defaultEmailAddress: {
    emailAddress: email,
    marketingState: agreed === null ? "NOT_SUBSCRIBED" : "SUBSCRIBED",
    marketingUpdatedAt: agreed,
  },
  defaultPhoneNumber: phone,
  defaultAddress: address,
  ...more,
});

/** A paid order of two bowls, by one of those customers or by nobody in particular. */
export const shopOrder = (id, { customer, created, ...more }) => ({
  id: gid("Order", id),
  name: `#${id}`,
  createdAt: created,
  updatedAt: created,
  processedAt: created,
  cancelledAt: null,
  displayFinancialStatus: "PAID",
  currencyCode: "EUR",
  totalPriceSet: money("84.00"),
  subtotalPriceSet: money("84.00"),
  taxesIncluded: false,
  totalDiscountsSet: money("0.00"),
  test: false,
  sourceName: "web",
  cartToken: null,
  checkoutToken: null,
  email: customer?.defaultEmailAddress.emailAddress ?? null,
  phone: null,
  customerLocale: "en",
  discountCodes: [],
  customer: customer ?? null,
  billingAddress: address,
  shippingAddress: null,
  refunds: [],
  lineItems: connection({
    id: gid("LineItem", id * 10),
    title: "Glazed bowl",
    variantTitle: null,
    quantity: 2,
    sku: "BOWL-G",
    vendor: "Kiln",
    originalUnitPriceSet: money("42.00"),
    taxLines: [],
    product: { id: gid("Product", 447) },
    variant: { id: gid("ProductVariant", 4471) },
  }),
  ...more,
});

/** Money given back on an order. */
export const shopRefund = (id, { amount, made }) => ({
  id: gid("Refund", id),
  createdAt: made,
  processedAt: made,
  totalRefundedSet: money(amount),
});

/** A product with so many variants, in these collections. */
export const shopProduct = (id, { created, variants = 1, collections = [], ...more }) => ({
  id: gid("Product", id),
  title: "Glazed bowl",
  vendor: "Kiln",
  productType: "Bowls",
  createdAt: created,
  updatedAt: created,
  tags: ["stoneware"],
  onlineStoreUrl: `https://kiln-and-clay.example/products/${id}`,
  featuredMedia: {
    __typename: "MediaImage",
    preview: { image: { url: `https://cdn.shop-files.example/${id}.jpg` } },
  },
  variants: connection(
    ...Array.from({ length: variants }, (_, index) => ({
      id: gid("ProductVariant", id * 10 + index + 1),
      title: variants === 1 ? "Default Title" : `Size ${index + 1}`,
      price: "42.00",
      compareAtPrice: null,
      sku: `BOWL-${index + 1}`,
      inventoryQuantity: 5,
      inventoryItem: { id: gid("InventoryItem", id * 100 + index), tracked: true },
    })),
  ),
  collections: connection(
    ...collections.map((handle, index) => ({ id: gid("Collection", index + 1), handle })),
  ),
  ...more,
});
