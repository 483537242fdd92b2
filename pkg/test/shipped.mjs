/** The templates that ship, as their files say, and somebody of whom everything is known. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { templateFrom } from "edgewise/templates.js";

const root = new URL("../templates", import.meta.url).pathname;

/** Every template that ships. */
export const shipped = () => readdirSync(root).map(template);

function template(name) {
  const folder = join(root, name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return templateFrom(
    Object.fromEntries(files.map((file) => [relative(folder, file), readFileSync(file, "utf8")])),
  );
}

/** Whether a template sends a message as transactional: without a way out. */
export const isTransactional = ({ workflow }, id) =>
  workflow.steps.some(({ message, kind }) => message === id && kind === "transactional");

export const SHOP = {
  name: "Mira Ceramics",
  currency: "EUR",
  time_zone: "Europe/Berlin",
  url: "https://mira.example",
  sender: { name: "Mira Ceramics", email: "hello@mira.example" },
  postal_address: "1 Kiln Lane, 10115 Berlin",
};

const euros = (minor) => ({ minor, currency: "EUR" });

/** Three lines, one of them without what a store may leave out. */
const ITEMS = [
  {
    title: "Breakfast Bowl",
    variant_title: "Speckled Blue",
    quantity: 2,
    price: euros(2_900),
    url: "https://mira.example/bowl",
    image_url: "https://mira.example/bowl.jpg",
  },
  {
    title: "Tall Mug",
    variant_title: null,
    quantity: 1,
    price: euros(2_450),
    url: null,
    image_url: "https://mira.example/mug.jpg",
  },
  {
    title: "Serving Plate with a Hand-Painted Rim",
    variant_title: "Large",
    quantity: 1,
    price: euros(4_800),
    url: "https://mira.example/plate",
    image_url: "https://mira.example/plate.jpg",
  },
];

/** What the engine knows when it sends, of somebody who speaks `language`. */
export const known = (language) => ({
  shop: SHOP,
  customer: {
    first_name: "Anna",
    language,
    next_tier: { name: "Gold", missing: euros(4_950) },
  },
  cart: {
    items: ITEMS,
    more_items: 0,
    total: euros(13_050),
    url: "https://mira.example/cart/1",
  },
  order: { number: "#1001", total: euros(13_050), items: ITEMS, more_items: 0 },
  coupon: { code: "SAVE-ABCDEFGH", percent: 10 },
  trigger: {
    title: "Breakfast Bowl",
    subject: "bowl",
    price: 29,
    carrier: "DHL",
    tracking_number: "JD0146",
    tracking_url: "https://post.example/JD0146",
  },
});
