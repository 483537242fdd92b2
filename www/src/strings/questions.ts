/** Every text about what webhooks claim and only the store can say. */
import { counted } from "../backtest/numbers.ts";

type About = "installation" | "shop-data" | "customer" | "order" | "product" | "coupon";

const THINGS: Record<"order" | "product" | "coupon", string> = {
  order: "Order",
  product: "Product",
  coupon: "Discount",
};

export const words = {
  title: "Is this true?",
  why: "A webhook says so, but its topic isn’t signed, so anyone who saw one could send it again as something else.",
  canAsk: "Edgewise is asking your store and answers this by itself.",
  refused:
    "Your store doesn’t let Edgewise look this up. Check the API access token or keys you gave it.",
  unreachable: "Your store didn’t answer. Edgewise asks again by itself.",

  claim: (about: About, id: string, since: string): string => {
    if (about === "installation") return `The app was removed from your store (${since}).`;
    if (about === "shop-data") return `Your store wants all its data erased (${since}).`;
    if (about === "customer") return `This customer’s account was deleted (${since}).`;
    return `${THINGS[about]} ${id} was deleted (${since}).`;
  },
  meanwhile: (about: About): string => {
    if (about === "installation" || about === "shop-data")
      return "Until you answer, all sending waits. Nothing is deleted.";
    if (about === "customer") return "Until you answer, nothing is sent to them.";
    return "Nothing waits for this. Until you answer, it counts as before.";
  },
  isTrue: (about: About): string => {
    if (about === "installation") return "It’s true: stop for good";
    if (about === "shop-data") return "It’s true: erase in 7 days";
    return "It’s true: it was deleted";
  },
  undo: "Undo",
  undone: "Undone. What waited goes on.",
  confirmed: "Done.",
  notAnswered: "Couldn’t save your answer",

  removed: (since: string) => `The app was removed from your store (${since})`,
  removedHelp: "Nothing is sent anymore. If it’s installed again, sending starts from there.",
  installed: "It’s installed",
  erased: (when: string) => `All data of your shop will be erased on ${when}`,
  erasedHelp: "Nothing is sent meanwhile. You can still stop this.",
  keep: "Keep the data",

  things: (n: number) => `${counted(n, "deletion")} to confirm`,
  seeCustomer: "See customer",
} as const;
