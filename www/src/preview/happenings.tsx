/** What happens in the story: each thing with its time, to be moved, changed and taken off. */
import { decimal, minor } from "../text/money.ts";
import { SelectField, TextField } from "../components/field.tsx";
import { chosen, currency } from "../plan/draft.ts";
import {
  type Happening,
  type HappeningType,
  hasAmount,
  hasChannel,
  hasText,
  inOrder,
  TYPES,
} from "./happening.ts";
import { DAY, HOUR, momentAt, shortTime, wallClock } from "../text/zone.ts";
import { CHANNELS } from "../strings/channels.ts";
import { HAPPENINGS, words } from "../strings/preview.ts";
import { items } from "./run.ts";
import { add, change, happenings, remove, startUsual, zone } from "./story.ts";
import ui from "../components/ui.module.css";
import css from "./preview.module.css";

export function Happenings() {
  const list = inOrder(happenings.value);
  return (
    <section class={ui.card} aria-labelledby="happens">
      <h2 id="happens">{words.events}</h2>
      {list.length === 0 ? <p class={ui.quiet}>{words.noEvents}</p> : null}
      <ul class={css.happenings}>
        {list.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
      <SelectField
        label={words.addEvent}
        value=""
        change={(type) => type && add(type as HappeningType)}
      >
        <option value="">…</option>
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {HAPPENINGS[type]}
          </option>
        ))}
      </SelectField>
      <WhatIfs list={list} />
    </section>
  );
}

function Row({ one }: { one: Happening }) {
  const name = HAPPENINGS[one.type];
  return (
    <li class={css.happening}>
      <details>
        <summary>
          <span class={css.happeningName}>{name}</span>
          <span class={ui.quiet}>{shortTime(zone.value, one.at)}</span>
        </summary>
        <Editor one={one} />
      </details>
      <div class={css.nudges}>
        <button
          type="button"
          class={ui.step}
          aria-label={words.earlier(name)}
          onClick={() => change(one.id, { at: one.at - HOUR })}
        >
          −1 h
        </button>
        <button
          type="button"
          class={ui.step}
          aria-label={words.later(name)}
          onClick={() => change(one.id, { at: one.at + HOUR })}
        >
          +1 h
        </button>
        <button
          type="button"
          class={ui.step}
          aria-label={words.remove(name)}
          onClick={() => remove(one.id)}
        >
          ✕
        </button>
      </div>
    </li>
  );
}

function Editor({ one }: { one: Happening }) {
  return (
    <div class={ui.fields}>
      <TextField
        label={words.when}
        type="datetime-local"
        value={wallClock(zone.value, one.at).slice(0, 16)}
        change={(text) => {
          const at = momentAt(zone.value, text);
          if (at !== null) change(one.id, { at });
        }}
      />
      {hasAmount(one) ? (
        <TextField
          label={`${words.amount} (${currency.value})`}
          value={decimal(one.amount, currency.value)}
          check={(text) => (minor(text, currency.value) === null ? words.badAmount : null)}
          change={(text) => change(one.id, { amount: minor(text, currency.value) ?? one.amount })}
        />
      ) : null}
      {hasText(one) ? (
        <TextField
          label={one.type === "tag" ? words.tag : words.product}
          value={one.text}
          change={(text) => change(one.id, { text })}
        />
      ) : null}
      {hasChannel(one) ? (
        <SelectField
          label={words.channel}
          value={one.channel}
          change={(channel) => change(one.id, { channel: channel as "email" | "sms" })}
        >
          <option value="email">{CHANNELS.email}</option>
          <option value="sms">{CHANNELS.sms}</option>
        </SelectField>
      ) : null}
    </div>
  );
}

/** Questions that merchants ask first, each one click. */
function WhatIfs({ list }: { list: Happening[] }) {
  const first = list[0];
  if (first === undefined) return null;
  const sent = items.value.find(({ mark }) => mark === "send");
  return (
    <div class={css.whatIfs}>
      <h3>{words.whatIf}</h3>
      {first.type === "cart" || first.type === "checkout" ? (
        <button type="button" class={ui.chip} onClick={() => add("order", first.at + HOUR - 1000)}>
          {words.whatIfs.justInTime}
        </button>
      ) : null}
      {sent === undefined ? null : (
        <button type="button" class={ui.chip} onClick={() => add("order", sent.at + 2 * HOUR)}>
          {words.whatIfs.afterFirst}
        </button>
      )}
      <button type="button" class={ui.chip} onClick={() => add("opt-out", first.at + DAY - HOUR)}>
        {words.whatIfs.optOut}
      </button>
      <button type="button" class={ui.chip} onClick={() => startUsual(chosen.value)}>
        {words.whatIfs.reset}
      </button>
    </div>
  );
}
