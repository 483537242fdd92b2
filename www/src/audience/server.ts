/** What loading all customers asks of the server. */
import type { Api } from "../server/api.ts";

/** A page of all customers for previews, and after whom the next begins; null after the last. */
export async function audiencePage(
  api: Api,
  shop: string,
  after: string,
): Promise<{ bytes: ArrayBuffer; next: string | null }> {
  const path = `/${shop}/segment-preview?limit=${PAGE}&after=${encodeURIComponent(after)}`;
  const response = await api.fetch(path);
  return { bytes: await response.arrayBuffer(), next: response.headers.get("edgewise-next") };
}

const PAGE = 2_000;

export const factsOf = async (api: Api, shop: string): Promise<object> =>
  (await api.read<{ facts: object }>(`/${shop}/facts`)).facts;
