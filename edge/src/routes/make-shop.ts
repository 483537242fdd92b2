/** Making a shop: its object with an empty configuration, and its place in the directory with fresh keys. */
import type { Platform } from "../contract/shops.ts";
import { forget, tokenKeys } from "../directory/lookup.ts";
import type { Env } from "../env.ts";
import { randomName } from "../ids.ts";
import { directory, shopStub } from "../stubs.ts";
import { newOwn } from "../verify/own-token.ts";

/** What a shop is made for. */
export interface NewStore {
  platform: Platform;
  domain: string;
  currency: string;
  timeZone: string;
  origins: string[];
  /** What its webhooks are signed with; null where that is the app's own. */
  secret: string | null;
  /** The store's number at Shopify, where the store itself let the app in. */
  storeId: string | null;
}

/** What a shop is reached with, all of it shown or used this once. */
export interface MadeShop {
  shop: string;
  token: string;
  writeKey: string;
  serverKey: string;
}

/** Makes a shop; `address` is where this Worker is reached. */
export async function makeShop(env: Env, address: string, store: NewStore): Promise<MadeShop> {
  const { platform, domain, currency, timeZone, origins, secret, storeId } = store;
  const keys = await tokenKeys(env);
  const made = {
    shop: randomName(),
    token: newOwn(keys, "token"),
    writeKey: newOwn(keys, "write"),
    serverKey: newOwn(keys, "server"),
  };
  const createdAt = Date.now();
  await shopStub(env, made.shop).setUp({
    shop: made.shop,
    platform,
    domain,
    currency,
    timeZone,
    publicUrl: address,
    uninstalledAt: null,
    connectedAt: createdAt,
  });
  const entry = { ...made, platform, domain, secret, origins, createdAt, storeId };
  await directory(env).register(entry);
  forget();
  return made;
}
