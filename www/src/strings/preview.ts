/** The dry run: a customer, what happens to them, and what they would get. */
import { counted, plural } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

const message = (n: number): string => counted(n, nouns.message);

export const words = {
  dryRun: "Dry run",
  loading: "Starting the engine…",
  engineFailed: "The dry run couldn’t start.",
  engineFailedHelp: "Nothing was sent or changed. Reload the page to try again.",
  empty: "Nothing would be sent.",
  broken: "Fix the errors to see the dry run.",
  brokenSince: "There’s an error to fix. This dry run is from before it.",
  brokenHelp: "Fix it and the dry run updates. Nothing changes for customers meanwhile.",
  whyNotNow: "Why they’re not in this workflow now",

  customer: "Customer",
  yourself: "Yourself",
  samples: "Sample customers",
  yours: "Your customers",
  editCustomer: "Edit customer",
  fields: {
    firstName: "First name",
    lastName: "Last name",
    email: "Email",
    phone: "Phone",
    country: "Country code, such as US",
    zone: "Time zone",
    birthDate: "Birthday, such as 1990-03-14",
    emailConsent: "Email marketing",
    smsConsent: "SMS marketing",
    tags: "Tags, separated by commas",
    pastOrders: "Past paid orders: amounts separated by spaces",
  },
  unknownZone: "Enter a time zone such as America/New_York.",
  badDate: "Enter a date such as 1990-03-14.",
  badAmounts: "Enter amounts such as 64.00 119.00.",
  realCustomer: "Starts from what Edgewise knows about this customer now.",
  caption: (name: string, orders: number, subscribed: boolean) =>
    `${name} (${orders === 0 ? "no orders" : counted(orders, nouns.order)}, ${
      subscribed ? "subscribed" : "not subscribed"
    })`,

  events: "Events",
  addEvent: "Add an event",
  noEvents: "No events yet. Add a cart or an order to see what happens.",
  when: "When",
  amount: "Amount",
  tag: "Tag",
  product: "Product",
  channel: "Channel",
  badAmount: "Enter an amount such as 64.00.",
  remove: (name: string) => `Remove: ${name}`,
  earlier: (name: string) => `−1 h, ${name}`,
  later: (name: string) => `+1 h, ${name}`,
  whatIf: "What if",
  whatIfs: {
    justInTime: "they order after 59:59",
    afterFirst: "they order after the first message",
    optOut: "they unsubscribe the next day",
    reset: "Start over",
  },

  timeline: "Timeline",
  timesIn: (place: string) => `Times shown in ${place} time.`,
  slider: "View as of",
  previous: "Earlier event",
  next: "Later event",
  asOf: (when: string) => `As of ${when}`,
  show: "Show message",
  hide: "Hide message",
  to: (address: string) => `to ${address}`,

  desktop: "Desktop",
  phone: "Phone",
  text: "Text",
  dark: "Dark mode",
  pictures: "Images",
  previewOf: (subject: string) => `Preview of “${subject}”`,
  notRendered: "This message has an error, so it wouldn’t be sent.",
  remote: "Images from other sites aren’t loaded here, and links don’t open.",

  gets: (name: string, messages: number, coupons: number) =>
    `${name} gets ${message(messages)}${coupons === 0 ? "" : ` and ${counted(coupons, nouns.coupon)}`}.`,
  goesOut: (messages: number, when: string) =>
    `${plural(messages, { one: "It", other: "The first" })} goes out ${when}.`,
  getsNothing: (name: string) => `${name} gets no messages.`,
  getsNothingBecause: (name: string, reason: string) => `${name} gets no messages: ${reason}.`,
  sentSoFar: (messages: number) =>
    messages === 0 ? "Nothing sent yet." : `${message(messages)} sent so far.`,
  comesNext: (thing: string, when: string) => `Next: ${thing}, ${when}.`,
  nothingNext: "Nothing more to come.",
  withCode: (what: string, code: string) => `${what}: ${code}`,
  aMessage: (channel: string, subject: string) => `${channel} “${subject}”`,
} as const;

/** What can be put on the timeline. */
export const HAPPENINGS = {
  cart: "Cart updated",
  checkout: "Checkout started",
  order: "Order placed",
  paid: "Order paid",
  refund: "Order refunded",
  "opt-out": "Unsubscribes",
  "opt-in": "Subscribes",
  tag: "Tag added",
  view: "Product viewed",
  page: "Page viewed",
  search: "Search",
  fulfilled: "Order shipped",
  delivered: "Order delivered",
  enter: "Added to the workflow",
} as const;

interface Happened {
  name: string;
  amount: string;
  text: string;
  channel: string;
}

/** The same in a sentence. */
export const HAPPENED: Record<keyof typeof HAPPENINGS, (of: Happened) => string> = {
  cart: ({ name, amount }) => `${name} has ${amount} in the cart`,
  checkout: ({ name, amount }) => `${name} starts checkout for ${amount}`,
  order: ({ name, amount }) => `${name} places an order for ${amount}`,
  paid: ({ name }) => `${name} pays for the order`,
  refund: ({ name, amount }) => `${name} is refunded ${amount}`,
  "opt-out": ({ name, channel }) => `${name} unsubscribes from ${channel}`,
  "opt-in": ({ name, channel }) => `${name} subscribes to ${channel}`,
  tag: ({ name, text }) => `${name} is tagged “${text}”`,
  view: ({ name, text }) => `${name} views “${text}”`,
  page: ({ name, text }) => `${name} opens ${text}`,
  search: ({ name, text }) => `${name} searches for “${text}”`,
  fulfilled: ({ name }) => `${name}’s order ships`,
  delivered: ({ name }) => `${name}’s order is delivered`,
  enter: ({ name }) => `${name} is added to the workflow`,
};
