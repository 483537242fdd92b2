/** A WooCommerce store and its Edgewise plugin. */
import { counted, plural } from "../text/plural.ts";

const WEBHOOKS = { one: "webhook", other: "webhooks" };
const WERE = { one: "was", other: "were" };

export const pluginWords = {
  help: "Install the Edgewise plugin in WordPress, create a connection code here, and paste it under WooCommerce > Edgewise. Carts and consent come with the plugin, and webhooks are created for you.",
  /** `ago` is when the last delivery was, such as “3 minutes ago”. */
  connected: (site: string, ago: string | null): string =>
    `The plugin at ${site} is connected. ${
      ago === null ? "Nothing has been delivered yet." : `Last delivery ${ago}.`
    }`,
  replaced: (n: number): string =>
    `${counted(n, WEBHOOKS)} ${plural(n, WERE)} turned off or deleted in WooCommerce, and created again.`,
  refused: "The last attempt to connect failed",
  create: "Create connection code",
  createAgain: "Create a code to reconnect",
  code: "Your connection code",
  paste: "Paste it under WooCommerce > Edgewise within an hour. It works once.",
  disconnect: "Disconnect the store…",
  disconnectTitle: "Disconnect the store?",
  disconnectHelp:
    "Edgewise removes its webhooks and keys from your store, so no more events arrive. Your customers and workflows stay.",
  disconnectNow: "Disconnect",
  disconnected: "Disconnected.",
  left: "Disconnected, but your store didn’t respond. Remove Edgewise’s webhooks and key in WooCommerce.",
} as const;
