/**
 * How the connection to a Shopify store begins, and begins again: somebody opens the app in the store's admin, and
 * their session token is exchanged for the app's own tokens.
 */
import { isGone } from "../platform/platform.ts";
import { aboutOf } from "../platform/shopify/about.ts";
import type { Grant, NoGrant } from "../platform/shopify/oauth.ts";
import type { PixelSettings } from "../platform/shopify/pixel.ts";
import { missingOf } from "../platform/shopify/scopes.ts";
import {
  beginConnection,
  checkSoon,
  isConnected,
  hasDestination,
  setDestination,
} from "./connection.ts";
import { askWaiting, installedAgain } from "./doubts.ts";
import { followAccess } from "./follow-access.ts";
import { hasPixelSettings, pixelIsOff, setPixelSettings } from "./pixel.ts";
import { installationOf, wayIn } from "./store-access.ts";
import type { Stores } from "./stores.ts";

/** Somebody opens the app. */
export interface Opening {
  sessionToken: string;
  /** Whether the shop is known to be that store's. */
  isOfStore: boolean;
  /** Whether they say that it is to be. */
  adopt: boolean;
  who: Who;
}

/** Who somebody is, as it is written down. */
export interface Who {
  by: string;
  name: string | null;
  requestId: string;
}

export type Opened =
  | {
      state: "connected";
      /** The store's number, where it wasn't known before. */
      storeId: string | null;
      /** Whether it is the store's by nothing but the word of whoever opened the app. */
      isAdopted: boolean;
      needsAddress: boolean;
      needsPixel: boolean;
    }
  | { state: "set-up-by-hand" }
  | { state: "refused"; why: NoGrant };

/** Sees to it that the app has what it needs of the store. Without a word of Shopify's nothing is kept. */
export async function openApp(stores: Stores, opening: Opening): Promise<Opened> {
  const { isOfStore, adopt, sessionToken, who } = opening;
  const isAdopted = !isOfStore && !(await isProven(stores));
  if (isAdopted && !adopt) return { state: "set-up-by-hand" };
  if (!isWell(stores)) {
    const grant = await stores.appTokens.exchange(sessionToken);
    const { pair } = stores.appTokens;
    if (typeof grant === "string" && (pair === null || pair.lost_at !== null)) {
      return { state: "refused", why: grant };
    }
    if (typeof grant !== "string") stores.transaction(() => noteInstalled(stores, who));
  }
  const installation = isOfStore ? null : installationOf(stores);
  const about = installation && (await aboutOf(installation)).data;
  return {
    state: "connected",
    storeId: about?.id ?? null,
    isAdopted,
    needsAddress: !hasDestination(stores),
    needsPixel: !hasPixelSettings(stores),
  };
}

/** A store that wasn't known, or not by its name, begins with what it gave; `url` is where its webhooks are to go. */
export function beginApp(stores: Stores, grant: Grant, who: Who, url: string | null): void {
  stores.appTokens.take(grant);
  if (url !== null) setDestination(stores, { url, secret: null });
  noteInstalled(stores, who);
}

/** Keeps what the pixel is to be turned on with, and has it turned on. */
export function setPixel(stores: Stores, settings: PixelSettings): void {
  setPixelSettings(stores, settings);
  checkSoon(stores, stores.clock.now());
  stores.timers.arm();
}

/** Keeps where the webhooks go, and has them made. */
export function setAddress(stores: Stores, url: string): void {
  setDestination(stores, { url, secret: null });
  checkSoon(stores, stores.clock.now());
  stores.timers.arm();
}

/** Whether nothing is missing that opening the app could give. */
function isWell({ appTokens: { pair }, settings, questions }: Stores): boolean {
  if (pair === null || pair.lost_at !== null || missingOf(pair.scopes).length > 0) return false;
  return settings.uninstalledAt === null && questions.ofShop().length === 0;
}

/**
 * Whether a shop that was set up by hand is this store's, by the store's own word: a token that somebody entered, and
 * that the store takes.
 */
async function isProven(stores: Stores): Promise<boolean> {
  const way = wayIn(stores);
  if (way?.platform !== "shopify") return false;
  return (await isGone(way, INSTALLATION)) === "there";
}

const OPENED = "PUT /api/installation";
const INSTALLATION = { about: "installation", id: "" } as const;

/** The store gave tokens, so the app is installed there, whatever was claimed before. */
function noteInstalled(stores: Stores, { by, name, requestId }: Who): void {
  const { changes, clock, questions, settings, timers } = stores;
  const now = clock.now();
  const change = { by, by_name: name, route: OPENED, target: settings.shop, request_id: requestId };
  changes.note({ ...change, operation: "app-connected" }, {}, now);
  if (settings.uninstalledAt !== null || questions.ofShop().length > 0) {
    installedAgain(stores, "platform", now);
  }
  if (!isConnected(stores)) {
    beginConnection(stores, { site: null, store: null, api_key: null }, now);
  } else checkSoon(stores, now);
  askWaiting(stores, now);
  followAccess(stores, now);
  pixelIsOff(stores);
  timers.arm();
}
