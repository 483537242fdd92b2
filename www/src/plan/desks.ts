/** Where working copies lie: one a workflow, with its steps back and forth, kept in this browser. */
import { signal } from "@preact/signals";
import { shop } from "../server/session.ts";
import type { ConfigText } from "../engine/config-text.ts";

/** A text that was changed here, and the configuration that it began on. */
export interface Kept {
  text: string;
  begunOn: ConfigText;
}

export interface Desk {
  /** Null while nothing is changed. */
  kept: Kept | null;
  past: readonly (Kept | null)[];
  future: readonly (Kept | null)[];
}

export const emptyDesk: Desk = { kept: null, past: [], future: [] };

/** All copies of the shop that is looked at, by the workflow that each is of. */
export const desks = signal<ReadonlyMap<string, Desk>>(new Map());

const prefix = () => `edgewise-copy-${shop.peek() ?? "nobody"}-`;

/** Puts a copy down, here and in the browser's store. */
export function remember(key: string, next: Desk): void {
  desks.value = new Map([...desks.peek(), [key, next]]);
  try {
    if (next.kept === null) localStorage.removeItem(prefix() + key);
    else localStorage.setItem(prefix() + key, JSON.stringify(next.kept));
  } catch {
    // A full store costs the next visit the copy, not this one.
  }
}

/** Clears a copy away, with its steps. */
export function forget(key: string): void {
  remember(key, emptyDesk);
  desks.value = new Map([...desks.peek()].filter(([other]) => other !== key));
}

/** What was begun in this browser at the shop that is looked at. */
export function remembered(): ReadonlyMap<string, Desk> {
  try {
    const own = Object.keys(localStorage).filter((name) => name.startsWith(prefix()));
    return new Map(
      own.flatMap((name): [string, Desk][] => {
        const kept = keptIn(localStorage.getItem(name));
        return kept === null ? [] : [[name.slice(prefix().length), { ...emptyDesk, kept }]];
      }),
    );
  } catch {
    return new Map();
  }
}

function keptIn(stored: string | null): Kept | null {
  try {
    const kept = JSON.parse(stored ?? "null") as Kept | null;
    return typeof kept?.text === "string" && typeof kept.begunOn === "object" ? kept : null;
  } catch {
    return null;
  }
}
