/** Who comes in or leaves next, and when, if nothing else happens. */
import type { Api } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/segments.ts";
import { coming } from "./draft.ts";
import { PersonLink } from "./people.tsx";
import ui from "../components/ui.module.css";
import css from "./segments.module.css";

export function NextChanges({ server, shop, zone }: { server: Api; shop: string; zone: string }) {
  const found = coming.value;
  return (
    <section
      class={ui.card}
      aria-labelledby="changes"
      aria-busy={found === null || found.done < found.of}
    >
      <h2 id="changes">{words.changes}</h2>
      <p class={ui.quiet}>{words.changesHelp}</p>
      {found === null ? (
        <p class={ui.quiet}>{words.lookingAhead}</p>
      ) : found.list.length === 0 && found.done === found.of ? (
        <p>{words.noChanges}</p>
      ) : (
        <ol class={css.coming} data-part="coming">
          {found.list.map(({ at, customer, enters }) => (
            <li key={customer}>
              <time dateTime={new Date(at).toISOString()}>{shortTime(zone, at)}</time>
              <span>
                <PersonLink server={server} shop={shop} id={customer} />{" "}
                {enters ? words.enters : words.leaves}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
