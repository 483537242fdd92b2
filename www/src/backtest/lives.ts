/** One customer's past under both plans, in the engine's sentences. */
import type { Engine, Moment } from "edgewise";
import type { Decision } from "../engine/protocol.ts";
import type { Chapter, Lives } from "./protocol.ts";

/** Plays a line of history again; the backtest it belongs to must still be there. */
export function lives(
  engine: Engine,
  plans: { live: string; draft: string },
  line: string,
  zone: string,
): Lives {
  const { live, draft } = engine.replayInBacktest(line);
  const { customer } = JSON.parse(line) as { customer: string };
  const lived = (plan: string, moments: Moment[]) =>
    moments
      .map((moment) => chapter(engine, plan, moment, zone))
      .filter(({ lines }) => lines.length > 0);
  return {
    customer,
    live: lived(plans.live, live.moments),
    draft: lived(plans.draft, draft.moments),
  };
}

function chapter(engine: Engine, plan: string, moment: Moment, zone: string): Chapter {
  const { sentences, saw } = engine.inWords(plan, moment.trace, zone);
  return {
    at: moment.now,
    received: moment.input.type === "events",
    lines: moment.trace.map((entry, place) => {
      const is: Decision = entry.is;
      return {
        sentence: sentences[place] ?? "",
        type: is.type,
        workflow: is.workflow ?? null,
        reason: is.reason ?? null,
        saw: saw[place] ?? [],
      };
    }),
  };
}
