/** Who the preview is about: somebody made up, to be edited, or a customer of the shop. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { decimal, minor } from "../text/money.ts";
import { SelectField, TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { chosen, currency } from "../plan/draft.ts";
import { useLive } from "../live/use-live.ts";
import { api, shop } from "../server/session.ts";
import { type Consent, type Person, rememberYourself, YOURSELF, yourself } from "./person.ts";
import { isZone } from "../text/zone.ts";
import { CONSENT } from "../strings/channels.ts";
import { words } from "../strings/preview.ts";
import { customer, people, person, startUsual } from "./story.ts";
import ui from "../components/ui.module.css";
import css from "./preview.module.css";

const trouble = signal<string | null>(null);

export function PersonCard() {
  const [server, id] = [api.value, shop.value];
  const { value: known } = useLive(
    server === null || id === null
      ? null
      : async (signal) => (await server.until(signal).customers(id, "")).customers,
    [server, id],
    { forget: true },
  );
  useEffect(() => {
    if (server === null || id === null) customer.value = null;
  }, [server, id]);
  return (
    <section class={ui.card} aria-labelledby="customer">
      <h2 id="customer">{words.customer}</h2>
      <SelectField
        label={words.customer}
        value={customer.value?.customer ?? person.value.id}
        change={choose}
      >
        <option value={YOURSELF}>{words.yourself}</option>
        <optgroup label={words.samples}>
          {people.value.map((one) => (
            <option key={one.id} value={one.id}>
              {caption(one.id === person.value.id ? person.value : one)}
            </option>
          ))}
        </optgroup>
        {known === null || known.length === 0 ? null : (
          <optgroup label={words.yours}>
            {known.map((one) => (
              <option key={one.customer} value={one.customer}>
                {one.name ?? one.email ?? one.customer}
              </option>
            ))}
          </optgroup>
        )}
      </SelectField>
      {trouble.value === null ? null : <Notice tone="failed" title={trouble.value} />}
      {customer.value === null ? <PersonForm /> : <p class={ui.quiet}>{words.realCustomer}</p>}
    </section>
  );
}

function choose(id: string): void {
  trouble.value = null;
  const madeUp =
    id === YOURSELF
      ? yourself(people.value[0] as Person)
      : people.value.find((one) => one.id === id);
  if (madeUp !== undefined) {
    const wasReal = customer.value !== null;
    person.value = madeUp;
    customer.value = null;
    if (wasReal) startUsual(chosen.value);
  } else {
    takeCustomer(id).catch((error: Error) => {
      trouble.value = error.message;
    });
  }
}

/** Takes a real customer's state as the beginning of the story. */
export async function takeCustomer(id: string): Promise<void> {
  const [server, of] = [api.value, shop.value];
  if (server === null || of === null) return;
  customer.value = await server.customer(of, id);
  startUsual(chosen.value);
}

function PersonForm() {
  const who = person.value;
  const set = (more: Partial<Person>) => {
    person.value = { ...person.value, ...more };
    if (person.value.id === YOURSELF) rememberYourself(person.value);
  };
  const { fields } = words;
  return (
    <details class={css.edit}>
      <summary>{words.editCustomer}</summary>
      <div class={ui.fields}>
        <TextField
          label={fields.firstName}
          value={who.firstName}
          change={(firstName) => set({ firstName })}
        />
        <TextField
          label={fields.lastName}
          value={who.lastName}
          change={(lastName) => set({ lastName })}
        />
        <TextField label={fields.email} value={who.email} change={(email) => set({ email })} />
        <TextField label={fields.phone} value={who.phone} change={(phone) => set({ phone })} />
        <TextField
          label={fields.country}
          value={who.country}
          change={(country) => set({ country: country.toUpperCase().slice(0, 2) })}
        />
        <TextField
          label={fields.zone}
          value={who.zone}
          check={(text) => (isZone(text) ? null : words.unknownZone)}
          change={(zone) => set({ zone })}
        />
        <TextField
          label={fields.birthDate}
          value={who.birthDate}
          check={(text) => (/^(\d{4}-\d{2}-\d{2})?$/.test(text) ? null : words.badDate)}
          change={(birthDate) => set({ birthDate })}
        />
        <ConsentField
          label={fields.emailConsent}
          value={who.emailConsent}
          change={(emailConsent) => set({ emailConsent })}
        />
        <ConsentField
          label={fields.smsConsent}
          value={who.smsConsent}
          change={(smsConsent) => set({ smsConsent })}
        />
        <TextField
          label={fields.tags}
          value={who.tags.join(", ")}
          change={(text) => set({ tags: list(text, ",") })}
        />
        <TextField
          label={fields.pastOrders}
          value={who.pastOrders.map((one) => decimal(one, currency.value)).join(" ")}
          check={(text) => (amounts(text) === null ? words.badAmounts : null)}
          change={(text) => set({ pastOrders: amounts(text) ?? [] })}
        />
      </div>
    </details>
  );
}

function ConsentField({
  label,
  value,
  change,
}: {
  label: string;
  value: Consent;
  change(value: Consent): void;
}) {
  return (
    <SelectField label={label} value={value} change={(text) => change(text as Consent)}>
      {Object.entries(CONSENT).map(([state, text]) => (
        <option key={state} value={state}>
          {text}
        </option>
      ))}
    </SelectField>
  );
}

/** How a sample customer is listed: the name, and what sets them apart. */
const caption = ({ firstName, lastName, pastOrders, emailConsent }: Person): string =>
  words.caption(
    lastName === "" ? firstName : `${firstName} ${lastName.slice(0, 1)}.`,
    pastOrders.length,
    emailConsent === "subscribed",
  );

const list = (text: string, by: string): string[] =>
  text
    .split(by)
    .map((one) => one.trim())
    .filter((one) => one !== "");

function amounts(text: string): number[] | null {
  const found = list(text, " ").map((one) => minor(one, currency.value));
  return found.includes(null) ? null : (found as number[]).slice(0, 50);
}
