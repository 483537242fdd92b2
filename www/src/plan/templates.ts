/** The shipped templates, read from their files when the page is built. */
import { type Template, templateFrom } from "edgewise/templates.js";

const files = import.meta.glob<string>("../../../pkg/templates/**/*.{json,liquid}", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The ones that a shop begins with come first. */
const FIRST = ["cart-abandonment-recovery", "new-customer-welcome", "vip-customer-upgrade"];

export const TEMPLATES: readonly Template[] = names().map((name) => {
  const folder = `/templates/${name}/`;
  const own = Object.entries(files).filter(([path]) => path.includes(folder));
  return templateFrom(
    Object.fromEntries(
      own.map(([path, text]) => [path.slice(path.indexOf(folder) + folder.length), text]),
    ),
  );
});

function names(): string[] {
  const all = Object.keys(files).flatMap((path) => path.match(/\/templates\/([^/]+)\//)?.[1] ?? []);
  return [...new Set([...FIRST, ...all.sort()])];
}

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
