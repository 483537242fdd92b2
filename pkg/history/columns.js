/** The columns of exports that are known. */

/** Orders of Shopify, and of WooCommerce as its export plugins write them. The first that is there is used. */
export const ORDER_COLUMNS = {
  id: ["Id", "Order ID", "order_id"],
  number: ["Name", "Order Number", "order_number", "Order #"],
  email: ["Email", "Billing Email", "billing_email", "Email (Billing)", "customer_email"],
  phone: ["Phone", "Billing Phone", "billing_phone", "Phone (Billing)"],
  created: ["Created at", "Order Date", "order_date", "Date", "date_created"],
  paid: ["Paid at", "Paid Date", "paid_date", "Date Paid", "date_paid"],
  cancelled: ["Cancelled at"],
  payment: ["Financial Status"],
  status: ["Order Status", "status", "Status"],
  currency: ["Currency", "Order Currency", "order_currency"],
  total: ["Total", "Order Total", "order_total", "Order Total Amount"],
  refunded: ["Refunded Amount", "Order Refund Amount", "refund_total", "refunded_total"],
  code: ["Discount Code", "Coupon Code", "coupon_codes"],
  channel: ["Source"],
  consent: ["Accepts Marketing"],
  firstName: ["First Name (Billing)", "billing_first_name", "Billing First Name"],
  lastName: ["Last Name (Billing)", "billing_last_name", "Billing Last Name"],
  country: ["Billing Country", "Country Code (Billing)", "billing_country"],
  itemName: ["Lineitem name", "Item Name", "Product Name", "item_name"],
  itemId: ["Product ID", "Product Id", "product_id", "item_product_id", "Item Product ID"],
  itemSku: ["Lineitem sku", "SKU", "item_sku"],
  itemPrice: ["Lineitem price", "Item Cost", "Item Price"],
  itemQuantity: ["Lineitem quantity", "Quantity"],
  vendor: ["Vendor"],
};

/** Orders of WooCommerce’s own Analytics: no address, and products as one text. */
export const ANALYTICS_ORDER_COLUMNS = {
  number: ["Order #"],
  created: ["Date"],
  status: ["Status"],
  formatted: ["N. Revenue (formatted)"],
  total: ["Net Sales", "N. Revenue"],
  person: ["Customer"],
  customerType: ["Customer type"],
  products: ["Product(s)"],
  sold: ["Items sold"],
  code: ["Coupon(s)"],
};

/** Customers of Shopify. */
export const CUSTOMER_COLUMNS = {
  id: ["Customer ID"],
  email: ["Email"],
  phone: ["Phone", "Default Address Phone"],
  firstName: ["First Name"],
  lastName: ["Last Name"],
  country: ["Default Address Country Code", "Country Code"],
  region: ["Default Address Province Code", "Province Code"],
  emailConsent: ["Accepts Email Marketing", "Accepts Marketing"],
  smsConsent: ["Accepts SMS Marketing"],
  spent: ["Total Spent"],
  orders: ["Total Orders"],
  tags: ["Tags"],
};

/** Customers of WooCommerce’s own Analytics. */
export const ANALYTICS_CUSTOMER_COLUMNS = {
  person: ["Name"],
  username: ["Username"],
  lastActive: ["Last Active"],
  joined: ["Sign up", "Date registered"],
  email: ["Email"],
  orders: ["Orders"],
  spent: ["Total Spend"],
  average: ["AOV"],
  country: ["Country / Region"],
  region: ["Region"],
};

export const KNOWN = [
  ORDER_COLUMNS,
  ANALYTICS_ORDER_COLUMNS,
  CUSTOMER_COLUMNS,
  ANALYTICS_CUSTOMER_COLUMNS,
];

/** The place of each known column in a table; the first of its names that is there is used. */
export function columnsOf(known, fields) {
  const places = new Map(fields.map((field, place) => [field.trim().toLowerCase(), place]));
  const found = Object.entries(known).map(([what, names]) => [
    what,
    names.map((name) => places.get(name.toLowerCase())).find((place) => place !== undefined),
  ]);
  return Object.fromEntries(found);
}

export function valuesOf(columns, row) {
  const values = Object.entries(columns).map(([what, place]) => [
    what,
    place === undefined ? undefined : String(row[place] ?? "").trim(),
  ]);
  return Object.fromEntries(values);
}

/** Which export a table is, by its head; null for none that is known. */
export function formOf(fields) {
  const analytics = columnsOf(ANALYTICS_ORDER_COLUMNS, fields);
  if (analytics.products !== undefined && analytics.number !== undefined) {
    return { form: "woocommerce-analytics-orders", columns: analytics };
  }
  const orders = columnsOf(ORDER_COLUMNS, fields);
  if (orders.created !== undefined && orders.total !== undefined) {
    const isShopify = orders.payment !== undefined;
    return { form: isShopify ? "shopify-orders" : "woocommerce-orders", columns: orders };
  }
  const people = columnsOf(ANALYTICS_CUSTOMER_COLUMNS, fields);
  if (people.average !== undefined && people.email !== undefined) {
    return { form: "woocommerce-analytics-customers", columns: people };
  }
  const customers = columnsOf(CUSTOMER_COLUMNS, fields);
  if (customers.emailConsent !== undefined || customers.orders !== undefined) {
    return { form: "shopify-customers", columns: customers };
  }
  return null;
}
