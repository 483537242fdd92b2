/** What was done, in a line of the timeline; messages are listed by their subject. */
type Payload = Record<string, unknown>;

const DEEDS: Record<string, (payload: Payload) => string> = {
  apply_coupon: ({ code, ...payload }) => `Coupon ${code ?? ""}: ${discountWords(payload)}`,
  add_tag: ({ tag }) => `Tag “${tag ?? ""}” added`,
  remove_tag: ({ tag }) => `Tag “${tag ?? ""}” removed`,
  add_points: ({ points }) => `${points ?? ""} points added`,
  unsubscribe: ({ channel }) => `Unsubscribed from ${channel ?? ""}`,
  change_tier: ({ tier }) => `Moved to tier “${tier ?? ""}”`,
  assign: ({ to }) => `Assigned to ${to ?? ""}`,
  show_offer: ({ offer }) => `Offer “${offer ?? ""}” shown`,
  hide_offer: ({ offer }) => `Offer “${offer ?? ""}” hidden`,
  create_task: ({ title }) => `Task “${title ?? ""}”`,
  webhook: ({ url }) => `Webhook call to ${url ?? ""}`,
};

/** `payload` is what was done with; a code stands under `code`. */
export const deed = (effect: string, payload: Payload): string =>
  (DEEDS[effect] ?? (({ url }: Payload) => `Call to ${url ?? ""}`))(payload);

/** What a code gives, by what was made. */
function discountWords(code: Record<string, unknown>): string {
  if (code.percent) return `${code.percent}% off`;
  if (typeof code.amount === "string") return `${code.amount} off`;
  if (code.amount) return "an amount off";
  if (code.free_gift) return `a free ${code.free_gift}`;
  return "free shipping";
}
