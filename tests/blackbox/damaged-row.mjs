/** Damage to a stored row, as a failing disk does it, while a world is down. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Flips a bit so far behind what a pattern matches, wherever that stands in a database of a world whose
 * process ended in good order.
 */
export function damage(world, pattern, offset) {
  const objects = join(world.folder, "data/objects");
  const files = readdirSync(objects, { recursive: true }).filter((name) =>
    name.endsWith(".sqlite"),
  );
  let hits = 0;
  for (const file of files) {
    const bytes = readFileSync(join(objects, file));
    // One letter for each byte, so that places are the same.
    for (const { 0: text, index } of bytes.toString("latin1").matchAll(pattern)) {
      bytes[index + text.length + offset] ^= 1;
      hits += 1;
    }
    writeFileSync(join(objects, file), bytes);
  }
  if (hits === 0) throw new Error("the row was not found");
}

/** Damages a customer's stored state. */
export async function damageState(world, shop, customer) {
  // What reads rows brings them to where the journal is.
  await world.api("GET", `${shop.api}/customers`);
  await world.quit();
  // The customer's row begins with their id and the place of their newest moment; the state follows.
  damage(world, new RegExp(`${customer}[1-9]\\d*`, "g"), 120);
  await world.start();
}
