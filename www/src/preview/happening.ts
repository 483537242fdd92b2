/** What happens in a story: things a merchant can put on the timeline, move and take off again. */

export type HappeningType =
  | "cart"
  | "checkout"
  | "order"
  | "paid"
  | "refund"
  | "opt-out"
  | "opt-in"
  | "tag"
  | "view"
  | "page"
  | "search"
  | "fulfilled"
  | "delivered"
  | "enter";

export interface Happening {
  id: string;
  type: HappeningType;
  at: number;
  /** Minor units: of a cart, an order, a refund. */
  amount: number;
  /** A tag's or a product's name, a page's address, what is searched for. */
  text: string;
  channel: "email" | "sms";
}

export const TYPES: readonly HappeningType[] = [
  "cart",
  "checkout",
  "order",
  "paid",
  "refund",
  "opt-out",
  "opt-in",
  "tag",
  "view",
  "page",
  "search",
  "fulfilled",
  "delivered",
  "enter",
];

export const hasAmount = ({ type }: Happening): boolean =>
  ["cart", "checkout", "order", "refund"].includes(type);
export const hasText = ({ type }: Happening): boolean => ["tag", "view"].includes(type);
export const hasChannel = ({ type }: Happening): boolean => ["opt-in", "opt-out"].includes(type);

const USUAL_TEXT: Partial<Record<HappeningType, string>> = {
  tag: "VIP",
  view: "Glazed bowl",
  page: "/pricing",
  search: "bowl",
};

let made = 0;

/** A happening with everything it needs; what is not given has a sensible value. */
export function happening(
  type: HappeningType,
  at: number,
  more: Partial<Omit<Happening, "id" | "type" | "at">> = {},
): Happening {
  made += 1;
  const text = USUAL_TEXT[type] ?? "";
  return { id: `h${made}`, type, at, amount: 8400, text, channel: "email", ...more };
}

/** In the order of time; what was put on first comes first. */
export const inOrder = (list: readonly Happening[]): Happening[] =>
  [...list].sort((a, b) => a.at - b.at);
