/** What the parts of the first page share. */
import { signal } from "@preact/signals";

/** Counted up to read everything again, after something was done. */
export const again = signal(0);
