/** What this page asks of the server besides what every page may. */
import type {
  Day,
  SegmentDetail,
  SegmentMembers,
  Segments,
  SegmentSummary,
} from "edgewise-edge/contract.ts";
import type { Api, CustomerLine } from "../server/api.ts";

export type { Day, SegmentDetail, SegmentSummary as SegmentLine };

/** How many customers were moved to the live configuration; null when all were. */
export type Recomputation = Segments["recomputation"];

export const segmentList = (api: Api, shop: string, days: number) =>
  api.read<Segments>(`/${shop}/segments?days=${days}`);

export const segmentDetail = (api: Api, shop: string, id: string, days: number) =>
  api.read<SegmentDetail>(`/${shop}/segments/${encodeURIComponent(id)}?days=${days}`);

/** Somebody in a segment. */
export type Member = SegmentMembers["members"][number];

/** A page of those in a segment, by the order of their ids. */
export const memberPage = (api: Api, shop: string, id: string, after: string) =>
  api.read<SegmentMembers>(
    `/${shop}/segments/${encodeURIComponent(id)}/members?limit=25&after=${encodeURIComponent(after)}`,
  );

/** All of them as a file; it is written down that they were exported. */
export const exportMembers = async (api: Api, shop: string, id: string): Promise<Blob> =>
  (
    await api.fetch(`/${shop}/segments/${encodeURIComponent(id)}/export`, { method: "POST" })
  ).blob();

/** The customer called `id`, or null when they are no more. */
export async function customerLine(
  api: Api,
  shop: string,
  id: string,
): Promise<CustomerLine | null> {
  const { customers } = await api.customers(shop, id, 0, 1);
  return customers.find(({ customer }) => customer === id) ?? null;
}
