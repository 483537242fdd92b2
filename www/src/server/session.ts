/** Who is signed in, and to which shop. The key lives as long as the browser's tab. */
import { computed, signal } from "@preact/signals";
import { words } from "../strings/app.ts";
import { Api, ServerError, type ShopSummary } from "./api.ts";

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

const key = signal(sessionStorage.getItem(KEY));
export const shops = signal<ShopSummary[]>([]);
export const shop = signal<string | null>(null);
export const signInError = signal<string | null>(null);
export const signingIn = signal(false);
/** Whether the sign-in dialog is asked for. */
export const asked = signal(false);
/** Whether Shopify's admin frames the page: it says who is signed in, and shows the navigation. */
export const embedded = window.shopify !== undefined;

export const api = computed(() => {
  const { shopify } = window;
  if (shopify !== undefined) return new Api(() => shopify.idToken());
  const given = key.value;
  return given === null ? null : new Api(async () => given);
});

/** Tries a key, and keeps it when the server takes it. */
export async function signIn(given: string): Promise<boolean> {
  sessionStorage.setItem(KEY, given);
  key.value = given;
  return enter();
}

/** Goes on with the key of this tab, if there is one. */
export async function resume(): Promise<void> {
  if (api.value !== null) await enter();
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(SHOP);
  key.value = null;
  shops.value = [];
  shop.value = null;
}

export function chooseShop(id: string): void {
  sessionStorage.setItem(SHOP, id);
  shop.value = id;
}

async function enter(): Promise<boolean> {
  signingIn.value = true;
  signInError.value = null;
  try {
    const known = (await api.value?.shops()) ?? [];
    shops.value = known;
    const before = sessionStorage.getItem(SHOP) ?? new URLSearchParams(location.search).get("shop");
    shop.value = known.find(({ shop: id }) => id === before)?.shop ?? known[0]?.shop ?? null;
    return true;
  } catch (error) {
    if (error instanceof ServerError && error.status === 401) {
      signOut();
      signInError.value = words.wrongKey;
    } else signInError.value = error instanceof Error ? error.message : String(error);
    return false;
  } finally {
    signingIn.value = false;
  }
}
