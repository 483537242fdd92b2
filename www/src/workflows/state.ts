/** What is open in the builder. */
import { signal } from "@preact/signals";

/** The node that is open, by its path; one at a time, so that the whole stays in sight. */
export const openNode = signal<string | null>(null);
export const revisionsOpen = signal(false);
export const testOpen = signal(false);
