/** Whom a number of the report is made of, as somebody asked to see them. */
import { signal } from "@preact/signals";
import { person } from "./run.ts";

/** Some people of a report. */
export interface Crowd {
  title: string;
  /** The first of them. */
  named: string[];
  /** How many they are in all. */
  people: number;
  /** What stands beside somebody's name, where there is more to say. */
  notes?: Record<string, string>;
}

export const crowd = signal<Crowd | null>(null);
/** Counts how often somebody asked to see people, so that the list comes into sight each time. */
export const asked = signal(0);

/** Shows whom a number is made of. */
export function lookAt(given: Crowd): void {
  crowd.value = given;
  person.value = null;
  asked.value += 1;
}
