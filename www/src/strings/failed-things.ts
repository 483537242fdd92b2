/** What failed, for one and for several. */
const CHANNELS: Record<string, [string, string]> = {
  email: ["email", "emails"],
  sms: ["SMS", "SMS"],
  push: ["push message", "push messages"],
};

export function failedThings(
  one: { kind: string; type: string | null; channel: string | null } | undefined,
): [string, string] {
  if (one === undefined) return ["failure", "failures"];
  if (one.kind === "delivery") return ["delivery from your store", "deliveries from your store"];
  if (one.kind === "damage") return ["damaged record", "damaged records"];
  if (one.type === "send") return CHANNELS[one.channel ?? ""] ?? ["message", "messages"];
  if (one.type === "webhook") return ["call to a service", "calls to a service"];
  return one.kind === "timer" ? ["scheduled task", "scheduled tasks"] : ["action", "actions"];
}
