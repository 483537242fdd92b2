/** A WooCommerce store and its Edgewise plugin. */
import { counted, plural } from "../text/plural.ts";

const MINUTES = { one: "minute", other: "minutes" };
const WEBHOOKS = { one: "webhook", other: "webhooks" };
const WERE = { one: "It was", other: "They were" };

export const pluginWords = {
  help: "Install the Edgewise plugin in WordPress, create a connection code here, and paste it under WooCommerce > Edgewise. Carts and consent come with the plugin, and webhooks are created for you.",
  connected: (site: string, minutes: number | null): string => {
    const last =
      minutes === null
        ? "Nothing has been delivered yet."
        : `Last delivery ${counted(minutes, MINUTES)} ago.`;
    return `The plugin at ${site} is connected. ${last}`;
  },
  replaced: (n: number): string =>
    `WooCommerce had turned off ${counted(n, WEBHOOKS)}. ${plural(n, WERE)} replaced.`,
  create: "Create connection code",
  createAgain: "Create a code to reconnect",
  code: "Your connection code",
  paste: "Paste it under WooCommerce > Edgewise within an hour. It works once.",
  copy: "Copy",
  copied: "Copied.",
  notCopied: "Couldn’t copy. Select the code and copy it.",
  disconnect: "Disconnect the store…",
  disconnectTitle: "Disconnect the store?",
  disconnectHelp:
    "Edgewise removes its webhooks and keys from your store, so no more events arrive. Your customers and workflows stay.",
  disconnectNow: "Disconnect",
  disconnected: "Disconnected.",
  left: "Disconnected, but your store didn’t respond. Remove Edgewise’s webhooks and key in WooCommerce.",
} as const;
