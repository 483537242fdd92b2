/** Names of people that a store says. */

/** What somebody is called elsewhere, as names are here: what else is let in there is left out, maybe all of it. */
export function plainName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N} '’._()/-]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  return [...plain].slice(0, 60).join("").trim();
}
