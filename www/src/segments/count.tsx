/** How many the draft holds, who some of them are, and whom it shares with another segment. */
import { Notice } from "../components/notice.tsx";
import { SelectField } from "../components/field.tsx";
import type { Api } from "../server/api.ts";
import { isolated } from "../text/isolated.ts";
import { words } from "../strings/segments.ts";
import { loading } from "../audience/audience.ts";
import { beside, counted, failure, overlap, whom } from "./draft.ts";
import { PersonLink } from "./people.tsx";
import ui from "../components/ui.module.css";
import css from "./segments.module.css";

export function Count() {
  const preview = counted.value?.preview ?? null;
  const broken = (counted.value?.diagnostics ?? []).some(({ severity }) => severity === "error");
  return (
    <section class={ui.card} aria-labelledby="count">
      <h2 id="count" class={ui.visuallyHidden}>
        {words.count}
      </h2>
      {preview === null ? (
        <p class={ui.quiet}>{loading.value.is === "loading" ? words.countSoon : words.noCount}</p>
      ) : (
        <>
          <p class={css.count} data-part="count" aria-live="polite" data-stale={broken}>
            {words.people(preview.count)}
          </p>
          <p class={ui.quiet}>
            {broken ? words.lastCount : words.share(preview.count, preview.asked)}
          </p>
        </>
      )}
      {failure.value === null ? null : <Notice tone="failed" title={failure.value} />}
    </section>
  );
}

export function Sample({ server, shop }: { server: Api; shop: string }) {
  const preview = counted.value?.preview ?? null;
  if (preview === null) return null;
  return (
    <section class={ui.card} aria-labelledby="sample">
      <h2 id="sample">{words.sample}</h2>
      {preview.sample.length === 0 ? <p class={ui.quiet}>{words.nobody}</p> : null}
      <ul class={css.names} data-part="names">
        {preview.sample.map((id) => (
          <li key={id}>
            <PersonLink server={server} shop={shop} id={id} />
            <button
              type="button"
              class={ui.link}
              onClick={() => {
                whom.value = id;
              }}
            >
              {words.whyIn}
            </button>
          </li>
        ))}
      </ul>
      {preview.count > preview.sample.length ? (
        <p class={ui.quiet}>{words.andMore(preview.count - preview.sample.length)}</p>
      ) : null}
    </section>
  );
}

export function Overlap({ others }: { others: readonly { id: string; name: string }[] }) {
  if (others.length === 0) return null;
  const shared = overlap.value;
  const count = counted.value?.preview?.count ?? 0;
  const name = others.find(({ id }) => id === beside.value)?.name ?? "";
  return (
    <section class={ui.card} aria-labelledby="overlap">
      <h2 id="overlap">{words.overlap}</h2>
      <SelectField
        label={words.overlapWith}
        value={beside.value ?? ""}
        change={(id) => {
          beside.value = id === "" ? null : id;
        }}
      >
        <option value="">{words.chooseSegment}</option>
        {others.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </SelectField>
      <p aria-live="polite">
        {shared === null || beside.value === null
          ? ""
          : words.shared(shared.both, count, shared.other, isolated(name))}
      </p>
    </section>
  );
}
