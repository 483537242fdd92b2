/** The edge's API, as far as the page uses it. */
import type { Recorded } from "../engine/protocol.ts";

export interface ShopLine {
  shop: string;
  platform: string;
  domain: string;
}

export interface CustomerLine {
  customer: string;
  name: string | null;
  email: string | null;
  decided_at: number;
  decisions: number;
  wake: { at: number; reason: string } | null;
}

export interface CustomerDetail extends CustomerLine {
  plan: string;
  now: number;
  state: Record<string, unknown> | null;
}

export interface Health {
  now: number;
  engine: { engine: string };
}

/** The server said no, or could not be reached (status 0). */
export class ServerError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Gives the token to send: the admin key, or Shopify's session token when embedded there. */
export type Token = () => Promise<string>;

export class Api {
  readonly #token: Token;

  constructor(token: Token) {
    this.#token = token;
  }

  shops = async (): Promise<ShopLine[]> => (await this.#json<{ shops: ShopLine[] }>("")).shops;

  health = (shop: string) => this.#json<Health>(`/${shop}/health`);

  /** The configuration that decides now: its id, and the compiled text to the letter. */
  async livePlan(shop: string): Promise<{ plan: string; text: string }> {
    const { plan } = await this.#json<{ plan: string }>(`/${shop}/config`);
    return { plan, text: await this.planText(shop, plan) };
  }

  planText = async (shop: string, plan: string): Promise<string> =>
    (await this.#ask(`/${shop}/plans/${encodeURIComponent(plan)}`)).text();

  customers = (shop: string, query: string) =>
    this.#json<{ customers: CustomerLine[]; total: number }>(
      `/${shop}/customers?limit=50&q=${encodeURIComponent(query)}`,
    );

  customer = (shop: string, id: string) =>
    this.#json<CustomerDetail>(`/${shop}/customers/${encodeURIComponent(id)}`);

  /** One page of a story, the newest first. */
  timeline = (shop: string, id: string, limit: number, before: string | null = null) =>
    this.#json<{ moments: Recorded[]; next: string | null }>(
      `/${shop}/customers/${encodeURIComponent(id)}/timeline?limit=${limit}${
        before === null ? "" : `&before=${encodeURIComponent(before)}`
      }`,
    );

  async #json<T>(path: string): Promise<T> {
    return (await this.#ask(path)).json() as Promise<T>;
  }

  async #ask(path: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`/api/shops${path}`, {
        headers: { authorization: `Bearer ${await this.#token()}` },
      });
    } catch {
      throw new ServerError(0, "The server does not answer. What you see here is safe.");
    }
    if (response.ok) return response;
    const said = (await response.json().catch(() => null)) as {
      error?: { message?: string };
    } | null;
    throw new ServerError(
      response.status,
      said?.error?.message ?? `The server said ${response.status}.`,
    );
  }
}
