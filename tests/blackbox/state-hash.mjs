/** The hash that a journal row says of a state: of the form it was stored in, JSON or packed. */
import { createHash } from "node:crypto";

/** The form of which `hash` is a state's, given as JSON text: `json`, `packed`, or null for another state's. */
export function formOf(engine, state, hash) {
  const sha256 = (form) => createHash("sha256").update(form).digest("hex");
  const place = engine.storedForms(state).findIndex((form) => sha256(form) === hash);
  return ["json", "packed"][place] ?? null;
}

/** Whether `hash` is one of a state, given as JSON text. */
export const isHashOf = (engine, state, hash) => formOf(engine, state, hash) !== null;
