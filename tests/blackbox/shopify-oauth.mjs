/**
 * The tokens of an app in the Shopify stand-in: session tokens are exchanged for a pair, and a refresh token gives the
 * next. As at Shopify, a refresh token stays good until the one that it gave is used.
 */
import { says } from "./shopify-store.mjs";
import { APP } from "./world.mjs";

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

/** Lets the app be installed in a shop of the stand-in; the shop takes no other tokens afterwards. */
export function withApp(store) {
  const app = new App(store);
  store.elsewhere = (request, body) =>
    request.url === "/admin/oauth/access_token" ? app.answer(JSON.parse(body)) : null;
  store.takes = (token) => app.access.has(token);
  return app;
}

const claimsIn = ({ subject_token: token }) =>
  JSON.parse(Buffer.from(token.split(".")[1], "base64url"));

class App {
  /** How the app's tokens were asked for: by `exchange` or `refresh`. */
  asked = [];
  /** Access tokens that the shop takes. */
  access = new Set();
  /** Refresh tokens that it takes, each with the one it was given for. */
  refresh = new Map();
  /** What is answered instead: `(kind) => "lost" | {status, text} | null`. */
  fault = () => null;
  /** Who is in the store's admin, by the number in their session tokens, as Shopify describes them. */
  staff = new Map([["1", { first_name: "Mira", last_name: "Kiln", email: "mira@kiln.example" }]]);
  /** Who was asked about, by that number. */
  introduced = [];
  /** The secret that the app shows. */
  secret = APP.secret;
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
    const isOfStaff = given.requested_token_type === ONLINE;
    const kind = given.grant_type === EXCHANGE ? "exchange" : "refresh";
    if (!isOfStaff) this.asked.push(kind);
    const fault = this.fault(kind);
    if (fault !== null && fault !== "lost") return fault;
    if (given.client_id !== APP.key || given.client_secret !== this.secret) {
      return says(401, { error: "invalid_client" });
    }
    const good = kind === "exchange" ? this.#isOfShop(given) : this.#isKnown(given.refresh_token);
    if (!good) {
      const error = kind === "exchange" ? "invalid_subject_token" : "invalid_grant";
      return says(400, { error, error_description: "This request requires an active token" });
    }
    if (isOfStaff) return this.#introduce(given);
    const pair = this.#give(given.refresh_token ?? null);
    return fault === "lost" ? "closed" : says(200, pair);
  }

  #isOfShop(given) {
    const { requested_token_type: wanted } = given;
    if (!this.isInstalled || given.subject_token_type !== ID_TOKEN) return false;
    if (wanted !== ONLINE && (wanted !== OFFLINE || given.expiring !== "1")) return false;
    return claimsIn(given).dest === `https://${this.#store.domain}`;
  }

  #introduce(given) {
    const { sub } = claimsIn(given);
    this.introduced.push(sub);
    const somebody = { first_name: "", last_name: "", email: "", account_owner: false };
    const associated_user = { ...somebody, ...this.staff.get(sub) };
    return says(200, { access_token: "shpat_of_somebody", expires_in: 60, associated_user });
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
