/** The team: who gets tasks and customers, by name and email address. */
import type { Config } from "edgewise";
import { TextField } from "../components/field.tsx";
import { teamWords as words } from "../strings/settings.ts";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

type Member = NonNullable<Config["shop"]["team"]>[number];

export function Team({ value, change }: { value: unknown; change(next: Member[]): void }) {
  const team = Array.isArray(value) ? (value as Member[]) : [];
  const set = (place: number, more: Partial<Member>) =>
    change(team.map((one, index) => (index === place ? { ...one, ...more } : one)));
  return (
    <>
      {team.map((member, place) => (
        // Rows have no names of their own: both parts are being typed.
        <fieldset key={place} class={css.member}>
          <legend class={ui.visuallyHidden}>{words.member(place + 1)}</legend>
          <TextField
            label={words.name}
            value={member.name ?? ""}
            change={(name) => set(place, { name })}
          />
          <TextField
            label={words.email}
            value={member.email ?? ""}
            change={(email) => set(place, { email: email.trim() })}
          />
          <button
            type="button"
            class={ui.button}
            aria-label={words.removeNamed(member.name || words.member(place + 1))}
            onClick={() => change(team.filter((_, index) => index !== place))}
          >
            {words.remove}
          </button>
        </fieldset>
      ))}
      <div class={ui.actions}>
        <button
          type="button"
          class={ui.button}
          onClick={() => change([...team, { name: "", email: "" }])}
        >
          {words.add}
        </button>
      </div>
    </>
  );
}
