/** Why a person is in or out: every condition with the value it saw. */
import { signal } from "@preact/signals";
import { TextField } from "../components/field.tsx";
import { Seen } from "../components/seen.tsx";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/segments.ts";
import { counted, whom } from "./draft.ts";
import { PersonLink } from "./people.tsx";
import ui from "../components/ui.module.css";
import css from "./segments.module.css";

const query = signal("");

const MOST = 5;
/** How long somebody must not have typed before the server is asked. */
const TYPED = 250;

export function WhyCard({ server, shop, zone }: { server: Api; shop: string; zone: string }) {
  const text = query.value;
  const { value: hits, failure } = useLive(
    text.trim() === ""
      ? null
      : async (signal) => (await server.until(signal).customers(shop, text, 0, MOST)).customers,
    [server, shop, text],
    { after: TYPED, forget: true },
  );
  return (
    <section class={`${ui.card} ${ui.stack}`} aria-labelledby="why">
      <h2 id="why">{words.why}</h2>
      <TextField
        label={words.whyWho}
        value={text}
        change={(value) => {
          query.value = value;
        }}
      />
      {hits?.length === 0 || failure !== null ? <p class={ui.quiet}>{words.noHits}</p> : null}
      <ul class={css.names} data-part="names">
        {hits?.map(({ customer, name, email }) => (
          <li key={customer}>
            <button
              type="button"
              class={ui.chip}
              onClick={() => {
                whom.value = customer;
                query.value = "";
              }}
            >
              <bdi>{name ?? email ?? words.nameless(customer)}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <Because server={server} shop={shop} zone={zone} />
    </section>
  );
}

function Because({ server, shop, zone }: { server: Api; shop: string; zone: string }) {
  const why = counted.value?.preview?.why ?? null;
  const id = whom.value;
  if (id === null) return <p class={ui.quiet}>{words.whyHelp}</p>;
  return (
    <div aria-live="polite">
      <p>
        <PersonLink server={server} shop={shop} id={id} />{" "}
        <strong>{why === null ? words.notLoadedYet : why.member ? words.isIn : words.isOut}</strong>
      </p>
      {why === null ? null : (
        <>
          <p class={ui.quiet}>
            {why.until === null ? words.forGood : words.certainUntil(shortTime(zone, why.until))}
          </p>
          <Seen saw={why.saw} />
        </>
      )}
    </div>
  );
}
