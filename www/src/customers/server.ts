/** What this page asks of the server besides what every page may. */
import type { Attributed } from "edgewise";
import type { Api } from "../server/api.ts";

const at = (shop: string, id: string): string => `/${shop}/customers/${encodeURIComponent(id)}`;

/** Everything held about one person, as the file they may ask for. */
export const exportOf = async (api: Api, shop: string, id: string): Promise<Blob> =>
  (await api.fetch(`${at(shop, id)}/export`)).blob();

/** What each of somebody's orders is credited to, and why not. */
export const creditsOf = (api: Api, shop: string, id: string): Promise<Attributed> =>
  api.read(`${at(shop, id)}/credits`);

/** Erases one person for good. */
export const erase = (api: Api, shop: string, id: string): Promise<null> =>
  api.send("DELETE", at(shop, id));

/** Sends a step's message, which went to the address given before, to this customer after all. */
export const sendAgain = (
  api: Api,
  shop: string,
  id: string,
  { workflow, step }: { workflow: string; step: string },
): Promise<unknown> => command(api, shop, id, { type: "send_again", workflow, step });

/** Does something to a customer by hand; the engine says what came of it. */
export const command = (
  api: Api,
  shop: string,
  id: string,
  asked: { type: string; [member: string]: unknown },
): Promise<{ sentences: string[] }> => api.send("POST", `${at(shop, id)}/commands`, asked);

/** Records what a customer said outside of what reports to Edgewise. */
export const recordConsent = (
  api: Api,
  shop: string,
  id: string,
  asked: { channel: string; consent: string; proof: string; given_at: number | null },
): Promise<{ sentences: string[] }> => command(api, shop, id, { type: "record_consent", ...asked });

/** What is true of the shop and asked for by conditions. */
export const factsOf = async (api: Api, shop: string): Promise<object> =>
  (await api.read<{ facts: object }>(`/${shop}/facts`)).facts;

const zones = new Map<string, string>();

/** The zone that the shop's times are shown in; read once for each shop. */
export async function zoneOf(api: Api, shop: string): Promise<string> {
  const known = zones.get(shop);
  if (known !== undefined) return known;
  const zone = (await api.config(shop)).shop?.time_zone ?? "UTC";
  zones.set(shop, zone);
  return zone;
}

/** How far the shop's clock is ahead of this browser's, in milliseconds. */
export const clockOf = async (api: Api, shop: string): Promise<number> =>
  (await api.health(shop)).now - Date.now();

/** Those for whom a condition holds, or everybody, as a file; it is written down that they were exported. */
export const exportTable = async (
  api: Api,
  shop: string,
  condition: object | null,
  columns: readonly string[],
): Promise<Blob> => {
  const known = columns.flatMap((column) => (column === "spent" ? [column, "currency"] : [column]));
  const body = JSON.stringify({ condition, columns: ["name", "email", ...known] });
  return (await api.fetch(`/${shop}/customers/export`, { method: "POST", body })).blob();
};
