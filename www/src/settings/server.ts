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
