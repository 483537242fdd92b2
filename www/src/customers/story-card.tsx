/** The whole story, newest first, by day, and whether the browser decides as the edge did. */
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { Badge, Notice } from "../components/notice.tsx";
import { Seen } from "../components/seen.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { Message } from "../preview/message.tsx";
import { emailOf } from "../server/email.ts";
import { clockTime, dayName, shortTime, timeOfDay } from "../text/zone.ts";
import { reasons } from "../engine/reasons.ts";
import { reasonText } from "../operations/reason.ts";
import { words as controls } from "../strings/components.ts";
import { words } from "../strings/customers.ts";
import { verdict } from "./agreement.ts";
import type { Story } from "./follow.ts";
import { cameBackText, STATE_TONES, stateName } from "./names.ts";
import { byDay, type Entry, entriesOf, type Filter, type Line } from "./story.ts";
import { lookedAt } from "./view.ts";
import ui from "../components/ui.module.css";
import customersCss from "./customers.module.css";
import timelineCss from "../preview/timeline.module.css";

const filter = signal<Filter>("all");

/** How many entries are drawn before somebody asks for more. */
const FIRST = 100;

export function StoryCard({ story }: { story: Story }) {
  const { moments, replayed, detail, zone } = story;
  const [most, setMost] = useState(FIRST);
  const at = lookedAt.value ?? Number.POSITIVE_INFINITY;
  const entries = entriesOf(moments, replayed, detail.outbox).filter(
    ({ now, about }) => now <= at && about.has(filter.value),
  );
  return (
    <section class={ui.card} aria-labelledby="story">
      <header class={ui.storyHead}>
        <h2 id="story">{words.story}</h2>
        <SegmentedControl<Filter>
          label={words.filter}
          options={words.filters}
          value={filter.value}
          choose={(value) => {
            filter.value = value;
          }}
        />
      </header>
      <Agreement story={story} />
      {entries.length === 0 ? (
        <p class={ui.quiet}>{moments.length === 0 ? words.noStory : words.noneOfThese}</p>
      ) : (
        <ol class={timelineCss.days}>
          {byDay(entries.slice(0, most), (moment) => dayName(zone, moment)).map(([day, list]) => (
            <li key={day}>
              <h3 class={timelineCss.day}>{day}</h3>
              <ol>
                {list.map((entry) => (
                  <Row key={entry.id} entry={entry} zone={zone} />
                ))}
              </ol>
            </li>
          ))}
        </ol>
      )}
      {entries.length <= most ? null : (
        <button type="button" class={ui.button} onClick={() => setMost(most + FIRST)}>
          {words.more(entries.length - most)}
        </button>
      )}
      <p class={ui.quiet}>{words.refreshed(clockTime(story.readAt))}</p>
    </section>
  );
}

function Agreement({ story }: { story: Story }) {
  const { engines, cut, zone, moments } = story;
  if (cut) return <Notice tone="held" title={words.cut} />;
  if (moments.length === 0) return null;
  const { decisions, agreed, first } = verdict(story);
  const other =
    engines.edge === engines.browser ? undefined : words.otherEngine(engines.edge, engines.browser);
  // Agreement is what everybody expects; only a difference is news.
  return first === null ? (
    <details class={timelineCss.why}>
      <summary>{words.checked}</summary>
      <p>{words.agreement(agreed, decisions, engines.browser)}</p>
      {other === undefined ? null : <p>{other}</p>}
    </details>
  ) : (
    <Notice
      tone="failed"
      title={words.disagreement(agreed, decisions, shortTime(zone, first.at), first.parts)}
      text={other}
    />
  );
}

function Row({ entry, zone }: { entry: Entry; zone: string }) {
  return (
    <li class={customersCss.moment} data-part="moment" data-same={entry.differences.length === 0}>
      <time dateTime={new Date(entry.now).toISOString()}>{timeOfDay(zone, entry.now)}</time>
      <div class={customersCss.momentBody}>
        {entry.titles.map((title, place) => (
          <p key={`${place}${title}`} class={customersCss.momentTitle}>
            {title}
          </p>
        ))}
        {entry.differences.length === 0 ? null : (
          <p class={ui.fieldFault}>✕ {words.differs(entry.differences)}</p>
        )}
        {entry.lines.map((line, place) => (
          <Decision key={`${place}${line.sentence}`} line={line} zone={zone} entry={entry} />
        ))}
        {entry.noted.length === 0 && entry.topic === null ? null : (
          <details class={timelineCss.why} data-part="noted">
            <summary>{words.noted(entry.noted.length + (entry.topic === null ? 0 : 1))}</summary>
            {entry.topic === null ? null : <p>{entry.topic}</p>}
            {entry.noted.map((sentence, place) => (
              <p key={`${place}${sentence}`}>{sentence}</p>
            ))}
          </details>
        )}
      </div>
    </li>
  );
}

function Decision({ line, zone, entry }: { line: Line; zone: string; entry: Entry }) {
  const [shown, setShown] = useState(false);
  const { effect } = line;
  const email = effect && emailOf(effect);
  const due = line.at < entry.now - 1_000;
  return (
    <div class={customersCss.decision} data-part="decision">
      <p>{line.sentence}</p>
      <div class={timelineCss.lineMore}>
        {effect?.type === "send" && line.type !== "released" ? (
          <>
            <Badge tone={STATE_TONES[effect.state] ?? "draft"}>{stateName(effect.state)}</Badge>
            <span class={ui.quiet}>
              {effect.state === "new" && effect.reason !== null
                ? words.waitsBecause(reasonText(effect.reason, reasons.value))
                : cameBackText(effect.came_back)}
            </span>
          </>
        ) : null}
        {email === null || line.type === "released" ? null : (
          <button
            type="button"
            class={ui.link}
            aria-expanded={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? words.hideMessage : words.showMessage(email.subject)}
          </button>
        )}
        {line.saw.length === 0 && !due ? null : (
          <details class={timelineCss.why}>
            <summary>{controls.why}</summary>
            {due ? (
              <p>{words.dueAt(shortTime(zone, line.at), shortTime(zone, entry.now))}</p>
            ) : null}
            <Seen saw={line.saw} />
          </details>
        )}
      </div>
      {shown && email !== null ? <Message message={{ ...email, fault: null }} /> : null}
    </div>
  );
}
