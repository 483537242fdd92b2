/** What is shown of one customer: as they are, or as they were at the moment that the slider is on. */
import { effect, signal } from "@preact/signals";
import type { Standing, State } from "edgewise";
import { ask } from "../engine/client.ts";
import { fold, type Item } from "../preview/fold.ts";
import { DAY } from "../text/zone.ts";
import { namesIn, type Story, story } from "./follow.ts";
import type { Named } from "./stored.ts";

export interface View {
  /** The moment it is of. */
  at: number;
  /** Whether that is now. */
  now: boolean;
  state: State | null;
  standing: Standing;
  /** The configuration that decided then, byte for byte, and what it gives names to. */
  config: string;
  named: Named;
  /** What would leave, or be held, if nothing else happened from then on. */
  next: Item[];
}

/** The moment that the slider is on; null for now. */
export const lookedAt = signal<number | null>(null);
export const view = signal<View | null>(null);
export const viewFailure = signal<string | null>(null);

/** How far ahead is looked. */
const AHEAD = 60 * DAY;

/** Keeps the view up to date; an answer that was overtaken by a newer question is dropped. */
export function followView(): () => void {
  lookedAt.value = null;
  view.value = null;
  viewFailure.value = null;
  let latest = 0;
  const stop = effect(() => {
    const [read, at] = [story.value, lookedAt.value];
    latest += 1;
    const mine = latest;
    if (read === null) return;
    viewOf(read, at).then(
      (made) => {
        if (mine !== latest) return;
        view.value = made;
        viewFailure.value = null;
      },
      (error: Error) => {
        if (mine === latest) viewFailure.value = error.message;
      },
    );
  });
  return () => {
    latest += 1;
    stop();
  };
}

async function viewOf(read: Story, at: number | null): Promise<View | null> {
  const { detail, plans, zone } = read;
  // Before two became one, what was known of the other was known of somebody else.
  const absorbed = new Set(detail.absorbed);
  const moments = read.moments.filter(({ customer }) => !absorbed.has(customer));
  const past = at === null ? null : await ask("asOf", { moments, plans, at });
  if (at !== null && past === null) return null;
  const { state, standing, plan } = past ?? detail;
  if (standing === null) return null;
  const moment = at ?? detail.now;
  const config = plans[plan] ?? "{}";
  const next = await ahead({ config, state, customer: detail.customer, from: moment, zone });
  const named = namesIn(config);
  return { at: moment, now: at === null, state, standing, config, named, next };
}

/** What the same engine says will come, from a state on. */
async function ahead(asked: {
  config: string;
  state: object | null;
  customer: string;
  from: number;
  zone: string;
}): Promise<Item[]> {
  if (asked.state === null) return [];
  const { run } = await ask("preview", { ...asked, inputs: [], until: asked.from + AHEAD });
  return run === null ? [] : fold(run, [], asked.from);
}
