/** The columns of exports that are known, and what stands in their cells: amounts, and moments. */

/** Known columns of a table, by what they are for; the first that is there is used. */
export const ORDER_COLUMNS = {
  id: ["Id", "Order ID", "order_id"],
  number: ["Name", "Order Number", "order_number", "Order #"],
  email: ["Email", "Billing Email", "billing_email", "Email (Billing)", "customer_email"],
  phone: ["Phone", "Billing Phone", "billing_phone", "Phone (Billing)"],
  created: ["Created at", "Order Date", "order_date", "Date"],
  paid: ["Paid at", "Paid Date", "paid_date", "Date Paid"],
  cancelled: ["Cancelled at"],
  payment: ["Financial Status"],
  status: ["Order Status", "status", "Status"],
  currency: ["Currency", "Order Currency", "order_currency"],
  total: ["Total", "Order Total", "order_total", "Order Total Amount"],
  refunded: ["Refunded Amount", "Order Refund Amount", "refund_total"],
  code: ["Discount Code", "Coupon Code", "coupon_codes"],
  channel: ["Source"],
  firstName: ["First Name (Billing)", "billing_first_name", "Billing First Name"],
  lastName: ["Last Name (Billing)", "billing_last_name", "Billing Last Name"],
  country: ["Billing Country", "Country Code (Billing)", "billing_country"],
  itemName: ["Lineitem name", "Item Name", "Product Name"],
  itemSku: ["Lineitem sku", "SKU"],
  itemPrice: ["Lineitem price", "Item Cost", "Item Price"],
  itemQuantity: ["Lineitem quantity", "Quantity"],
  vendor: ["Vendor"],
};
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

/** An amount in minor units, exactly; null for what is no amount. */
export function minorOf(text, digits) {
  const found = /^-?\D{0,4}(\d{1,12})(?:\.(\d{1,6}))?$/.exec((text ?? "").replaceAll(",", ""));
  if (found === null) return null;
  const [, whole, fraction = ""] = found;
  return Number(whole + fraction.padEnd(digits, "0").slice(0, digits));
}

export function fractionDigits(currency) {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** `2026-03-05 10:12:33 -0500`, `2026-03-05T10:12:33Z`, or without a zone by the shop's clock. */
export function momentOf(text, timeZone) {
  const found =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(
      (text ?? "").trim(),
    );
  if (found === null) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone] = found;
  const wall = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  if (Number.isNaN(wall)) return null;
  if (zone === undefined) return wall - offsetAt(wall - offsetAt(wall, timeZone), timeZone);
  if (zone === "Z" || zone === "UTC") return wall;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)];
  const offset = (+hours * 60 + +minutes) * 60_000;
  return zone.startsWith("-") ? wall + offset : wall - offset;
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at, timeZone) {
  let format = clocks.get(timeZone);
  if (format === undefined) {
    format = clockOf(timeZone);
    clocks.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.trunc(at / 1000) * 1000;
}

/** Making a clock takes longer than asking it a hundred times. */
const clocks = new Map();

const clockOf = (timeZone) =>
  new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
