/**
 * The app's web pixel in a Shopify store: turned on with where it sends to and by which key.
 *
 * What it says and when is the pixel's own affair (`shopify/extensions/pixel`); Shopify holds the settings to what
 * its configuration declares.
 */
import { type Answer, type Installation, run, type Trouble } from "./admin-api.ts";
import changePixel from "./operations/change-pixel.graphql";
import makePixel from "./operations/make-pixel.graphql";
import pixelOf from "./operations/pixel.graphql";

/** What the pixel's configuration asks for. */
export interface PixelSettings {
  /** Where events go. */
  events_url: string;
  /** The shop's public key for them. */
  write_key: string;
}

/** What came of a change; null where Shopify says nothing of it. */
type Said = { errors: { code: string | null }[] } | null;

/**
 * Turns the pixel on, or gives the one that is on these settings. Null once it is; `no-pixel` where the app was
 * published without one. Never throws.
 */
export async function turnOnPixel(
  shop: Installation,
  settings: PixelSettings,
): Promise<Trouble | "no-pixel" | null> {
  const made = await run<{ made: Said }>(shop, makePixel, { settings });
  if (made.data === null) return made.trouble;
  const codes = codesOf(made.data.made);
  if (!codes.includes("TAKEN")) return codes.length === 0 ? null : "no-pixel";
  const found: Answer<{ pixel: { id: string } | null }> = await run(shop, pixelOf, {});
  if (found.data === null) return found.trouble;
  // It was turned off between the two.
  if (found.data.pixel === null) return "unreachable";
  const given = { id: found.data.pixel.id, settings };
  const changed = await run<{ changed: Said }>(shop, changePixel, given);
  if (changed.data === null) return changed.trouble;
  return codesOf(changed.data.changed).length === 0 ? null : "no-pixel";
}

const codesOf = (said: Said): string[] =>
  (said?.errors ?? [{ code: null }]).map(({ code }) => code ?? "");
