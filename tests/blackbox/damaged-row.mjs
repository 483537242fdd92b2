/** Damage to a stored row, as a failing disk does it, while a world is down. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Flips a bit so far behind a text, wherever it stands in a database of a world whose process ended in
 * good order.
 */
export function damage(world, text, offset) {
  const objects = join(world.folder, "data/objects");
  const files = readdirSync(objects, { recursive: true }).filter((name) =>
    name.endsWith(".sqlite"),
  );
  let hits = 0;
  for (const file of files) {
    const bytes = readFileSync(join(objects, file));
    for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
      bytes[at + offset] ^= 1;
      hits += 1;
    }
    writeFileSync(join(objects, file), bytes);
  }
  if (hits === 0) throw new Error("the row was not found");
}

/** Damages a customer's stored state. */
export async function damageState(world, shop, customer) {
  const { body } = await world.api("GET", `${shop.api}/customers/${customer}/timeline`);
  await world.quit();
  // The customer's row begins with their id and the id of their newest moment; the state follows.
  damage(world, `${customer}${body.moments[0].id}`, 52 + 120);
  await world.start();
}
