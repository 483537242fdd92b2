/** A merchant's configuration: the shipped cart recovery with short texts, for one made-up shop. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./world.mjs";

const template = (name) => {
  const { $schema: _, ...workflow } = JSON.parse(
    readFileSync(join(root, "pkg/templates", name, "workflow.json"), "utf8"),
  );
  return { ...workflow, status: "live" };
};

const mail = (subject) => ({
  channel: "email",
  subject,
  html: "<p>Hello {{ customer.first_name }}</p>",
  text: "Hello {{ customer.first_name }}",
});

/** Cart recovery as it ships; `more` is laid over the whole. */
export const recovery = (more = {}) => ({
  format: 1,
  shop: {
    name: "Mira Ceramics",
    currency: "EUR",
    time_zone: "Europe/Berlin",
    country: "DE",
    url: "https://mira-ceramics.example",
    sender: { name: "Mira Ceramics", email: "hello@mira-ceramics.example" },
    postal_address: "1 Kiln Lane, 10115 Berlin",
  },
  messages: {
    "cart-hour-1": mail("You left something behind"),
    "cart-hour-24": mail("Still there"),
    "cart-hour-48": {
      ...mail("Ten percent off with {{ coupon.code }}"),
      text: "Back to your cart: {{ cart.url }}",
    },
    "cart-day-7": mail("Last word"),
  },
  workflows: [template("cart-abandonment-recovery")],
  ...more,
});

/** A workflow that a new customer starts at once, with the given steps. */
export const onSignUp = (steps, more = {}) => ({
  id: "on-sign-up",
  name: "On sign-up",
  status: "live",
  trigger: { type: "customer_created" },
  steps,
  ...more,
});

export const HOUR = 3_600_000;
