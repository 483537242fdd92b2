/**
 * A shop's GraphQL Admin API, asked with an access token of the app.
 *
 * Every operation is a file in `operations`, which a test holds to the published schema. Shopify says most
 * of what goes wrong with status 200; each cause is told apart, because each is mended elsewhere.
 */

import type { Outcome } from "../../channel/outcome.ts";
import { TooLarge, textOf } from "../bounded-text.ts";

/** Supported until a year after its month. */
export const API_VERSION = "2026-10";

const TIME_LIMIT = 10_000;
/** The most of an answer that is read, in bytes; ours are a few hundred. */
const LARGEST = 256 * 1024;
/** How long to wait where Shopify does not say, and at most, in milliseconds. */
const PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

/**
 * Why there is no answer: the token is dead (`refused`), a scope is missing or was withdrawn
 * (`scope-missing`), the app asks too much at the moment (`busy`), what came is no answer of the API
 * (`not-json`), the shop has another name now (`moved`), or nothing came (`unreachable`).
 */
export type Trouble = "refused" | "scope-missing" | "busy" | "not-json" | "moved" | "unreachable";

/** `after`: the milliseconds after which it may be asked again, where Shopify lets us know. */
export type Answer<T> =
  | { data: T; trouble: null }
  | { data: null; trouble: Trouble; after?: number };

/** An installation: the shop's domain, and the tokens it gave the app. */
export interface Installation {
  domain: string;
  tokens: Tokens;
}

/** An access token, or why there is none. */
export type Current = { token: string } | { token: null; trouble: Trouble };

/** Where an installation's access token comes from. */
export interface Tokens {
  /** One that should be good now, if possible another than the one just refused; or why there is none. */
  current(refused: string | null): Promise<Current>;
  /** The shop took it. */
  worked(token: string): void;
}

interface Said<T> {
  data?: T | null;
  errors?: { extensions?: { code?: string } }[];
  extensions?: {
    cost?: {
      requestedQueryCost?: number;
      throttleStatus?: { currentlyAvailable?: number; restoreRate?: number };
    };
  };
}

/** A token that somebody entered: it is what it is until they enter another. */
export const entered = (token: string): Tokens => ({
  current: async () => ({ token }),
  worked() {},
});

/** Runs an operation. Never throws. */
export const run = <T>(
  shop: Installation,
  query: string,
  variables: Record<string, unknown>,
): Promise<Answer<T>> => attempt<T>(shop, JSON.stringify({ query, variables }), null);

/** Runs it with a token, and once more with the next where the shop refuses this one before its end. */
async function attempt<T>(
  shop: Installation,
  body: string,
  refused: string | null,
): Promise<Answer<T>> {
  const { domain, tokens } = shop;
  const given = await tokens.current(refused);
  if (given.token === null) return { data: null, trouble: given.trouble };
  if (given.token === refused) return { data: null, trouble: "refused" };
  const answer = await ask<T>(domain, given.token, body);
  if (answer.trouble === "refused") {
    return refused === null ? attempt<T>(shop, body, given.token) : answer;
  }
  if (answer.trouble === null) tokens.worked(given.token);
  return answer;
}

async function ask<T>(domain: string, token: string, body: string): Promise<Answer<T>> {
  const failed = (trouble: Trouble, after?: number): Answer<T> => ({
    data: null,
    trouble,
    ...(after !== undefined && { after }),
  });
  let response: Response;
  let text: string;
  try {
    response = await fetch(`https://${domain}/admin/api/${API_VERSION}/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": token },
      body,
      // The token is for this host and no other.
      redirect: "manual",
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    text = await textOf(response, LARGEST);
  } catch (error) {
    return failed(error instanceof TooLarge ? "not-json" : "unreachable");
  }
  const { status } = response;
  if (status === 401) return failed("refused");
  if (status === 403) return failed("scope-missing");
  if (status === 429) return failed("busy", pauseIn(response.headers.get("retry-after")));
  if (status >= 300 && status < 400) return failed("moved");
  if (status !== 200) return failed("unreachable");
  const said = parsed<T>(text);
  if (said === null) return failed("not-json");
  const codes = (said.errors ?? []).map(({ extensions }) => extensions?.code);
  if (codes.includes("THROTTLED")) return failed("busy", refilledIn(said));
  if (codes.includes("ACCESS_DENIED")) return failed("scope-missing");
  // An error beside data is about a part of it, and we ask for nothing that we can do without.
  if (codes.length > 0 || !said.data) return failed("unreachable");
  return { data: said.data, trouble: null };
}

function parsed<T>(text: string): Said<T> | null {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null ? said : null;
  } catch {
    return null;
  }
}

/** When the bucket of points has enough for the same again, in milliseconds. */
function refilledIn({ extensions }: Said<unknown>): number {
  const { requestedQueryCost: cost, throttleStatus: status } = extensions?.cost ?? {};
  const missing = (cost ?? Number.NaN) - (status?.currentlyAvailable ?? Number.NaN);
  return bounded((missing / (status?.restoreRate ?? Number.NaN)) * 1_000);
}

const pauseIn = (seconds: string | null): number => bounded(Number(seconds ?? Number.NaN) * 1_000);

const bounded = (pause: number): number =>
  Number.isFinite(pause) ? Math.min(Math.max(Math.ceil(pause), 0), LONGEST_PAUSE) : PAUSE;

/** What no answer means for what was to be done: it may have been, and asking again does no harm. */
export const askAgain = ({
  trouble,
  after,
}: Exclude<Answer<unknown>, { trouble: null }>): Outcome => ({
  type: "retry",
  reason: `store-${trouble}`,
  ...(after !== undefined && { after }),
});

/** The global id of something that webhooks name by a number. */
export const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;
