/**
 * What a Shopify store is told of the metafields that it keeps for us: once for each time that it lets us in, and not
 * before somebody has points or a tier.
 */
import { log } from "../log.ts";
import { defineMetafields, SHOWN } from "../platform/shopify/metafields.ts";
import type { Copy } from "../platform/store.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { installationOf } from "./store-access.ts";
import type { Stores } from "./stores.ts";

const DEFINED = "metafields-defined";

/** The store let us in: another app of ours may be the one that asks. */
export const definitionsAreUnknown = ({ sql }: Stores): void => writeMeta(sql, DEFINED, null);

/** Defines them where one is about to be written. What fails is tried with the next; nothing waits for it. Never throws. */
export async function tendDefinitions(stores: Stores, copies: readonly Copy[]): Promise<void> {
  const { settings, sql } = stores;
  const isShown = copies.some(({ parts }) => parts.some(({ type }) => type in SHOWN));
  if (settings.platform !== "shopify" || !isShown || readMeta(sql, DEFINED) !== null) return;
  const installation = installationOf(stores);
  if (installation === null) return;
  const trouble = await defineMetafields(installation);
  // What Shopify takes for wrong, it takes for wrong the next time as well.
  if (trouble === null || trouble === "refused-definition") writeMeta(sql, DEFINED, 1);
  if (trouble !== null) {
    log("metafields-not-defined", { shop: settings.shop, reason: trouble }, "warn");
  }
}
