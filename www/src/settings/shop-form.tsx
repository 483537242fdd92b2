/** The shop's details in the order in which a merchant thinks of them. */
import type { Config } from "edgewise";
import { SelectField, TextField } from "../components/field.tsx";
import { shopWords as words } from "../strings/settings.ts";
import { type Choice, countries, currencies, zones } from "../text/places.ts";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

type Shop = Record<string, unknown>;

export function ShopForm({ value, change }: { value: Shop; change(next: Shop): void }) {
  const text = (name: string) => (typeof value[name] === "string" ? String(value[name]) : "");
  const set = (name: string, next: unknown) => {
    const { [name]: _, ...rest } = value;
    change(next === "" || next === undefined ? rest : { ...value, [name]: next });
  };
  const sender = (value.sender ?? {}) as Partial<
    NonNullable<NonNullable<Config["shop"]>["sender"]>
  >;
  const setSender = (more: typeof sender) => {
    const { name = "", email = "", reply_to: replyTo = "" } = { ...sender, ...more };
    const replies = replyTo === "" ? {} : { reply_to: replyTo };
    const isEmpty = name === "" && email === "" && replyTo === "";
    set("sender", isEmpty ? undefined : { name, email, ...replies });
  };
  return (
    <div class={`${ui.fields} ${css.shopForm}`}>
      <TextField label={words.name} value={text("name")} change={(next) => set("name", next)} />
      <TextField
        label={words.senderName}
        value={sender.name ?? ""}
        change={(name) => setSender({ name })}
      />
      <TextField
        label={words.senderEmail}
        value={sender.email ?? ""}
        change={(email) => setSender({ email: email.trim() })}
      />
      <TextField
        label={words.replyTo}
        value={sender.reply_to ?? ""}
        change={(replyTo) => setSender({ reply_to: replyTo.trim() })}
      />
      <TextField
        label={words.address}
        value={text("postal_address")}
        change={(next) => set("postal_address", next)}
      />
      <TextField label={words.url} value={text("url")} change={(next) => set("url", next.trim())} />
      <Picker
        label={words.country}
        value={text("country")}
        choices={countries()}
        change={(next) => set("country", next)}
      />
      <Picker
        label={words.currency}
        value={text("currency").toUpperCase()}
        choices={currencies()}
        change={(next) => set("currency", next)}
      />
      <Picker
        label={words.zone}
        value={text("time_zone")}
        choices={zones()}
        change={(next) => set("time_zone", next)}
      />
    </div>
  );
}

/** What stands there already is kept, even where the browser does not know it. */
function Picker({
  label,
  value,
  choices,
  change,
}: {
  label: string;
  value: string;
  choices: Choice[];
  change(value: string): void;
}) {
  const known = value === "" || choices.some((one) => one.value === value);
  return (
    <SelectField label={label} value={value} change={change}>
      {value === "" ? <option value="">{words.choose}</option> : null}
      {known ? null : <option value={value}>{value}</option>}
      {choices.map((one) => (
        <option key={one.value} value={one.value}>
          {one.text}
        </option>
      ))}
    </SelectField>
  );
}
