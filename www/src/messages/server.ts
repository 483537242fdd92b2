/** What the page of messages asks of the edge. */
import type { OutboxEntry as Item, OutboxPage as Page, Resolved } from "edgewise-edge/contract.ts";
import type { Api } from "../server/api.ts";

export type { Item, Page };

/** Messages, or everything else that is done: codes, tags, tasks, calls. */
export type Of = "messages" | "actions";

export type Filter = Record<"state" | "workflow" | "step" | "channel", string>;

/** Says whether a message of unknown outcome arrived; gives what came of it. */
export const resolveMessage = async (
  server: Api,
  shop: string,
  effect: string,
  arrived: boolean,
): Promise<Resolved["outcome"]> =>
  (await server.send<Resolved>("POST", `/${shop}/outbox/${effect}/resolve`, { arrived })).outcome;

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
