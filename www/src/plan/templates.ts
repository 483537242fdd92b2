/**
 * The shipped templates that this page can play a story for, read from their files when it is built:
 * the others wait for a page with more to do than a cart and an order.
 */
import { type Template, templateFrom } from "edgewise/templates.js";

const files = import.meta.glob<string>(
  [
    "../../../pkg/templates/cart-abandonment-recovery/**/*.{json,liquid}",
    "../../../pkg/templates/new-customer-welcome/**/*.{json,liquid}",
    "../../../pkg/templates/vip-customer-upgrade/**/*.{json,liquid}",
  ],
  { query: "?raw", import: "default", eager: true },
);

const ORDER = ["cart-abandonment-recovery", "new-customer-welcome", "vip-customer-upgrade"];

export const TEMPLATES: readonly Template[] = ORDER.map((name) => {
  const folder = `/templates/${name}/`;
  const own = Object.entries(files).filter(([path]) => path.includes(folder));
  return templateFrom(
    Object.fromEntries(
      own.map(([path, text]) => [path.slice(path.indexOf(folder) + folder.length), text]),
    ),
  );
});

/** The shop that previews are made for when nobody is signed in. */
export const SAMPLE_SHOP = {
  name: "Mira Ceramics",
  currency: "EUR",
  time_zone: "Europe/Berlin",
  country: "DE",
  url: "https://mira-ceramics.example",
  sender: { name: "Mira Ceramics", email: "hello@mira-ceramics.example" },
  postal_address: "1 Kiln Lane, 10115 Berlin",
};
