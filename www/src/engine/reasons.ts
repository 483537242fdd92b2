/** The engine's words for its reasons, as a sentence goes on after "because". */
import { signal } from "@preact/signals";
import { ask } from "./client.ts";

/** By reason; empty until the engine has answered, and where it could not be started. */
export const reasons = signal<Readonly<Record<string, string>>>({});

ask("reasons", null).then(
  (answer) => {
    reasons.value = answer;
  },
  // Without the engine, reasons keep their own names.
  () => {},
);
