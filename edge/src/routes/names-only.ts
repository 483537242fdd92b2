/**
 * Answers about customers for somebody who may see their names and no more.
 *
 * There are two locks. What is known to be personal is taken out by what it is called, whatever is in it, and so is
 * what was received and remembered as a whole: what is left says what was decided. And of all other texts, whatever looks like an address or a telephone number is covered, so that one that stands where nobody
 * expected it (a person without a name is listed by their address) doesn't get out either.
 */
import { Problem } from "../problem.ts";

/** What is personal, by its name in an answer. */
const PERSONAL = new Set(["email", "phone", "address", "content", "body", "subject", "ip"]);
/** What holds all that was received and decided on, whatever it is. */
const WITHHELD = new Set(["input", "summary"]);
/** What values of a customer's conditions saw, such as a birthday or a city. */
const SEEN = new Set(["saw"]);
/** What may be personal and must be a text. */
const BLANKED = new Set(["note"]);
/** Ids of ours, which covering a part of would only break; and the shop's own team. */
const OURS = new Set([
  "id",
  "customer",
  "enrollment",
  "depends_on",
  "effect",
  "order",
  "segment",
  "workflow",
  "step",
  "team",
]);

const ADDRESS = /[^\s<>,;:"()]+@[^\s<>,;:"()]+/g;
/** Seven digits or more, however they are grouped. */
const NUMBER = /\+?\d(?:[\s()./-]{0,2}\d){6,}/g;
const COVERED = "•••";

/** The same answer without what is personal besides names. */
export function namesOnly(value: unknown): unknown {
  if (typeof value === "string") return covered(value);
  if (Array.isArray(value)) return value.map(namesOnly);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (PERSONAL.has(name) || WITHHELD.has(name)) return [name, null];
      if (SEEN.has(name)) return [name, []];
      if (BLANKED.has(name)) return [name, ""];
      return [name, OURS.has(name) ? one : namesOnly(one)];
    }),
  );
}

const covered = (text: string): string => text.replace(ADDRESS, COVERED).replace(NUMBER, COVERED);

/**
 * Searching by an address would say whose it is.
 *
 * @throws Problem 403
 */
export function refuseAddresses(query: string): void {
  if (!query.includes("@") && query.replace(/\D/g, "").length < 4) return;
  const message =
    "You may see customers’ names, so search by name. An owner can let you see personal data.";
  throw new Problem(403, "personal-data", message, {}, { field: "q" });
}
