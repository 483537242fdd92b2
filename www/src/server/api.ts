/** The edge's API, as far as the page uses it. */
import { words } from "../strings/app.ts";
import type {
  CustomerDetail,
  CustomerLine,
  CustomerPage,
  CustomerSummary,
  Health,
  Installation,
  Me,
  Moment,
  OutboxItem,
  ShopSummary,
  Timeline,
} from "edgewise-edge/contract.ts";
import type { Diagnostic } from "edgewise";
import type { Recorded } from "../engine/protocol.ts";
import type { ConfigText } from "../engine/config-text.ts";

export type {
  CustomerDetail,
  CustomerLine,
  CustomerSummary as CustomerRow,
  OutboxItem,
  ShopSummary,
};

/** The server said no, or could not be reached (status 0). */
export class ServerError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Gives the token to send: the admin key, or Shopify's session token when embedded there; null for a person, whose
 * session the browser sends by itself.
 */
export type Token = () => Promise<string | null>;

/** By this header the server knows that no other site's page makes the browser send its session. */
export const FROM_PAGE = { "x-edgewise-page": "1" };

/** By this header the server asks for a fresh session token of Shopify's. */
const STALE = "x-shopify-retry-invalid-session-request";

export class Api {
  readonly #token: Token;
  readonly #signal: AbortSignal | null;
  readonly #ended: () => void;

  /** `ended` is called when a person's session turns out to be over. */
  constructor(token: Token, signal: AbortSignal | null = null, ended: () => void = () => {}) {
    this.#token = token;
    this.#signal = signal;
    this.#ended = ended;
  }

  /** The same API for questions that nobody waits for once the signal is aborted. */
  until = (signal: AbortSignal): Api => new Api(this.#token, signal, this.#ended);

  shops = async (): Promise<ShopSummary[]> => (await this.read<{ shops: ShopSummary[] }>("")).shops;

  /** Who asks. */
  async me(): Promise<Me> {
    const response = await this.#ask("/api/me", {});
    if (!response.ok) throw await refusal(response);
    return response.json();
  }

  /** Opens the Shopify app: its store is connected, or renewed; `adopt` also connects a shop set up by hand. */
  async openApp(adopt: boolean): Promise<Installation> {
    const init = { method: "PUT", body: JSON.stringify({ adopt }) };
    const response = await this.#ask("/api/installation", init);
    if (!response.ok) throw await refusal(response);
    return response.json();
  }

  health = (shop: string) => this.read<Health>(`/${shop}/health`);

  /** The configuration that decides now: its id, and the compiled text, byte for byte. */
  async livePlan(shop: string): Promise<{ plan: string; text: string }> {
    const { plan } = await this.read<{ plan: string }>(`/${shop}/config`);
    return { plan, text: await this.planText(shop, plan) };
  }

  /** The configuration that is live, as a merchant writes it. */
  config = async (shop: string): Promise<ConfigText> =>
    (await this.read<{ config: ConfigText }>(`/${shop}/config`)).config;

  /** Puts a configuration live; one with errors comes back with them, and nothing is changed. */
  async saveConfig(
    shop: string,
    text: string,
  ): Promise<{ plan: string | null; diagnostics: Diagnostic[] }> {
    const response = await this.#send(`/${shop}/config`, { method: "PUT", body: text });
    if (!response.ok && response.status !== 422) throw await refusal(response);
    return response.json();
  }

  planText = async (shop: string, plan: string): Promise<string> =>
    (await this.fetch(`/${shop}/plans/${encodeURIComponent(plan)}`)).text();

  /** A page of customers, or of those whom a search finds. */
  customers = (shop: string, q: string, offset = 0, limit = 50) =>
    q === ""
      ? this.read<CustomerPage>(`/${shop}/customers?limit=${limit}&offset=${offset}`)
      : this.send<CustomerPage>("POST", `/${shop}/customers/search`, { q, limit, offset });

  /** Customers by their ids, in that order; those who are no more are left out. */
  customersNamed = async (shop: string, ids: readonly string[]): Promise<CustomerSummary[]> => {
    if (ids.length === 0) return [];
    const asked = encodeURIComponent(ids.join(","));
    return (await this.read<CustomerPage>(`/${shop}/customers?ids=${asked}`)).customers;
  };

  customer = (shop: string, id: string) =>
    this.read<CustomerDetail>(`/${shop}/customers/${encodeURIComponent(id)}`);

  /** One page of a story, the newest first. */
  timeline = async (shop: string, id: string, limit: number, before: string | null = null) => {
    const from = before === null ? "" : `&before=${encodeURIComponent(before)}`;
    const { moments, next } = await this.read<Timeline>(
      `/${shop}/customers/${encodeURIComponent(id)}/timeline?limit=${limit}${from}`,
    );
    return { moments: moments.map(recordedOf), next };
  };

  /** What was decided about a customer lately, in words, the newest first. */
  decisions = async (shop: string, id: string, limit: number) => {
    const path = `/${shop}/customers/${encodeURIComponent(id)}/timeline?limit=${limit}`;
    return (await this.read<Timeline>(path)).moments;
  };

  /** What stands at `path`, below `/api/shops`. */
  read = async <T>(path: string): Promise<T> => (await this.fetch(path)).json() as Promise<T>;

  /** Sends `body` as JSON to `path`, below `/api/shops`, and reads the answer. */
  async send<T>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await this.fetch(path, init);
    const text = await response.text();
    return (text === "" ? null : JSON.parse(text)) as T;
  }

  /** An answer that is not JSON, such as a file; a refusal is thrown. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await this.#send(path, init);
    if (response.ok) return response;
    throw await refusal(response);
  }

  #send = (path: string, init: RequestInit = {}): Promise<Response> =>
    this.#ask(`/api/shops${path}`, init);

  async #ask(address: string, init: RequestInit): Promise<Response> {
    try {
      const token = await this.#token();
      const response = await this.#fetch(address, init, token);
      // A token of Shopify's lasts a minute, and may have ended on the way.
      if (response.headers.has(STALE)) return this.#fetch(address, init, await this.#token());
      if (response.status === 401 && token === null) this.#ended();
      return response;
    } catch {
      throw new ServerError(0, words.noAnswer);
    }
  }

  #fetch(address: string, init: RequestInit, token: string | null): Promise<Response> {
    const headers = token === null ? FROM_PAGE : { authorization: `Bearer ${token}` };
    return fetch(address, { ...init, headers, signal: this.#signal });
  }
}

/** What the server said of why not. */
export async function refusal(response: Response): Promise<ServerError> {
  const said = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  return new ServerError(
    response.status,
    said?.error?.message ?? words.serverSaid(response.status),
  );
}

/** A moment as it was written down; of a damaged one nothing is known but that there was one. */
const recordedOf = ({ input, summary, ...about }: Moment): Recorded => ({
  ...about,
  input: input ?? { type: "" },
  summary: summary ?? { ...NOTHING, customer: about.customer },
});

const NOTHING = {
  effects: [],
  answer: null,
  withdrawn: [],
  wake: null,
  faults: [],
  trace: [],
  changed: false,
};
