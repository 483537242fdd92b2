/** What webhooks claim and only the store can say. */
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

type Claim = (id: string, since: string) => string;

export const words = {
  title: "Is this true?",
  why: "A webhook says so, but webhook topics aren’t signed, so it could be forged.",
  canAsk: "Edgewise is checking with your store and will answer this for you.",
  trouble: {
    refused:
      "Your store didn’t allow the check. Make sure the API access token or keys you gave Edgewise are still valid.",
    unreachable: "Your store didn’t respond. Edgewise will check again.",
  },

  claims: {
    installation: (_, since) => `The app was removed from your store (${since}).`,
    "shop-data": (_, since) => `Your store asked to erase all of its data (${since}).`,
    customer: (_, since) => `This customer’s account was deleted (${since}).`,
    order: (id, since) => `Order ${id} was deleted (${since}).`,
    product: (id, since) => `Product ${id} was deleted (${since}).`,
    coupon: (id, since) => `Discount ${id} was deleted (${since}).`,
  } as Record<string, Claim>,
  meanwhile: {
    shop: "Until you answer, all sending is paused and nothing is deleted.",
    customer: "Until you answer, nothing is sent to them.",
    thing: "Until you answer, it counts as before.",
  },
  confirm: {
    installation: "Yes, stop for good",
    "shop-data": "Yes, erase in 7 days",
    other: "Yes, it was deleted",
  },
  undo: "No, undo",
  undone: "Undone. Everything continues as before.",
  confirmed: "Confirmed.",
  notAnswered: "Your answer couldn’t be saved",

  removed: (since: string) => `The app was removed from your store (${since})`,
  removedHelp: "Nothing is sent. If you install the app again, sending starts from then.",
  installed: "The app is installed",
  erased: (when: string) => `All data of your shop will be erased on ${when}`,
  erasedHelp: "Nothing is sent meanwhile. You can still cancel this.",
  keep: "Keep my data",

  things: (n: number) => `${counted(n, nouns.deletion)} to confirm`,
  seeCustomer: "View customer",
} as const;
