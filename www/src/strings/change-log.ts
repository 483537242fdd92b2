/** What was changed and by whom. */
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

type Detail = Record<string, unknown>;

export const words = {
  title: "Change log",
  help: "Changes made in this admin and through the API, and who made them. Kept for 400 days, up to 10,000 changes.",
  none: "No changes yet.",
  more: "Show more",
  columns: { what: "Change", at: "When" },
  outcomes: {
    failed: "It failed.",
    unknown: "It was interrupted and may not have finished.",
  },
  staff: (id: string) => `Staff member ${id}`,
  somebody: "Somebody",
  failedSignIn: (name: string, times: number) =>
    `${counted(times, { one: "wrong password", other: "wrong passwords" })} for ${name}’s account.`,
  adminKey: "The admin key",
  apiKey: (name: string) => `“${name}”`,
  sentence: (who: string, deed: string) => `${who} ${deed}.`,
  customerChanged: "changed a customer",
} as const;

export const COMMANDS: Record<string, string> = {
  suppress: "stopped all messages to a customer",
  unsuppress: "allowed messages to a customer again",
  add_tag: "added a tag to a customer",
  remove_tag: "removed a tag from a customer",
  record_consent: "recorded a customer’s consent",
  enroll: "added a customer to a workflow",
  test: "tested a workflow with a customer",
  retry: "retried something that failed for a customer",
  skip: "skipped a step for a customer",
  send_again: "sent a message to a customer again",
  give_points: "gave a customer points",
  redeem_points: "redeemed a customer’s points",
};

const ROLES: Record<string, string> = {
  owner: "an owner",
  editor: "an editor",
  viewer: "a viewer",
};

const nameIn = (person: unknown): string => (typeof person === "string" ? person : "somebody");

/** By the operation; the detail is what the change log keeps of it. */
export const DEEDS: Record<string, (detail: Detail, target: string | null) => string> = {
  "api-key-made": ({ name }) => `created the API key “${name}”`,
  "api-key-revoked": () => "revoked an API key",
  "signed-in": () => "signed in",
  "invitation-accepted": () => "accepted an invitation and signed in",
  "password-changed": () => "changed their password",
  "person-invited": ({ person, role }) => `invited ${nameIn(person)} as ${ROLES[String(role)]}`,
  "person-invited-again": ({ person }) => `invited ${nameIn(person)} again`,
  "person-changed": ({ person, role, personal_data: sees, blocked }) =>
    blocked === true
      ? `kept ${nameIn(person)} out`
      : `made ${nameIn(person)} ${ROLES[String(role)]}${sees === false ? " who sees names only" : ""}`,
  "person-removed": ({ person }) => `removed ${nameIn(person)}`,
  "customer-exported": () => "exported a customer’s data",
  "shop-created": () => "created the shop",
  "shop-restored": () => "restored the shop from a backup",
  "shop-deleted": () => "deleted the shop",
  "domain-changed": ({ domain }) => `changed the store’s domain to ${domain}`,
  "webhook-secret-changed": () => "changed the webhook secret",
  "server-key-changed": () => "created a new server key",
  "outgoing-secret-shown": () => "viewed the signing secret",
  "connection-code-made": () => "created a code to connect the store",
  "connection-checked": () => "checked the store’s webhooks",
  disconnected: () => "disconnected the store",
  "app-connected": () => "connected the store by opening the app in Shopify",
  "import-begun": () => "started importing the store’s past",
  "import-paused": () => "paused the import",
  "import-resumed": () => "resumed the import",
  "import-cancelled": () => "canceled the import",
  "email-connection-changed": () => "changed the email provider",
  "report-address-made": () => "created a new address for delivery reports",
  "email-connection-removed": () => "removed the shop’s own email provider",
  "email-connection-checked": ({ works }) =>
    `tested the email provider: ${works === true ? "it works" : "it doesn’t work"}`,
  "email-pace-changed": ({ warm_up: warm }) =>
    warm === true
      ? "changed how fast email goes out, with a warm-up"
      : "changed how fast email goes out",
  "sender-domain-checked": () => "checked the DNS of the sender’s domain",
  "message-resolved": ({ arrived }) =>
    arrived === true
      ? "said that an unconfirmed message arrived"
      : "said that an unconfirmed message didn’t arrive, and had it sent again",
  "sms-connection-changed": () => "changed the provider of text messages",
  "sms-connection-removed": () => "removed the provider of text messages",
  "sms-connection-checked": ({ works }) =>
    `tested the provider of text messages: ${works === true ? "it works" : "it doesn’t work"}`,
  "test-text-sent": ({ works }) =>
    works === true ? "sent a test text" : "tried to send a test text",
  "set-up-dismissed": () => "hid the set-up list",
  "test-emails-sent": ({ sent }, workflow) =>
    `sent ${counted(Number(sent ?? 0), nouns.email)} of “${workflow}” as a test`,
  "test-email-sent": ({ works }) =>
    works === true ? "sent a test email" : "tried to send a test email",
  "webhook-address-changed": () => "created a new webhook address",
  "platform-access-changed": ({ kept }) =>
    kept === true ? "saved the store’s access token" : "removed the store’s access token",
  "clock-moved": () => "moved the development clock",
  "config-published": ({ workflows }) =>
    workflows === 0
      ? "saved the settings"
      : `published changes to ${counted(Number(workflows ?? 0), nouns.workflow)}`,
  "draft-saved": (_, workflow) => `saved a draft of “${workflow}”`,
  "draft-deleted": (_, workflow) => `deleted the draft of “${workflow}”`,
  "segment-let-in": ({ segment }, workflow) => `added the segment “${segment}” to “${workflow}”`,
  "segment-exported": (_, segment) => `exported the members of “${segment}”`,
  "customers-exported": ({ rows, conditions, segments }) => {
    const some = counted(Number(rows ?? 0), nouns.customer);
    const by = String(conditions ?? "");
    if (by === "") return `exported ${some}`;
    const named = String(segments ?? "") === "" ? "" : ` (${String(segments)})`;
    return `exported ${some} filtered by ${by.split(" ").join(", ").replaceAll("_", " ")}${named}`;
  },
  "promotion-told": () => "announced a promotion",
  "customer-erased": () => "erased a customer",
  "consents-imported": ({ taken }) => `imported ${counted(Number(taken ?? 0), nouns.consent)}`,
  "privacy-request-answered": ({ answer }) =>
    answer === "erase"
      ? "answered a privacy request: erase the customer"
      : "answered a privacy request: keep the customer",
  "question-answered": ({ answer }) =>
    answer === "true" ? "confirmed what a webhook claimed" : "undid what a webhook claimed",
  "codes-added": ({ pool, added }) =>
    `added ${counted(Number(added ?? 0), { one: "coupon code", other: "coupon codes" })} to “${pool}”`,
  "codes-removed": ({ pool }) => `removed the unused coupon codes of “${pool}”`,
  "image-added": ({ name }) => `added the image “${name}”`,
  "image-removed": ({ name }) => `removed the image “${name}”`,
  "task-changed": ({ done, passed_on: passed }) =>
    passed === true
      ? "passed a task on"
      : done === false
        ? "opened a task again"
        : "marked a task as done",
  "alert-channels-changed": () => "changed where alerts go",
  "thresholds-changed": () => "changed the alert settings",
  "sending-switched": ({ stopped, channel }) =>
    `${stopped === true ? "stopped" : "resumed"} ${channel === null ? "all sending" : `sending by ${channel}`}`,
  "domain-resumed": ({ domain }) => `resumed sending to ${domain}`,
  "failed-item-retried": () => "retried a failed item",
};
