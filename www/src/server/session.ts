/**
 * Who is signed in, and to which shop: a person by the browser's own session, an operator by the admin key, which
 * lives as long as the tab, or staff inside Shopify's admin.
 */
import type { Installation, Me } from "edgewise-edge/contract.ts";
import { computed, signal } from "@preact/signals";
import { words } from "../strings/app.ts";
import { Api, FROM_PAGE, refusal, ServerError, type ShopSummary } from "./api.ts";

declare global {
  interface Window {
    /** App Bridge, when Shopify's admin embeds the page. */
    shopify?: {
      idToken(): Promise<string>;
      toast?: { show(text: string): void };
      saveBar?: { show(id: string): void; hide(id: string): void };
    };
  }
}

const KEY = "edgewise-admin-key";
const SHOP = "edgewise-shop";
/** That somebody signed in on this browser; who, only the server knows. */
const SIGNED_IN = "edgewise-signed-in";

const key = signal(sessionStorage.getItem(KEY));
const isPerson = signal(key.peek() === null && localStorage.getItem(SIGNED_IN) !== null);
/** Who is signed in, once the server said so; null for the admin key. */
export const me = signal<Me | null>(null);
export const shops = signal<ShopSummary[]>([]);
export const shop = signal<string | null>(null);
export const signInError = signal<string | null>(null);
export const signingIn = signal(false);
/** How the shop stands with the store whose admin frames the page; null elsewhere, or while that isn't known. */
export const installation = signal<Installation | null>(null);
/** Whether the sign-in dialog is asked for. */
export const asked = signal(false);
/** Whether Shopify's admin frames the page: it says who is signed in, and shows the navigation. */
export const embedded = window.shopify !== undefined;

export const api = computed(() => {
  const { shopify } = window;
  if (shopify !== undefined) return new Api(() => shopify.idToken());
  const given = key.value;
  if (given !== null) return new Api(async () => given);
  return isPerson.value ? new Api(async () => null, null, endedHere) : null;
});

/** Signed out elsewhere, or removed: what is shown of the shop goes, and the way in comes back. */
function endedHere(): void {
  forgetAll();
  signInError.value = words.sessionEnded;
}

/** What the person is in the shop that is shown; null where nobody is kept from anything. */
export const membership = computed(
  () => me.value?.shops.find((one) => one.shop === shop.value) ?? null,
);

/** Whether what a customer could notice may be changed here. The server refuses it anyway. */
export const mayChange = computed(() => membership.value?.role !== "viewer");

/** Whether people, connections and erasures are decided here. */
export const mayOwn = computed(() => (membership.value?.role ?? "owner") === "owner");

/** Whether more than names of customers is shown. */
export const seesPersonalData = computed(() => membership.value?.personal_data !== false);

/** Tries the admin key, and keeps it when the server takes it. */
export async function signIn(given: string): Promise<boolean> {
  sessionStorage.setItem(KEY, given);
  key.value = given;
  return enter();
}

/** Signs a person in. */
export const signInAs = (email: string, password: string): Promise<boolean> =>
  enterAs("/sign-in", { email, password });

/** Uses a link up, with the password that goes with it. */
export const useLink = (link: string, password?: string): Promise<boolean> =>
  enterAs("/sign-in/link/use", { link, ...(password === undefined ? {} : { password }) });

/** Asks something that anybody may, such as where a link leads. @throws ServerError */
export async function ask<T>(path: string, body: unknown): Promise<T> {
  const init = { method: "POST", headers: FROM_PAGE, body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ServerError(0, words.noAnswer);
  }
  if (!response.ok) throw await refusal(response);
  const text = await response.text();
  return (text === "" ? null : JSON.parse(text)) as T;
}

async function enterAs(path: string, body: object): Promise<boolean> {
  signingIn.value = true;
  signInError.value = null;
  try {
    await ask(path, body);
  } catch (error) {
    signInError.value = messageOf(error);
    signingIn.value = false;
    return false;
  }
  forgetAll();
  localStorage.setItem(SIGNED_IN, "yes");
  isPerson.value = true;
  return enter();
}

/** Goes on with the key of this tab or the session of this browser, if there is one. */
export async function resume(): Promise<void> {
  if (api.value !== null) await enter();
}

/** Ends the session on the server too; where that can't be reached, at least this page forgets it. */
export async function signOut(): Promise<void> {
  if (isPerson.value) await end("/api/me/sessions/current").catch(() => {});
  forgetAll();
}

/** Ends all sessions of the person. @throws ServerError */
export async function signOutEverywhere(): Promise<void> {
  await end("/api/me/sessions");
  forgetAll();
}

/** Ends another session of the person's. @throws ServerError */
export const endSession = (id: string): Promise<void> =>
  end(`/api/me/sessions/${encodeURIComponent(id)}`);

async function end(path: string): Promise<void> {
  const response = await fetch(path, { method: "DELETE", headers: FROM_PAGE });
  if (!response.ok && response.status !== 401) throw await refusal(response);
}

function forgetAll(): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(SHOP);
  localStorage.removeItem(SIGNED_IN);
  key.value = null;
  isPerson.value = false;
  me.value = null;
  shops.value = [];
  shop.value = null;
}

/** Connects the shop that was set up by hand with the store whose admin frames the page. @throws ServerError */
export async function adoptShop(): Promise<void> {
  installation.value = (await api.value?.openApp(true)) ?? null;
  // Who says so is an owner from then on.
  me.value = (await api.value?.me()) ?? null;
}

export function chooseShop(id: string): void {
  sessionStorage.setItem(SHOP, id);
  shop.value = id;
}

/** Opens the app; gives why that failed. A shop that is there already can be worked with all the same. */
async function openStore(): Promise<Error | null> {
  try {
    installation.value = (await api.value?.openApp(false)) ?? null;
    return null;
  } catch (error) {
    return error as Error;
  }
}

async function enter(): Promise<boolean> {
  signingIn.value = true;
  signInError.value = null;
  try {
    // Who it is comes first: what is shown of a shop depends on it.
    const unopened = embedded ? await openStore() : null;
    me.value = isPerson.value || embedded ? ((await api.value?.me()) ?? null) : null;
    const known = (await api.value?.shops()) ?? [];
    if (unopened !== null && known.length === 0) throw unopened;
    shops.value = known;
    const before = sessionStorage.getItem(SHOP) ?? new URLSearchParams(location.search).get("shop");
    shop.value = known.find(({ shop: id }) => id === before)?.shop ?? known[0]?.shop ?? null;
    return true;
  } catch (error) {
    if (error instanceof ServerError && error.status === 401) {
      const wasPerson = isPerson.value;
      forgetAll();
      const refused = embedded ? words.notFromShopify : words.wrongKey;
      signInError.value = wasPerson ? words.sessionEnded : refused;
    } else signInError.value = messageOf(error);
    return false;
  } finally {
    signingIn.value = false;
  }
}

/** What the person's own session says. @throws ServerError */
export async function mine<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: FROM_PAGE });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

/** Changes the person's password. @throws ServerError */
export async function changePassword(current: string, password: string): Promise<void> {
  const body = JSON.stringify({ current, password });
  const response = await fetch("/api/me/password", { method: "PUT", headers: FROM_PAGE, body });
  if (!response.ok) throw await refusal(response);
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
