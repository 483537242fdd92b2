/** Plays the story whenever it, the person or the workflow changes, and folds it for the timeline. */
import { computed, effect, signal } from "@preact/signals";
import { ask } from "../engine/client.ts";
import type { PreviewAnswer, RenderedMessage } from "../engine/protocol.ts";
import { chosen, config, currency, trialText } from "../plan/draft.ts";
import { inOrder } from "./happening.ts";
import { PREVIEW_CUSTOMER, pastOf, storyOf } from "./inputs.ts";
import { DAY } from "../text/zone.ts";
import { fold, type Item } from "./fold.ts";
import { smsSender } from "./sms-sender.ts";
import { begin, customer, HORIZON, happenings, lookedAtFrom, person, zone } from "./story.ts";

export const running = signal(true);
export const failure = signal<string | null>(null);
const answer = signal<PreviewAnswer | null>(null);
/** The last run that there was, and of what: it stays while an error is being written. */
const played = signal<{ of: string; run: NonNullable<PreviewAnswer["run"]> } | null>(null);

/** Whether the configuration has errors, so that it cannot be played as it stands. */
export const refused = computed(() => answer.value !== null && answer.value.run === null);

export const items = computed<Item[]>(() => {
  const run = played.value?.of === playing() ? played.value.run : null;
  return run === null ? [] : fold(run, happenings.value, begin.value);
});

/** A message as the person gets it in the run, where they get it. */
export function renderedFor(message: string): RenderedMessage | null {
  const run = played.value?.of === playing() ? played.value.run : null;
  const found = run?.moments.find(({ answer: given, input }) => {
    return given?.payload?.message === message && input.effect !== undefined;
  });
  return run?.rendered[found?.input.effect ?? ""] ?? null;
}

const playing = () => `${chosen.value} ${customer.value?.customer ?? person.value.id}`;

/** The span that the slider covers: from the first thing to a while after the last. */
export const span = computed(() => {
  const from = begin.value;
  const last = items.value.at(-1)?.at ?? from;
  return { from, until: Math.max(last, from + DAY) + DAY / 2 };
});

/** The moment looked at, inside the span. */
export const asOf = computed(() => {
  const { from, until } = span.value;
  const last = inOrder(happenings.value).at(-1)?.at ?? from;
  return Math.min(until, Math.max(from, lookedAtFrom.value ?? last));
});

/** Keeps the timeline up to date. An answer that was overtaken by a newer question is dropped. */
export const follow = () =>
  effect(() => {
    const known = customer.value;
    // What the edge knows already cannot be changed any more: nothing happens before now.
    const story =
      known === null
        ? happenings.value
        : happenings.value.map((one) => ({ ...one, at: Math.max(one.at, known.now) }));
    const from = begin.value;
    // Reading it here makes the effect run again when the text changes.
    const money = config.value === null ? "EUR" : currency.value;
    const name = known?.customer ?? PREVIEW_CUSTOMER;
    const past = known === null ? pastOf(person.value, from, money) : [];
    const inputs = [
      ...past,
      ...storyOf(story, name, money, known === null ? "preview" : `preview-${from}`, chosen.value),
    ];
    const request = {
      config: known === null ? trialText(from) : trialText(0),
      state: known?.state ?? null,
      customer: name,
      inputs,
      from: known?.now ?? inputs[0]?.at ?? from,
      until: from + HORIZON,
      zone: zone.value,
      replies: smsSender.value.replies,
    };
    latest += 1;
    const [mine, of] = [latest, playing()];
    running.value = true;
    ask("preview", request)
      .then((given) => {
        if (mine !== latest) return;
        answer.value = given;
        if (given.run !== null) played.value = { of, run: given.run };
        failure.value = null;
      })
      .catch((error: Error) => {
        if (mine === latest) failure.value = error.message;
      })
      .finally(() => {
        if (mine === latest) running.value = false;
      });
  });

let latest = 0;
