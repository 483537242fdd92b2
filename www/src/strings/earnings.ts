/** Money: what messages earned, and how sure that is. */
import { count, signed } from "../text/number.ts";
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

const DAYS: Record<number, string> = {
  1: "today",
  7: "in the last 7 days",
  30: "in the last 30 days",
  90: "in the last 90 days",
};

export const words = {
  title: "Reports",
  signedOut: "Sign in to see what your messages earned.",
  reading: "Loading…",
  period: "Time period",
  periods: { 7: "7 days", 30: "30 days", 90: "90 days" } as Record<number, string>,
  download: "Download CSV",
  back: "All workflows",
  unread: "Your report couldn’t be loaded.",

  earned: (net: string, orders: number) => `${net} from ${counted(orders, nouns.order)}`,
  nothingEarned: (days: number) => `No orders yet from messages sent ${DAYS[days] ?? ""}.`,
  nothingSent: (days: number) => `No messages were sent ${DAYS[days] ?? ""}.`,
  nothingSentHelp: "Once a workflow sends messages, you’ll see here what they earn.",
  fromMessages: (days: number) => `From messages sent ${DAYS[days] ?? ""}, after refunds.`,
  previously: (net: string) => `Previously ${net}.`,
  elsewhere: (amounts: string) => `Also ${amounts}, which isn’t converted.`,
  rule: (clicked: string) =>
    `An order counts toward the last message that led to it: a link its buyer clicked up to ${clicked} before, or a code of ours they used.`,
  changeRule: "Change how orders are credited",
  openReports: "View reports",
  topWorkflows: "Workflows that earned most",

  creditingTitle: "How orders are credited",
  crediting:
    "The last message that led to an order gets the credit: a click or a code of yours, and only what you switch on here besides. Changes also apply to past orders.",
  compareRules: "See what changes",
  byLiveRules: (sum: string) => `As it is now: ${sum} in the last 90 days.`,
  byTheseRules: (sum: string) => `With these rules: ${sum}, of the same orders.`,
  byHoldout: (workflow: string, orders: number, low: number, high: number) =>
    `By the holdout of “${workflow}”: ${signed(orders)} orders, between ${signed(low)} and ${signed(high)}, whatever the rules.`,
  notEverybody: "Only the 20,000 customers who were written to last were compared.",

  recipients: "Recipients",
  conversion: "Conversion rate",
  conversionHelp: "Recipients with at least one order",
  perRecipient: "Revenue per recipient",
  discounts: "Discounts given",
  refunded: "Refunded",
  codes: "Codes used",
  codesOf: (used: number, issued: number) => `${count(used)} of ${count(issued)}`,
  byCode: (amount: string) => `${amount} of it by code`,

  workflows: "Workflows",
  columns: {
    workflow: "Workflow",
    step: "Step",
    recipients: "Recipients",
    messages: "Messages",
    delivered: "Delivered",
    opened: "Opened",
    clicked: "Clicked",
    orders: "Orders",
    revenue: "Revenue",
    perRecipient: "Per recipient",
    conversion: "Conversion",
  },
  unknownDelivery: "Not reported",
  machine: (n: number) => `${count(n)} more by bots or uncertain`,
  weakest: "Weakest step",
  weakestHelp: "Of its messages, the smallest share was clicked.",
  settles: (day: string) =>
    `Too early to judge. Clicks, orders and refunds can still change these numbers until ${day}.`,

  orders: "Orders",
  ordersHelp: "The orders behind these numbers, by when the message was sent.",
  more: "Show more",
  erased: "Erased customer",
  nameless: "Customer without a name",
  orderColumns: {
    order: "Order",
    customer: "Customer",
    placed: "Placed",
    credited: "Credited to",
    revenue: "Revenue",
  },
  by: {
    code: "Code used",
    click: "Clicked",
    delivery: "Delivered",
    open: "Opened",
  },
  creditedTo: (by: string, when: string) => `${by} ${when}`,

  experiments: "Experiments",
  experimentsHelp:
    "Chance decides who gets what, so a difference between the groups is the message’s doing. Customers are counted for 30 days.",
  holdoutOf: (workflow: string) => `Holdout of ${workflow}`,
  splitOf: (workflow: string, step: string) => `A/B split “${step}” in ${workflow}`,
  arms: { held_out: "Held out", treated: "Got the messages" } as Record<string, string>,
  ended: "Ended",
  group: "Group",
  customers: "Customers",
  ordered: "Ordered",
  spent: "Spent",
  both: (n: number) =>
    `${counted(n, nouns.customer)} turned out to be in more than one group and ${n === 1 ? "is" : "are"} left out.`,
  against: (arm: string, control: string) => `${arm}, compared with ${control}`,
  points: (points: string) => `${points} points`,
  proven: (points: string, low: string, high: string) =>
    `Proven: ${points}, between ${low} and ${high}.`,
  notProven: (points: string, low: string, high: string) =>
    `Not proven yet: ${points}, between ${low} and ${high}.`,
  tooEarly: "Too early: fewer than 10 customers ordered in one of the groups.",
  uneven:
    "No result: the groups aren’t the size they should be, so something other than chance decides who gets what.",
  nobody: "Nobody was assigned to one of the groups yet.",
  extraOrders: (orders: string, low: string, high: string) =>
    `Orders that came because of it: ${orders}, between ${low} and ${high}.`,
  extraRevenue: (amount: string, low: string, high: string) =>
    `Revenue per 1,000 customers: ${amount}, between ${low} and ${high}.`,
  withoutLargest: (amount: string, low: string, high: string) =>
    `Without the largest orders: ${amount}, between ${low} and ${high}.`,
  needs: (customers: number, lift: string) =>
    `Finding a ${lift} lift takes about ${counted(customers, nouns.customer)}.`,
  atPace: (days: number) => `At your pace that’s about ${counted(days, nouns.day)} more.`,
} as const;
