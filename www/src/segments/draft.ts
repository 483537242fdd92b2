/** The segment that is being written: what it would hold, and what saving it would change. */
import { batch, computed, effect, signal } from "@preact/signals";
import type {
  Diagnostic,
  Preview,
  SegmentChange,
  Segment as EngineSegment,
  SegmentPreview,
} from "edgewise";
import { readShop } from "../plan/draft.ts";
import type { Api } from "../server/api.ts";
import { DAY } from "../text/zone.ts";
import { ask, loading, now, replan } from "../audience/audience.ts";

export type Segment = Omit<EngineSegment, "condition"> & {
  /** It may not be complete yet. */
  condition: object;
};

export type Counted = SegmentPreview;

/** What is being written, and what it was when it was last saved; null for a new one. */
export const draft = signal<Segment | null>(null);
export const saved = signal<Segment | null>(null);
/** Another segment to compare with, and a customer to ask about. */
export const beside = signal<string | null>(null);
export const whom = signal<string | null>(null);

export const counted = signal<Counted | null>(null);
export const overlap = signal<Preview["beside"]>(null);
export const failure = signal<string | null>(null);
/** The next changes found so far, and how many of the pages were asked. */
export const coming = signal<{ list: SegmentChange[]; done: number; of: number } | null>(null);

/** What the server has to object when it is to be saved. */
export const findings = signal<Diagnostic[]>([]);
export const saving = signal(false);

export const unsaved = computed(
  () => draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(saved.value),
);

/** Begins with a segment of the shop, or with a new one. */
export function begin(segment: Segment, isSaved: boolean): void {
  batch(() => {
    draft.value = segment;
    saved.value = isSaved ? segment : null;
    beside.value = null;
    whom.value = null;
    counted.value = null;
    overlap.value = null;
    coming.value = null;
    failure.value = null;
    findings.value = [];
  });
}

export function change(more: Partial<Segment>): void {
  if (draft.value !== null) draft.value = { ...draft.value, ...more };
}

/** How many members are named, and how many changes to come. */
const SAMPLE = 10;
const NEXT = 20;
/** How far ahead changes are looked for. */
const AHEAD = 90 * DAY;
/** How long nothing must have been typed before everybody's future is asked. */
const QUIET = 400;

/** Keeps counts and changes up to date until the returned function is called. */
export function follow(): () => void {
  const condition = computed(() => draft.value?.condition ?? null);
  const ready = computed(() => loading.value.is === "ready");
  const ends = [
    effect(() => {
      const asked = condition.value;
      const question = { beside: saved.value?.id, why: whom.value ?? undefined };
      const other = beside.value;
      if (ready.value && asked !== null) latest(() => count(asked, question, other));
    }),
    effect(() => {
      const asked = condition.value;
      coming.value = null;
      if (!ready.value || asked === null) return;
      let stopped = false;
      const timer = setTimeout(() => lookAhead(asked, () => stopped), QUIET);
      return () => {
        stopped = true;
        clearTimeout(timer);
      };
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** One count at a time: while one runs, only the newest question waits. */
let running = false;
let waiting: (() => Promise<void>) | null = null;

async function latest(question: () => Promise<void>): Promise<void> {
  waiting = question;
  if (running) return;
  running = true;
  while (waiting !== null) {
    const next: () => Promise<void> = waiting;
    waiting = null;
    await next().then(
      () => {
        failure.value = null;
      },
      (error: Error) => {
        failure.value = error.message;
      },
    );
  }
  running = false;
}

async function count(
  condition: object,
  { beside: own, why }: { beside: string | undefined; why: string | undefined },
  other: string | null,
): Promise<void> {
  const question = {
    now: now(),
    sample: SAMPLE,
    ...(own === undefined ? {} : { beside: own }),
    ...(why === undefined ? {} : { why }),
  };
  const answer = await ask("preview", { condition, question });
  const compared =
    other === null || answer.preview === null
      ? null
      : await ask("preview", {
          condition,
          question: { now: question.now, sample: 0, beside: other },
        });
  batch(() => {
    // While a text is half typed the last count stands, beside the errors to fix.
    const preview = answer.preview ?? counted.peek()?.preview ?? null;
    counted.value = { ...answer, preview };
    overlap.value = compared?.preview?.beside ?? null;
  });
}

async function lookAhead(condition: object, isOver: () => boolean): Promise<void> {
  const from = now();
  let list: SegmentChange[] = [];
  for (let page = 0, of = 1; page < of; page += 1) {
    const question = { now: from, until: from + AHEAD, most: NEXT, page };
    const found = await ask("changes", { condition, question }).catch(() => null);
    if (isOver() || found === null) return;
    of = found.pages;
    list = [...list, ...found.list].sort((a, b) => a.at - b.at).slice(0, NEXT);
    coming.value = { list, done: page + 1, of };
  }
  if (coming.peek() === null) coming.value = { list, done: 0, of: 0 };
}

/** Saves the draft inside the configuration that is live; whether the server took it. */
export async function save(api: Api, shop: string): Promise<boolean> {
  const segment = draft.value;
  if (segment === null) return false;
  return put(api, shop, (segments) =>
    segments.some(({ id }) => id === segment.id)
      ? segments.map((one) => (one.id === segment.id ? segment : one))
      : [...segments, segment],
  ).then((taken) => {
    if (taken) saved.value = segment;
    return taken;
  });
}

/** Takes the segment out of the configuration that is live; whether the server took it. */
export const remove = (api: Api, shop: string, id: string): Promise<boolean> =>
  put(api, shop, (segments) => segments.filter((one) => one.id !== id));

async function put(
  api: Api,
  shop: string,
  edit: (segments: Segment[]) => Segment[],
): Promise<boolean> {
  saving.value = true;
  findings.value = [];
  failure.value = null;
  try {
    const config = await api.config(shop);
    const segments = edit((config.segments ?? []) as Segment[]);
    const { plan, diagnostics } = await api.saveConfig(
      shop,
      JSON.stringify({ ...config, segments }, null, 2),
    );
    if (plan === null) {
      findings.value = diagnostics.filter(({ severity }) => severity === "error");
      return false;
    }
    // The editor of conditions and the builder of workflows name what is live.
    await Promise.all([replan(api, shop), readShop()]);
    return true;
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
    return false;
  } finally {
    saving.value = false;
  }
}

/** An id out of a name that is not taken yet: `best-customers`, `best-customers-2`. */
export function idFrom(name: string, taken: ReadonlySet<string>): string {
  const ascii = name.normalize("NFKD").toLowerCase();
  const plain = ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const stem = plain === "" ? "segment" : plain.slice(0, 60);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}
