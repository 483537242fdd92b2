/** The timeline: day by day, what would happen, with every reason underneath. */
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { currency } from "../plan/draft.ts";
import { stepText } from "../plan/outlined.ts";
import { isolated } from "../text/isolated.ts";
import { money } from "../text/money.ts";
import { Seen } from "../components/seen.tsx";
import { dayName, exactTime, shortTime } from "../text/zone.ts";
import { channelInSentence, channelName } from "../strings/channels.ts";
import { words as controls } from "../strings/components.ts";
import { HAPPENED, words } from "../strings/preview.ts";
import type { Item, Mark } from "./fold.ts";
import { Message } from "./message.tsx";
import { asOf, items } from "./run.ts";
import { firstName, zone } from "./story.ts";
import ui from "../components/ui.module.css";
import css from "./timeline.module.css";

export function Timeline() {
  const days = byDay(items.value);
  const now = asOf.value;
  const turn = items.value.find(({ at }) => at > now)?.key;
  return (
    <ol class={css.days}>
      {days.map(([day, list]) => (
        <li key={day}>
          <h3 class={css.day}>{day}</h3>
          <ol>
            {list.map((item) => (
              <Fragment key={item.key}>
                {item.key === turn ? <Here at={now} /> : null}
                <Line item={item} past={item.at <= now} />
              </Fragment>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

/** The lines of each day, in order. */
function byDay(list: Item[]): [string, Item[]][] {
  const days = new Map<string, Item[]>();
  for (const item of list) {
    const day = dayName(zone.value, item.at);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}

function Here({ at }: { at: number }) {
  return (
    <li class={css.here}>
      <span>{words.asOf(shortTime(zone.value, at))}</span>
    </li>
  );
}

function Line({ item, past }: { item: Item; past: boolean }) {
  const [shown, setShown] = useState(false);
  const { mark, at, message } = item;
  const under = mark === "send" || mark === "act" || mark === "event" || mark === "enter";
  const sentences = under ? item.sentences : item.sentences.slice(1);
  return (
    <li class={css.line} data-mark={mark} data-past={past}>
      <time class={css.lineTime} dateTime={new Date(at).toISOString()}>
        {exactTime(zone.value, at)}
      </time>
      <span class={css.lineMark} aria-hidden="true">
        {MARKS[mark]}
      </span>
      <div class={css.lineBody}>
        <p class={css.lineTitle} data-part="title">
          {mark === "send" ? <bdi>{title(item)}</bdi> : title(item)}
        </p>
        <Aside item={item} />
        <div class={css.lineMore}>
          {sentences.length > 0 || item.saw.length > 0 ? (
            <details class={css.why}>
              <summary>{controls.why}</summary>
              {sentences.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
              <Seen saw={item.saw} />
            </details>
          ) : null}
          {message === null ? null : (
            <button
              type="button"
              class={ui.link}
              aria-expanded={shown}
              onClick={() => setShown(!shown)}
            >
              {shown ? words.hide : words.show}
            </button>
          )}
        </div>
        {shown && message !== null ? <Message message={message} /> : null}
      </div>
    </li>
  );
}

function Aside({ item }: { item: Item }) {
  const { mark, payload, step } = item;
  if (mark === "send" && payload !== null) {
    return (
      <p class={ui.quiet}>
        {channelName(item.channel ?? "")} {words.to(payload.to ?? "")} · {step}
      </p>
    );
  }
  return mark === "act" ? <p class={ui.quiet}>{step}</p> : null;
}

function title(item: Item): string {
  const { happening, workflow, step, effect, message, code } = item;
  if (happening !== null) {
    return HAPPENED[happening.type]({
      name: isolated(firstName.value),
      amount: money(happening.amount, currency.value),
      text: happening.text,
      channel: channelInSentence(happening.channel),
    });
  }
  if (effect === "send") return message?.subject || message?.text.slice(0, 80) || step || "";
  if (effect !== null) {
    const done = stepText(workflow ?? "", { id: step ?? "", type: effect });
    return code === null ? done : words.withCode(done, code);
  }
  // What was seen on entering stands below, with the whole sentence.
  return (item.sentences[0] ?? "").replace(item.mark === "enter" ? /: “.*$/ : /$^/, ".");
}

const MARKS: Record<Mark, string> = {
  event: "",
  enter: "→",
  refuse: "✕",
  send: "✉",
  act: "✓",
  hold: "‖",
  stop: "✕",
  end: "■",
  note: "",
  fault: "!",
};
