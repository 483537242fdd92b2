/**
 * The tokens that a shop gives the app: an access token that lasts an hour, and a refresh token for the next.
 *
 * The first pair is had for a session token, which proves that somebody in the shop's admin opened the app
 * (token exchange); each one after it for the refresh token before.
 */
import { textOf } from "../bounded-text.ts";
import { scopesIn } from "./scopes.ts";

/** The app as Shopify knows it: its client id and secret. */
export interface App {
  key: string;
  secret: string;
  /** What Shopify may sign with: while the secret is changed, for up to an hour after the one before is revoked, both. */
  signsWith: readonly string[];
}

/** What a shop granted. */
export interface Grant {
  access: string;
  /** How long the access token lasts, in milliseconds. */
  lasts: number;
  refresh: string;
  /** What it may do; null where the answer doesn't say. */
  scopes: string[] | null;
}

/**
 * Why there is none: what was shown for it isn't good, or not anymore (`refused`), or nothing says whether it is
 * (`unclear`), so that asking again with the same is right.
 */
export type NoGrant = "refused" | "unclear";

const TIME_LIMIT = 10_000;
/** The most of an answer that is read, in bytes. */
const LARGEST = 64 * 1024;
/** How long an access token lasts where the answer doesn't say: that isn't one without an end. */
const USUAL = 3_600_000;

const TOKEN_EXCHANGE = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
};
/** A token of the app's own, for when nobody is there. */
const OF_APP = {
  ...TOKEN_EXCHANGE,
  requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
  expiring: "1",
};
/** A token of whoever is there. */
const OF_STAFF = {
  ...TOKEN_EXCHANGE,
  requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
};

/** Exchanges a session token for a pair of tokens. Never throws. */
export const exchange = (domain: string, app: App, sessionToken: string) =>
  grantFor(domain, app, { ...OF_APP, subject_token: sessionToken });

/** What Shopify says of somebody in a store's admin. */
export interface StaffAbout {
  name: string;
  email: string;
  /** Whether the store is theirs. */
  isAccountOwner: boolean;
}

/**
 * Who sent a session token, or null where Shopify doesn't say. It says so beside a token of theirs, which nobody needs:
 * it is thrown away. Never throws.
 */
export async function staffBehind(
  domain: string,
  app: App,
  sessionToken: string,
): Promise<StaffAbout | null> {
  const shown = { ...OF_STAFF, subject_token: sessionToken };
  const { said } = await post(domain, app, shown).catch(() => ({ said: null }));
  const staff = said?.associated_user as Record<string, unknown> | undefined;
  if (typeof staff !== "object" || staff === null) return null;
  const { first_name: first, last_name: last, email, account_owner: isAccountOwner } = staff;
  const texts = [first, last].filter((one) => typeof one === "string");
  return {
    name: texts.join(" ").trim(),
    email: typeof email === "string" ? email : "",
    isAccountOwner: isAccountOwner === true,
  };
}

/** Has the next pair of tokens. Never throws. */
export const refresh = (domain: string, app: App, refreshToken: string) =>
  grantFor(domain, app, { grant_type: "refresh_token", refresh_token: refreshToken });

async function grantFor(
  domain: string,
  app: App,
  shown: Record<string, string>,
): Promise<Grant | NoGrant> {
  try {
    const { status, said } = await post(domain, app, shown);
    if (status === 200) return grantIn(said) ?? "unclear";
    // Whose client secret is wrong must not lose every shop's tokens by it.
    const isOurFault = /client|application/.test(String(said?.error));
    return [400, 401, 403].includes(status) && said !== null && !isOurFault ? "refused" : "unclear";
  } catch {
    return "unclear";
  }
}

/** Asks a shop for tokens. @throws where nothing comes back */
async function post(domain: string, app: App, shown: Record<string, string>) {
  const response = await fetch(`https://${domain}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ client_id: app.key, client_secret: app.secret, ...shown }),
    // The app's secret is for this host and no other.
    redirect: "manual",
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  return { status: response.status, said: parsed(await textOf(response, LARGEST)) };
}

/** A whole pair, or null: half of one would end the access in an hour. */
function grantIn(said: Record<string, unknown> | null): Grant | null {
  const { access_token: access, refresh_token: next, expires_in: seconds, scope } = said ?? {};
  if (typeof access !== "string" || access === "") return null;
  if (typeof next !== "string" || next === "") return null;
  const lasts = typeof seconds === "number" ? seconds * 1_000 : USUAL;
  const scopes = typeof scope === "string" ? scopesIn(scope) : null;
  return { access, lasts, refresh: next, scopes };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
