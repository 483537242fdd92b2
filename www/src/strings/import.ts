/** Importing a connected store's past. */
import { count } from "../text/number.ts";
import { clockTime } from "../text/zone.ts";

export const importWords = {
  title: "Past customers and orders",
  states: {
    none: "Import your customers and past orders, so segments, tiers, and win-backs start out right. Nothing is sent to anyone because of it.",
    running:
      "Importing. You can leave this page. Nothing is sent to anyone because of what’s imported.",
    paused: "The import is paused.",
    incomplete: "The import isn’t complete yet.",
    cancelled: "The import was canceled. What was imported stays.",
    done: "Everything is imported, and new events arrive on their own.",
  },
  parts: {
    products: "Products",
    coupons: "Coupons",
    customers: "Customers",
    orders: "Orders",
    subscriptions: "Subscriptions",
  },
  limited:
    "Shopify only gives this app orders from the last 60 days. To import older ones, get the app approved for read_all_orders, then import again.",
  progress: (read: number, announced: number | null): string =>
    announced === null
      ? "Waiting"
      : read === announced
        ? read === 0
          ? "None"
          : count(read)
        : `${count(read)} of ${count(announced)}`,
  waits: (again: number | null): string =>
    again === null
      ? "Your store couldn’t be read"
      : `Your store couldn’t be read. Next try: ${clockTime(again)}`,
  found: "Your store responded:",
  acts: {
    begin: "Import",
    again: "Import again",
    pause: "Pause",
    resume: "Resume",
    cancel: "Cancel import",
  },
} as const;
