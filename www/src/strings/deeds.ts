/** What was done, in a line of the timeline; messages stand there by their subject. */
import { discountWords } from "./steps.ts";

type Payload = Record<string, unknown>;

const DEEDS: Record<string, (payload: Payload) => string> = {
  apply_coupon: ({ code, ...payload }) => `Code ${code ?? ""} for ${discountWords(payload)}`,
  add_tag: ({ tag }) => `Tag “${tag ?? ""}”`,
  remove_tag: ({ tag }) => `Without the tag “${tag ?? ""}”`,
  add_points: ({ points }) => `${points ?? ""} points`,
  unsubscribe: ({ channel }) => `No more marketing by ${channel ?? ""}`,
  change_tier: ({ tier }) => `Tier “${tier ?? ""}”`,
  assign: ({ to }) => `Assigned to ${to ?? ""}`,
  show_offer: ({ offer }) => `Offer “${offer ?? ""}” shown`,
  hide_offer: ({ offer }) => `Offer “${offer ?? ""}” hidden`,
  create_task: ({ title }) => `Task “${title ?? ""}”`,
  webhook: ({ url }) => `Webhook to ${url ?? ""}`,
};

/** `payload` is what was done with; a code stands under `code`. */
export const deed = (effect: string, payload: Payload): string =>
  (DEEDS[effect] ?? (({ url }: Payload) => `Call to ${url ?? ""}`))(payload);
