/**
 * The tokens of an app in the Shopify stand-in: session tokens are exchanged for a pair, and a refresh token gives the
 * next. As at Shopify, a refresh token stays good until the one that it gave is used.
 */
import { says } from "./shopify-store.mjs";
import { APP } from "./world.mjs";

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

/** Lets the app be installed in a shop of the stand-in; the shop takes no other tokens afterwards. */
export function withApp(store) {
  const app = new App(store);
  store.elsewhere = (request, body) =>
    request.url === "/admin/oauth/access_token" ? app.answer(JSON.parse(body)) : null;
  store.takes = (token) => app.access.has(token);
  return app;
}

class App {
  /** What was asked: `exchange`, or `refresh` with the token. */
  asked = [];
  /** Access tokens that the shop takes. */
  access = new Set();
  /** Refresh tokens that it takes, each with the one it was given for. */
  refresh = new Map();
  /** What is answered instead: `(kind) => "lost" | {status, text} | null`. */
  fault = () => null;
  /** Whether the app is installed at all. */
  isInstalled = true;
  #store;
  #made = 0;

  constructor(store) {
    this.#store = store;
  }

  /** The access tokens end, as after an hour. */
  expire() {
    this.access.clear();
  }

  /** Nothing that was given is good anymore. */
  revoke() {
    this.access.clear();
    this.refresh.clear();
  }

  /** The merchant removes the app: it is told, and its subscriptions are gone. */
  uninstall() {
    this.isInstalled = false;
    this.revoke();
  }

  answer(given) {
    const kind = given.grant_type === EXCHANGE ? "exchange" : "refresh";
    this.asked.push(kind);
    const fault = this.fault(kind);
    if (fault !== null && fault !== "lost") return fault;
    if (given.client_id !== APP.key || given.client_secret !== APP.secret) {
      return says(401, { error: "invalid_client" });
    }
    const good = kind === "exchange" ? this.#isOfShop(given) : this.#isKnown(given.refresh_token);
    if (!good) {
      const error = kind === "exchange" ? "invalid_subject_token" : "invalid_grant";
      return says(400, { error, error_description: "This request requires an active token" });
    }
    const pair = this.#give(given.refresh_token ?? null);
    return fault === "lost" ? "closed" : says(200, pair);
  }

  #isOfShop(given) {
    if (!this.isInstalled || given.expiring !== "1") return false;
    if (given.subject_token_type !== ID_TOKEN || given.requested_token_type !== OFFLINE)
      return false;
    const claims = JSON.parse(Buffer.from(given.subject_token.split(".")[1], "base64url"));
    return claims.dest === `https://${this.#store.domain}`;
  }

  #isKnown(token) {
    if (!this.refresh.has(token)) return false;
    // Now that it is used, the one before it is over.
    this.refresh.delete(this.refresh.get(token));
    return true;
  }

  #give(before) {
    this.#made += 1;
    const made = { access: `shpat_access_${this.#made}`, refresh: `shprt_refresh_${this.#made}` };
    this.access.add(made.access);
    this.refresh.set(made.refresh, before);
    return {
      access_token: made.access,
      scope: [...this.#store.scopes].join(","),
      expires_in: 3_600,
      refresh_token: made.refresh,
      refresh_token_expires_in: 7_776_000,
    };
  }
}
