/** What the settings ask of the edge. */
import type { Api } from "../server/api.ts";

export interface About {
  platform: string;
  domain: string;
  webhook_secrets: number;
  uninstalled_at: number | null;
  /** Order statuses of plugins, as they were seen. */
  order_statuses: string[];
}

export interface Health {
  now: number;
  engine: { engine: string; version: string; tzdata: string };
  engine_traps: number;
  customers: number;
  rows_written: number;
  late_by_ms: number;
  failing_endpoints: { origin: string; failures: number }[];
}

export interface PrivacyRequest {
  id: string;
  kind: string;
  customer: string | null;
  at: number;
  due_by: number;
  done_at: number | null;
}

export const about = (server: Api, shop: string): Promise<About> => server.read(`/${shop}`);

export const health = (server: Api, shop: string): Promise<Health> =>
  server.read(`/${shop}/health`);

export const privacyRequests = async (server: Api, shop: string): Promise<PrivacyRequest[]> =>
  (await server.read<{ privacy_requests: PrivacyRequest[] }>(`/${shop}/privacy-requests`))
    .privacy_requests;

/** Answers a request that waits: erase the customer, or keep them. */
export const answerPrivacyRequest = (
  server: Api,
  shop: string,
  id: string,
  answer: "erase" | "keep",
): Promise<unknown> => server.send("POST", `/${shop}/privacy-requests/answer`, { id, answer });

export const changeSecret = (server: Api, shop: string, secret: string): Promise<unknown> =>
  server.send("PUT", `/${shop}/webhook-secret`, { webhook_secret: secret });

/** What outgoing webhooks are signed with; only told when it is asked for. */
export const outgoingSecret = async (server: Api, shop: string): Promise<string> =>
  (
    await server.send<{ outgoing_webhook_secret: string }>(
      "POST",
      `/${shop}/outgoing-webhook-secret`,
    )
  ).outgoing_webhook_secret;

/** Makes a new webhook address; the one before stays good until the next change. */
export const newAddress = async (server: Api, shop: string): Promise<string> =>
  (await server.send<{ webhook_url: string }>("POST", `/${shop}/webhook-address`)).webhook_url;

/** An API key, without itself. */
export interface ApiKey {
  id: string;
  name: string;
  scopes: string[];
  /** How it begins. */
  prefix: string;
  created_at: number;
  /** A day (UTC), or null. */
  last_used_on: string | null;
}

export const apiKeys = async (server: Api, shop: string): Promise<ApiKey[]> =>
  (await server.read<{ keys: ApiKey[] }>(`/${shop}/keys`)).keys;

/** Makes a key, which is told this once. */
export const makeApiKey = (
  server: Api,
  shop: string,
  name: string,
  scopes: string[],
): Promise<ApiKey & { key: string }> => server.send("POST", `/${shop}/keys`, { name, scopes });

export const revokeApiKey = (server: Api, shop: string, id: string): Promise<unknown> =>
  server.send("DELETE", `/${shop}/keys/${encodeURIComponent(id)}`);

/** Something that was changed through the API. */
export interface Change {
  id: number;
  at: number;
  by: string;
  by_name: string | null;
  operation: string;
  target: string | null;
  outcome: "done" | "failed" | "unknown";
  detail: Record<string, unknown>;
}

export const changePage = (
  server: Api,
  shop: string,
  before: number | null,
  limit: number,
): Promise<{ changes: Change[]; next: number | null }> =>
  server.read(`/${shop}/changes?limit=${limit}${before === null ? "" : `&before=${before}`}`);
