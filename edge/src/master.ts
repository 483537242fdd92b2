/**
 * The master keys: one that everything is sealed under, and while that is changed those before it.
 *
 * A master key wraps a few keys and seals next to nothing itself, so changing it rewrites some rows a shop
 * and no customer's: `shop/shop-keys.ts` and `shop/keyring.ts` hold what a shop's master key wraps,
 * `directory/sealed.ts` what the directory's does, and the directory goes through the shops.
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Env } from "./env.ts";

/** A master key, and the name that what it sealed carries. The name reveals nothing about the key. */
export interface Master {
  id: string;
  key: Buffer;
}

/** What was sealed names a master key that this process was not given. */
export class OtherMasterKey extends Error {
  constructor() {
    super("this was sealed under a master key that is not given here");
    this.name = "OtherMasterKey";
  }
}

const read = new Map<string, readonly [Master, ...Master[]]>();

/**
 * The master keys that were given, the current one first.
 *
 * @throws when one is missing or not 32 bytes: nothing may be stored without it
 */
export function masters(env: Env): readonly [Master, ...Master[]] {
  const [current, before] = [env.EDGEWISE_MASTER_KEY ?? "", env.EDGEWISE_PREVIOUS_MASTER_KEY ?? ""];
  const name = `${current},${before}`;
  let known = read.get(name);
  if (known === undefined) {
    const earlier = before.split(/[\s,]+/).filter((text) => text !== "");
    known = [
      masterFrom(current, "EDGEWISE_MASTER_KEY"),
      ...earlier.map((text) => masterFrom(text, "EDGEWISE_PREVIOUS_MASTER_KEY")),
    ];
    read.set(name, known);
  }
  return known;
}

/** The current master key. */
export const masterKey = (env: Env): Buffer => masters(env)[0].key;

/** The given master key of a name. @throws {OtherMasterKey} */
export function masterOf(all: readonly Master[], id: string): Master {
  const found = all.find((master) => master.id === id);
  if (found === undefined) throw new OtherMasterKey();
  return found;
}

function masterFrom(text: string, setting: string): Master {
  const key = Buffer.from(text, "base64");
  if (key.length !== 32) {
    throw new Error(`${setting} must be 32 bytes in base64; see docs/operate.md, Settings`);
  }
  // Backups have been naming their key like this from the first release on.
  const id = createHmac("sha256", key).update("edgewise backup").digest("base64url");
  return { id, key };
}
