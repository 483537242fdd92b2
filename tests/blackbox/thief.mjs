/** Somebody who has a copy of the raw files and a master key, and puts together whatever they can. */
import { createDecipheriv, createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SEALED = 1 + 12 + 32 + 16;

/** The bytes of everything under the data directory. */
export function filesOf(root) {
  const folder = join(root, "data");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)));
}

/** What stands sealed at an offset, if this key opens it for this place. */
function opened(bytes, at, key, place) {
  const sealed = bytes.subarray(at, at + SEALED);
  if (sealed[0] !== 1 || sealed.length < SEALED) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 13));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(SEALED - 16));
  const text = decipher.update(sealed.subarray(13, SEALED - 16));
  try {
    decipher.final();
    return text;
  } catch {
    return null;
  }
}

/** Where a text stands in some bytes, as offsets of what follows it. */
function* behind(bytes, text) {
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
    yield at + text.length;
  }
}

/** What a thief of the files and of a master key has in hand of a shop. */
export function loot(root, shop, master) {
  const all = filesOf(root);
  const wrap = createHmac("sha256", master).update(`edgewise/wrap/${shop}`).digest();
  const roots = [];
  for (const bytes of all) {
    for (let at = bytes.indexOf(1); at !== -1; at = bytes.indexOf(1, at + 1)) {
      for (const slot of [0, 1]) {
        const root = opened(bytes, at, wrap, `${shop}/root/${slot}/key`);
        if (root !== null) roots.push(root);
      }
    }
  }
  const groups = new Map();
  const keysOfGroup = (group) => {
    if (!groups.has(group)) {
      const keys = roots.flatMap((root) => found(group, root, `${shop}/group/${group}/key`));
      // The wrapping key itself stood in the place of a group's in the first releases.
      groups.set(group, [wrap, ...keys]);
    }
    return groups.get(group);
  };
  /** Every key that stands sealed behind a name, by another key. */
  function found(name, by, place) {
    return all
      .flatMap((bytes) => [...behind(bytes, name)].map((at) => opened(bytes, at, by, place)))
      .filter((key) => key !== null);
  }
  const keysOf = (name) =>
    keysOfGroup(name.slice(0, 2)).flatMap((by) => found(name, by, `${shop}/${name}/key`));
  /** The shop's own key for a purpose, however often it stands there. */
  const own = (purpose) => found(purpose, wrap, `${shop}/shop-key/${purpose}`);
  return { all, own, keysOf };
}

/** Of these customers, whose key the thief puts together. */
export function keysFound({ keysOf }, customers) {
  return customers.filter((id) => keysOf(id).length > 0);
}

/** Whether a text stands near the beginning of anything that one of these keys opens. */
export function reads({ all, own }, keys, text) {
  // The shop's own key cannot be destroyed: nothing about a person may be sealed with it.
  return [...own("secret").slice(0, 1), ...keys].some((key) =>
    all.some((bytes) => {
      for (let at = bytes.indexOf(1); at !== -1; at = bytes.indexOf(1, at + 1)) {
        const nonce = bytes.subarray(at + 1, at + 13);
        if (nonce.length < 12) continue;
        const cipher = createDecipheriv("aes-256-gcm", key, nonce);
        if (cipher.update(bytes.subarray(at + 13, at + 2_000)).includes(text)) return true;
      }
      return false;
    }),
  );
}
