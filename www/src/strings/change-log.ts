/** What was changed and by whom, in sentences. */
type Detail = Record<string, unknown>;

export const words = {
  title: "Change log",
  help: "What was changed through the API and this page, and by whom. Kept for 400 days, up to 10,000 changes.",
  none: "Nothing has been changed yet.",
  more: "Show more",
  columns: { what: "Change", at: "When" },
  failed: "It failed.",
  unknown: "It was cut short, and may not have been finished.",
} as const;

const some = (n: unknown, one: string, more: string): string =>
  n === 1 ? `1 ${one}` : `${Number(n ?? 0)} ${more}`;

const COMMANDS: Record<string, string> = {
  suppress: "stopped all messages to a customer",
  unsuppress: "allowed messages to a customer again",
  add_tag: "added a tag to a customer",
  remove_tag: "removed a tag from a customer",
  record_consent: "recorded a customer’s consent",
  enroll: "let a customer into a workflow",
  test: "tested a workflow on a customer",
  retry: "retried something that failed for a customer",
  skip: "skipped a step for a customer",
  send_again: "sent a message to a customer again",
  give_points: "gave a customer points",
  redeem_points: "redeemed a customer’s points",
};

const DEEDS: Record<string, (detail: Detail, target: string | null) => string> = {
  "api-key-made": ({ name }) => `created the API key “${name}”`,
  "api-key-revoked": () => "revoked an API key",
  "shop-created": () => "created the shop",
  "shop-restored": () => "restored the shop from a backup",
  "shop-deleted": () => "deleted the shop",
  "domain-changed": ({ domain }) => `changed the store’s domain to ${domain}`,
  "webhook-secret-changed": () => "changed the webhook secret",
  "server-key-changed": () => "created a new server key",
  "outgoing-secret-shown": () => "looked at the signing secret",
  "webhook-address-changed": () => "created a new webhook address",
  "platform-access-changed": ({ kept }) =>
    kept === true ? "saved the store’s access token" : "removed the store’s access token",
  "clock-moved": () => "moved the development clock",
  "config-published": ({ workflows }) =>
    workflows === 0
      ? "saved the settings"
      : `published changes to ${some(workflows, "workflow", "workflows")}`,
  "draft-saved": (_, workflow) => `saved a draft of “${workflow}”`,
  "draft-deleted": (_, workflow) => `deleted the draft of “${workflow}”`,
  "segment-let-in": ({ segment }, workflow) => `let the segment “${segment}” into “${workflow}”`,
  "promotion-told": () => "announced a promotion",
  "customer-erased": () => "erased a customer",
  "customer-changed": ({ command }) => COMMANDS[String(command)] ?? "changed a customer",
  "consents-imported": ({ taken }) => `imported ${some(taken, "consent", "consents")}`,
  "privacy-request-answered": ({ answer }) =>
    answer === "erase"
      ? "answered a privacy request: erase the customer"
      : "answered a privacy request: keep the customer",
  "question-answered": ({ answer }) =>
    answer === "true" ? "confirmed what the store claimed" : "undid what the store claimed",
  "thresholds-changed": () => "changed the alert settings",
  "sending-switched": ({ stopped, channel }) =>
    `${stopped === true ? "stopped" : "resumed"} ${channel === null ? "all sending" : `sending by ${channel}`}`,
  "failed-item-retried": () => "retried a failed item",
};

/** Who did it: a key by its name, staff by their number at Shopify. */
function who(by: string, name: string | null): string {
  if (by.startsWith("session/")) return `Staff member ${by.slice("session/".length)}`;
  return name === null ? "The admin key" : `“${name}”`;
}

export const sentence = (change: {
  by: string;
  by_name: string | null;
  operation: string;
  target: string | null;
  detail: Detail;
}): string => {
  const deed = DEEDS[change.operation]?.(change.detail, change.target) ?? change.operation;
  return `${who(change.by, change.by_name)} ${deed}.`;
};
