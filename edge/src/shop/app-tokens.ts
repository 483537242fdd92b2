/**
 * The tokens of the installed Shopify app, renewed by one caller at a time.
 *
 * Each renewal gives a new pair, and two at once would end each other's; whoever needs a token meanwhile waits for the
 * one that is underway. What Shopify answers is kept before it is used. An answer that is lost costs nothing: the
 * refresh token before stays good until the new one is used.
 */
import { appOf, type Env } from "../env.ts";
import { log } from "../log.ts";
import type { Current, Tokens } from "../platform/shopify/admin-api.ts";
import { exchange, type Grant, type NoGrant, refresh } from "../platform/shopify/oauth.ts";
import { isFresh, pairOf, type TokenPair } from "../platform/shopify/token-pair.ts";
import type { Clock } from "./clock.ts";
import type { Settings } from "./settings.ts";
import { access, keepAccess, type Keeping } from "./store-access.ts";

const REFUSED: Current = { token: null, trouble: "refused" };

/** What the tokens are kept in, and asked for with. */
interface Parts extends Keeping {
  env: Env;
  clock: Clock;
  settings: Settings;
  transaction<T>(work: () => T): T;
}

export class AppTokens implements Tokens {
  readonly #parts: Parts;
  /** The renewal or the exchange that is underway. */
  #underway: Promise<unknown> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is kept; null where the app is not installed. */
  get pair(): TokenPair | null {
    const way = access(this.#parts);
    return way?.platform === "shopify" && "pair" in way ? way.pair : null;
  }

  async current(refused: string | null): Promise<Current> {
    return this.#known(refused) ?? (await this.#alone(() => this.#renew(refused)));
  }

  worked(token: string): void {
    const { pair } = this;
    if (pair?.access === token && pair.before !== null) this.#keep({ ...pair, before: null });
  }

  /** Has a pair for a session token; what came of it. Keeps nothing where Shopify gives none. */
  exchange(sessionToken: string): Promise<Grant | NoGrant> {
    return this.#alone(async () => {
      const { domain } = this.#parts.settings;
      const grant = await exchange(domain, appOf(this.#parts.env), sessionToken);
      if (typeof grant !== "string") this.take(grant);
      return grant;
    });
  }

  /** Keeps a pair that a shop gave. */
  take(grant: Grant): void {
    this.#keep(pairOf(grant, this.pair, this.#parts.clock.now()));
  }

  /** Waits for what is underway, and lets nobody else in until the work is done. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#underway !== null) await this.#underway;
    const own = work();
    this.#underway = own.catch(() => {});
    try {
      return await own;
    } finally {
      this.#underway = null;
    }
  }

  /** What is to be said without asking Shopify; null where it is to be asked. */
  #known(refused: string | null): Current | null {
    const { pair } = this;
    if (pair === null) return REFUSED;
    if (isFresh(pair, refused, this.#parts.clock.now())) return { token: pair.access };
    return pair.lost_at === null ? null : REFUSED;
  }

  async #renew(refused: string | null): Promise<Current> {
    // Whoever was underway before may have had it renewed.
    const known = this.#known(refused);
    const { pair } = this;
    if (known !== null || pair === null) return known ?? REFUSED;
    const { settings } = this.#parts;
    let answer: Grant | NoGrant = "refused";
    for (const one of [pair.refresh, pair.before]) {
      if (one === null || answer !== "refused") continue;
      answer = await refresh(settings.domain, appOf(this.#parts.env), one);
    }
    // The shop may have been disconnected meanwhile, or the app removed.
    if (this.pair?.refresh !== pair.refresh) return REFUSED;
    if (answer === "unclear") return { token: null, trouble: "unreachable" };
    if (answer === "refused") {
      log("app-tokens-lost", { shop: settings.shop }, "warn");
      this.#keep({ ...pair, lost_at: this.#parts.clock.now() });
      return REFUSED;
    }
    this.take(answer);
    return { token: answer.access };
  }

  #keep(pair: TokenPair): void {
    const { clock } = this.#parts;
    const given = { platform: "shopify", pair } as const;
    this.#parts.transaction(() => keepAccess(this.#parts, given, clock.now()));
  }
}
