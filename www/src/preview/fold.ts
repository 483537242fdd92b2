/**
 * From a simulation's moments to the lines of a timeline.
 *
 * The engine says a message's story in steps (allowed, released, reported); a merchant reads one line
 * for it. What the engine said stays underneath, sentence by sentence.
 */
import type { Effect, TraceInWords } from "edgewise";
import type { RenderedMessage, Moment, Payload, Saw } from "../engine/protocol.ts";
import { type Happening, inOrder } from "./happening.ts";

/** What a line is about, which also gives its mark. */
export type Mark =
  | "event"
  | "enter"
  | "refuse"
  | "send"
  | "act"
  | "hold"
  | "stop"
  | "end"
  | "note"
  | "fault";

export interface Item {
  key: string;
  at: number;
  mark: Mark;
  workflow: string | null;
  step: string | null;
  /** The engine's sentences, the first of which is the line's own where nothing else is. */
  sentences: string[];
  saw: Saw[];
  happening: Happening | null;
  effect: Effect["type"] | null;
  channel: string | null;
  payload: Payload | null;
  message: RenderedMessage | null;
  /** A coupon's code. */
  code: string | null;
  until: number | null;
  reason: string | null;
}

interface Run {
  moments: (Moment & TraceInWords)[];
  rendered: Record<string, RenderedMessage>;
}

/** The lines of a simulation from `begin` on. */
export function fold(run: Run, happenings: readonly Happening[], begin: number): Item[] {
  const items: Item[] = [];
  const effects = new Map<string, Item>();
  const pending = inOrder(happenings);
  for (const [index, moment] of run.moments.entries()) {
    if (moment.now < begin) continue;
    const cause = ["events", "command"].includes(moment.input.type) ? pending.shift() : undefined;
    if (cause !== undefined)
      items.push(lineOf(`h-${cause.id}`, moment.now, "event", { happening: cause }));
    for (const [place, { at, is }] of moment.trace.entries()) {
      const sentence = moment.sentences[place] ?? "";
      const about = is.effect === undefined ? undefined : effects.get(is.effect);
      const known = {
        workflow: is.workflow ?? null,
        step: is.step ?? null,
        sentences: [sentence],
        saw: moment.saw[place] ?? [],
        reason: is.reason ?? null,
        until: is.until ?? null,
      };
      const put = (mark: Mark) => {
        const item = lineOf(`${index}-${place}`, Math.max(at, begin), mark, known);
        items.push(item);
        return item;
      };
      switch (is.type) {
        case "recorded":
          addTo(items, cause, sentence);
          break;
        case "ignored":
          if (addTo(items, cause, sentence) === null) put("note");
          break;
        case "waiting":
          items.findLast(({ workflow }) => workflow === is.workflow)?.sentences.push(sentence);
          break;
        case "entered":
          put("enter");
          break;
        case "not-entered":
          if (is.reason !== "trigger-not-met") put("refuse");
          else addTo(items, cause, sentence);
          break;
        case "allowed": {
          const item = put(is.kind === "send" ? "send" : "act");
          item.effect = is.kind ?? null;
          item.channel = is.channel ?? null;
          effects.set(is.effect ?? "", item);
          break;
        }
        case "released":
        case "reported":
          if (about === undefined) break;
          about.at = moment.now;
          about.sentences.push(sentence);
          about.payload = moment.answer?.payload ?? about.payload;
          about.message = run.rendered[is.effect ?? ""] ?? about.message;
          if (is.outcome?.type === "done") about.code = is.outcome.code ?? about.code;
          if (is.outcome?.type === "failed") about.mark = "fault";
          break;
        case "deferred":
          put("hold");
          break;
        case "suppressed":
          if (about !== undefined && about.payload === null) items.splice(items.indexOf(about), 1);
          put("stop");
          break;
        case "exited":
          put("end");
          break;
        default:
          put("note");
      }
    }
    for (const fault of moment.faults) {
      items.push(lineOf(`${index}-fault`, moment.now, "fault", { sentences: [fault.message] }));
    }
  }
  return items.sort((a, b) => a.at - b.at || Number(a.mark === "end") - Number(b.mark === "end"));
}

/** Puts a sentence under the event that it is about; null when there is none. */
function addTo(items: Item[], cause: Happening | undefined, sentence: string): Item | null {
  const item = items.findLast(({ happening }) => happening !== null && happening === cause) ?? null;
  item?.sentences.push(sentence);
  return item;
}

function lineOf(key: string, at: number, mark: Mark, more: Partial<Item>): Item {
  return {
    key,
    at,
    mark,
    workflow: null,
    step: null,
    sentences: [],
    saw: [],
    happening: null,
    effect: null,
    channel: null,
    payload: null,
    message: null,
    code: null,
    until: null,
    reason: null,
    ...more,
  };
}
