/** What the parts of the first page share: when it is read again, and the engine's words for reasons. */
import { signal } from "@preact/signals";

/** How the engine goes on after "because", by its reasons. */
export const because = signal<Record<string, string>>({});
/** Counted up to read everything again, after something was done. */
export const again = signal(0);
