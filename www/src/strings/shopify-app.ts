/** A Shopify store and the app in it. */
import { counted, plural } from "../text/plural.ts";

const EVENTS = { one: "kind of event", other: "kinds of events" };
const WEBHOOKS = { one: "webhook", other: "webhooks" };
const WERE = { one: "It was", other: "They were" };

export const appWords = {
  /** `ago` is when the last delivery was, such as “3 minutes ago”. */
  connected: (store: string, ago: string | null): string =>
    `The app in ${store} is connected. ${
      ago === null ? "Nothing has been delivered yet." : `Last delivery ${ago}.`
    }`,
  webhooks: (n: number, ago: string | null): string =>
    `Your store reports ${counted(n, EVENTS)}. ${
      ago === null
        ? "The webhooks are being created."
        : `The webhooks were checked ${ago}; Edgewise does so every 15 minutes.`
    }`,
  replaced: (n: number): string =>
    `Shopify had removed ${counted(n, WEBHOOKS)}. ${plural(n, WERE)} created again.`,
  check: "Check webhooks now",
  checked: "Webhooks checked.",
  leave: "To disconnect the store, uninstall Edgewise in Shopify under Settings > Apps.",
  removed: "The app was removed from your store",
  removedHelp:
    "Nothing is sent anymore. Install Edgewise in Shopify again and open it, and this shop picks up where it left off.",
  setUpByHand: "This shop isn’t connected to your store yet",
  setUpByHandHelp:
    "Somebody set it up by hand for your store. If you connect it, everybody under Settings > People and every API key with access to this shop can see your store’s customers and orders.",
  adopt: "Connect store…",
  adoptTitle: "Connect your store?",
  adoptNow: "Connect store",
  adopted: "Store connected.",
} as const;
