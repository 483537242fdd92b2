/** What is asked before anything changes in the shop, and what was chosen about it. */
import { signal } from "@preact/signals";
import type { Fate, Revision } from "../plan/server.ts";

/** What is about to be done. */
export type Question =
  | { about: "live" | "pause" | "remove" | "publish" | "save" }
  | { about: "restore"; version: Revision };

export const question = signal<Question | null>(null);
/** What becomes of those inside the workflow that is looked at, where it was chosen here. */
export const fate = signal<Fate | null>(null);
/** Members of the segment that starts it, who are to be added now, up to a maximum. */
export const entering = signal<{ segment: string; most: number } | null>(null);
