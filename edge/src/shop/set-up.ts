/**
 * What leads a new shop to its first message: each item with its state, found from what the shop has and
 * not from what somebody ticked.
 */
import { type MailConfig, senderOf } from "../channel/email.ts";
import { MISSING } from "../channel/mail-trouble.ts";
import type { SetUp } from "../contract/set-up.ts";
import { connectedAt, troubleOf, view as viewOfConnection } from "./connection.ts";
import { view as viewOfEmail } from "./email-connection.ts";
import { view as viewOfImport } from "./import.ts";
import { refusedOf } from "./plugin-connection.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

type Item = SetUp["items"][number];

const DISMISSED = "set-up-dismissed";
const TESTED = "workflow-tested";

/** Remembers that a workflow was tried on somebody, in the caller's transaction. */
export const noteTest = ({ sql }: Pick<Stores, "sql">, now: number): void =>
  writeMeta(sql, TESTED, now);

/** What the shop doesn't know itself. */
export interface Around {
  /** Whether webhooks can be checked at all. */
  hasSecret: boolean;
  /** Whether somebody signs in as an owner; null where the store sees to that. */
  hasOwner: boolean | null;
}

/** The list as of now. */
export function view(stores: Stores, { hasSecret, hasOwner }: Around): SetUp {
  const { plans, drafts, metrics, sql } = stores;
  const config = plans.liveConfig();
  const workflows = config.workflows ?? [];
  const own = [...workflows.map(({ id }) => id), ...drafts.list().map((one) => one.workflow)];
  const isLive = workflows.some(({ status }) => status === "live");
  // What has gone out to customers needs no test anymore.
  const hasSent = metrics.hasSent("email");
  const address = String((config as MailConfig).shop?.postal_address ?? "").trim();
  const items: Item[] = [
    { id: "connect", ...connected(stores, hasSecret) },
    ...imported(stores),
    { id: "sender", ...when(senderOf(config as MailConfig) !== null) },
    { id: "test-email", ...emailTested(stores, hasSent) },
    { id: "postal-address", ...when(address !== "") },
    { id: "workflow", ...when(own.length > 0) },
    { id: "test-workflow", ...when(hasSent || readMeta(sql, TESTED) !== null) },
    { id: "turn-on", ...when(isLive) },
    ...(hasOwner === null ? [] : [{ id: "owner" as const, ...when(hasOwner) }]),
  ];
  return {
    done: items.every(({ id, state }) => state === "done" || id === "owner"),
    dismissed_at: readMeta(sql, DISMISSED) as number | null,
    workflow: own[0] ?? null,
    items,
  };
}

/** Puts the list away; false while something is left to do. */
export function dismiss(stores: Stores, around: Around, now: number): boolean {
  if (!view(stores, around).done) return false;
  writeMeta(stores.sql, DISMISSED, now);
  return true;
}

type State = Omit<Item, "id">;

const when = (isDone: boolean): State => ({ state: isDone ? "done" : "open", problem: null });

const failing = ({ message, help }: { message: string; help: string }): State => ({
  state: "failing",
  problem: { message, help },
});

function connected(stores: Stores, hasSecret: boolean): State {
  const trouble = troubleOf(stores);
  if (trouble !== null) {
    return failing({ message: trouble.title, help: trouble.message });
  }
  const isProven = viewOfConnection(stores, null).connected;
  const refused = refusedOf(stores);
  if (refused !== null && !isProven) {
    return failing({ message: "The last attempt to connect failed.", help: refused.message });
  }
  const hasSpoken = stores.customers.areAny || stores.metrics.lastTraffic() !== null;
  if (!hasSecret && !isProven) return hasSpoken ? failing(NO_SECRET) : when(false);
  return when(isProven || hasSpoken);
}

/** The past of a store that lets us read it. */
function imported(stores: Stores): Item[] {
  if (connectedAt(stores) === null) return [];
  const { state, trouble } = viewOfImport(stores);
  if (trouble !== null) {
    const message = "The import of your store’s past isn’t complete.";
    return [{ id: "import", ...failing({ message, help: trouble.message }) }];
  }
  // Whoever canceled it doesn't want it.
  return [{ id: "import", ...when(state === "done" || state === "cancelled") }];
}

/** Why every webhook is turned away. */
export const NO_SECRET = {
  message: "No webhook secret is set, so every webhook from your store is turned away.",
  help: "Open Settings > Connection and enter the secret.",
};

function emailTested(stores: Stores, hasSent: boolean): State {
  const { source, tested_at: tested } = viewOfEmail(stores);
  if (source === "none") return failing(MISSING.server);
  return when(hasSent || tested !== null);
}
