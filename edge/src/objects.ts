/**
 * The objects that keep what is stored: one directory, one for each shop.
 *
 * Where they are kept is part of their identity: with another `EDGEWISE_JURISDICTION` none of those that
 * are there is found.
 */
import type { Directory } from "./directory/directory.ts";
import type { Env } from "./env.ts";
import type { Shop } from "./shop/shop.ts";

/** An object's methods as they are called from elsewhere: every answer is waited for. */
export type Remote<T> = {
  [Name in keyof T]: T[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Awaited<Answer>>
    : never;
};

export type ShopStub = Remote<Omit<Shop, "fetch">> & Pick<Fetcher, "fetch">;

/** The one directory object. */
export function directory(env: Env): Remote<Directory> {
  const objects = placed(env, env.DIRECTORY);
  return objects.get(objects.idFromName("directory")) as unknown as Remote<Directory>;
}

/** A shop's object. Who may ask for which shop was decided before. */
export function shopStub(env: Env, shop: string): ShopStub {
  const objects = placed(env, env.SHOP);
  return objects.get(objects.idFromName(shop)) as unknown as ShopStub;
}

function placed<T extends Rpc.DurableObjectBranded>(
  { EDGEWISE_JURISDICTION: jurisdiction }: Env,
  objects: DurableObjectNamespace<T>,
): DurableObjectNamespace<T> {
  if (!jurisdiction) return objects;
  return objects.jurisdiction(jurisdiction as DurableObjectJurisdiction);
}
