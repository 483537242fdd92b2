/**
 * The web pixel of a Shopify store that opened the app: what it is to be turned on with, and whether it is.
 *
 * Shopify turns it off with the app and at no other time, so it is turned on once for each time that the store
 * lets the app in.
 */
import { log } from "../log.ts";
import { type PixelSettings, turnOnPixel } from "../platform/shopify/pixel.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { installationOf } from "./store-access.ts";
import type { Stores } from "./stores.ts";

const SETTINGS = "pixel";
const ON = "pixel-on";

/** Whether it is known what the pixel is to be turned on with. */
export const hasPixelSettings = ({ sql }: Stores): boolean => readMeta(sql, SETTINGS) !== null;

/** Keeps it. The key stands in a page, so it is no secret. */
export function setPixelSettings(stores: Stores, settings: PixelSettings): void {
  writeMeta(stores.sql, SETTINGS, JSON.stringify(settings));
  pixelIsOff(stores);
}

/** The store let the app in, so the pixel is to be turned on. */
export const pixelIsOff = ({ sql }: Stores): void => writeMeta(sql, ON, null);

/** Turns the pixel on where it isn't. Never throws. */
export async function tendPixel(stores: Stores): Promise<void> {
  const { sql, settings } = stores;
  const [kept, installation] = [readMeta(sql, SETTINGS), installationOf(stores)];
  if (typeof kept !== "string" || installation === null || readMeta(sql, ON) !== null) return;
  const trouble = await turnOnPixel(installation, JSON.parse(kept) as PixelSettings);
  // Other settings may have come meanwhile, which are still to be turned on.
  if (trouble === null && readMeta(sql, SETTINGS) === kept) writeMeta(sql, ON, 1);
  else if (trouble !== null) log("pixel-not-on", { shop: settings.shop, reason: trouble }, "warn");
}
