/**
 * The scenarios as calls at the wasm boundary with their answers, as the native engine wrote them.
 * `tests/vectors.sha256` pins their bytes.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Where they are, from the project's root. */
export const FOLDER = "target/vectors";
const place = new URL(`../${FOLDER}/`, import.meta.url);

if (!existsSync(place)) {
  throw new Error(`${FOLDER} is missing. Run \`cargo test --test it scenarios\`, which writes it.`);
}

/** Their names, each with its text. */
export const vectors = readdirSync(place)
  .filter((name) => name.endsWith(".json"))
  .map((name) => [name, readFileSync(new URL(name, place), "utf8")]);
