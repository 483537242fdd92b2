/** What the page of messages asks of the edge. */
import type { Api } from "../server/api.ts";

/** One thing that was to be done. */
export interface Item {
  id: string;
  customer: string;
  person: { name: string | null; email: string | null };
  type: string;
  channel: string | null;
  workflow: string;
  step: string;
  due: number;
  state: string;
  reason: string | null;
  attempt: number;
  next_at: number | null;
  created_at: number;
  done_at: number | null;
  content: Record<string, unknown> | null;
}

export interface Page {
  outbox: Item[];
  total: number;
  counts: Record<string, number>;
}

/** Messages, or everything else that is done: codes, tags, tasks, calls. */
export type Of = "messages" | "actions";

export type Filter = Record<"state" | "workflow" | "step" | "channel", string>;

/** The newest items that a filter lets through; an empty word lets everything through. */
export function outbox(
  server: Api,
  shop: string,
  of: Of,
  filter: Filter,
  limit: number,
): Promise<Page> {
  const asked = Object.entries(filter).filter(([, value]) => value !== "");
  const query = new URLSearchParams([...asked, ["of", of], ["limit", String(limit)]]);
  return server.read(`/${shop}/outbox?${query}`);
}
