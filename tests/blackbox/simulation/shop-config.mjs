/** What the simulated shops have live, in three variants that are saved over one another. */
import { recovery } from "../recovery-config.mjs";

/** Held to by the oracle, so the same in all variants. */
export const QUIET = { from: 21, until: 8 };
export const CAP = { atMost: 2, hours: 24 };
export const VARIANTS = 3;

const mail = (subject) => ({
  subject,
  html: "<p>Hello {{ customer.first_name }}</p>",
  text: "Hello {{ customer.first_name }}. Your cart: {{ cart.url }}, your code: {{ coupon.code }}",
});

const hour = (clock) => `${String(clock).padStart(2, "0")}:00`;
const hours = (amount) => ({ amount, unit: "hours" });

/** @param {{variant: number, hook: string}} options `hook` is where webhooks go */
export function shopConfig({ variant, hook }) {
  const word = ["", " (new)", " (newer)"][variant];
  const base = recovery();
  return recovery({
    messages: {
      "cart-hour-1": mail(`You left something behind${word}`),
      "cart-hour-24": mail(`Still there${word}`),
      "cart-hour-48": mail("Ten percent off"),
      "cart-day-7": mail("Last word"),
      welcome: mail(`Welcome${word}`),
      tips: mail("How to look after a bowl"),
      thanks: mail("Thank you"),
    },
    policy: {
      quiet_hours: [{ channel: "email", from: hour(QUIET.from), until: hour(QUIET.until) }],
      frequency_caps: [{ at_most: CAP.atMost, per: hours(CAP.hours), when_over: "wait" }],
    },
    workflows: [
      ...base.workflows,
      {
        id: "welcome",
        name: "Welcome",
        status: variant === 2 ? "paused" : "live",
        in_flight: variant === 1 ? "move" : "keep",
        trigger: { type: "customer_created" },
        steps: [
          { id: "call", type: "webhook", url: hook },
          { id: "welcome", type: "send", message: "welcome" },
          { id: "pause", type: "wait", for: hours(variant === 1 ? 30 : 20) },
          { id: "tips", type: "send", message: "tips" },
          { id: "tag", type: "add_tag", tag: "welcomed" },
        ],
      },
      {
        id: "thanks",
        name: "Thanks",
        status: "live",
        trigger: { type: "order_placed" },
        steps: [
          { id: "thanks", type: "send", message: "thanks", kind: "transactional" },
          { id: "call", type: "webhook", url: hook },
        ],
      },
    ],
  });
}
