/**
 * The objects that keep what is stored: one directory, one for each shop.
 *
 * Where they are kept is part of their identity: with another `EDGEWISE_JURISDICTION` none of those that
 * are there is found.
 */
import type { Directory } from "./directory/directory.ts";
import type { Env } from "./env.ts";
import type { Shop } from "./shop/shop.ts";

/** The one directory object. */
export function directory(env: Env): DurableObjectStub<Directory> {
  const objects = placed(env, env.DIRECTORY);
  return objects.get(objects.idFromName("directory"));
}

/** A shop's object. Who may ask for which shop was decided before. */
export function shopStub(env: Env, shop: string): DurableObjectStub<Shop> {
  const objects = placed(env, env.SHOP);
  return objects.get(objects.idFromName(shop));
}

function placed<T extends Rpc.DurableObjectBranded>(
  { EDGEWISE_JURISDICTION: jurisdiction }: Env,
  objects: DurableObjectNamespace<T>,
): DurableObjectNamespace<T> {
  if (!jurisdiction) return objects;
  return objects.jurisdiction(jurisdiction as DurableObjectJurisdiction);
}
