/**
 * The objects that keep what is stored: one directory, one for each shop.
 *
 * Where they are kept is part of their identity: with another `EDGEWISE_JURISDICTION` none of those that
 * are there is found. `stubs.ts` gives them with all their methods, for modules above both; the
 * directory and a shop know of each other only what they name.
 */
import type { Env } from "./env.ts";

/** An object's methods as they are called from elsewhere: every answer is waited for. */
export type Remote<T> = {
  [Name in keyof T]: T[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Awaited<Answer>>
    : never;
};

/** The one directory object, as far as the caller knows it. */
export const directoryAs = <Known>(env: Env): Remote<Known> =>
  objectOf(env, env.DIRECTORY, "directory") as unknown as Remote<Known>;

/** A shop's object, as far as the caller knows it. Who may ask for which shop was decided before. */
export const shopAs = <Known>(env: Env, shop: string): Remote<Known> =>
  objectOf(env, env.SHOP, shop) as unknown as Remote<Known>;

function objectOf(
  { EDGEWISE_JURISDICTION: jurisdiction }: Env,
  objects: DurableObjectNamespace,
  name: string,
): DurableObjectStub {
  const placed = jurisdiction
    ? objects.jurisdiction(jurisdiction as DurableObjectJurisdiction)
    : objects;
  return placed.get(placed.idFromName(name));
}
