/** The buyers in a grid: how recently by how often, each beside the shop’s others. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RfmGrid } from "edgewise";
import { Empty } from "../components/empty.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { count as number } from "../text/number.ts";
import { GROUPS, words } from "../strings/segments.ts";
import { ask, load, loading, now } from "../audience/audience.ts";
import { Progress } from "../audience/progress.tsx";
import { PersonLink } from "./people.tsx";
import ui from "../components/ui.module.css";
import css from "./segments.module.css";

const chosen = signal<{ recency: number; frequency: number } | null>(null);

const SCORES = [1, 2, 3, 4, 5];
const SAMPLE = 20;

export function Rfm({ server, shop }: { server: Api; shop: string }) {
  useEffect(() => load(server, shop), [server, shop]);
  const read = loading.value;
  return (
    <>
      <PageHead title={words.rfm} back={{ href: linkTo("segments"), text: words.title }} />
      <Progress server={server} shop={shop} />
      {read.is !== "ready" ? null : read.grid.cuts === null ? (
        <Empty lead={words.tooFew(read.grid.buyers)} help={words.tooFewHelp} />
      ) : (
        <div class={css.rfm}>
          <Grid grid={read.grid} />
          <Cell server={server} shop={shop} grid={read.grid} />
        </div>
      )}
    </>
  );
}

const groupName = (group: string): string => GROUPS[group] ?? group;

/** Who is in a cell, by group, the largest first. */
function cellOf({ cells }: RfmGrid, recency: number, frequency: number) {
  const groups = cells
    .filter((cell) => cell.recency === recency && cell.frequency === frequency)
    .sort((a, b) => b.count - a.count);
  return { groups, count: groups.reduce((sum, { count }) => sum + count, 0) };
}

function Grid({ grid }: { grid: RfmGrid }) {
  const most = Math.max(1, ...SCORES.flatMap((r) => SCORES.map((f) => cellOf(grid, r, f).count)));
  return (
    <section class={ui.card} aria-labelledby="grid">
      <h2 id="grid">{words.buyers(grid.buyers)}</h2>
      <p class={`${ui.quiet} ${ui.reading}`}>{words.rfmHelp}</p>
      <table class={css.rfmGrid}>
        <caption class={ui.visuallyHidden}>{words.rfm}</caption>
        <thead>
          <tr>
            <td />
            {SCORES.map((frequency) => (
              <th key={frequency} scope="col">
                {words.frequency[frequency]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...SCORES].reverse().map((recency) => (
            <tr key={recency}>
              <th scope="row">{words.recency[recency]}</th>
              {SCORES.map((frequency) => {
                const { groups, count } = cellOf(grid, recency, frequency);
                const group = groups[0]?.group;
                const here =
                  chosen.value?.recency === recency && chosen.value.frequency === frequency;
                return (
                  <td key={frequency}>
                    <button
                      type="button"
                      class={css.rfmCell}
                      data-shade={count === 0 ? 0 : Math.ceil((4 * count) / most)}
                      aria-pressed={here}
                      onClick={() => {
                        chosen.value = { recency, frequency };
                      }}
                    >
                      <strong>{number(count)}</strong>
                      <span class={css.rfmGroup}>
                        {group === undefined ? "" : groupName(group)}
                      </span>
                      <span class={ui.visuallyHidden}>{words.cell(recency, frequency)}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ server, shop, grid }: { server: Api; shop: string; grid: RfmGrid }) {
  const at = chosen.value;
  const read = useLive(
    at === null
      ? null
      : async () => {
          const condition = { type: "rfm", recency: [at.recency], frequency: [at.frequency] };
          const question = { now: now(), sample: SAMPLE };
          return (await ask("preview", { condition, question })).preview?.sample ?? [];
        },
    [at],
    { forget: true },
  );
  const sample = read.value ?? [];
  if (at === null) {
    return (
      <section class={ui.card} aria-label={words.whoIsThere}>
        <p class={ui.quiet}>{words.chooseCell}</p>
      </section>
    );
  }
  const { recency, frequency } = at;
  const { groups, count } = cellOf(grid, recency, frequency);
  return (
    <section class={`${ui.card} ${ui.stack}`} aria-labelledby="cell">
      <h2 id="cell">{words.people(count)}</h2>
      <p class={ui.quiet}>{words.scores(recency, frequency)}</p>
      <ul>
        {groups.map(({ group, count: inside }) => (
          <li key={group}>
            <strong>{groupName(group)}</strong> <span class={ui.quiet}>{words.people(inside)}</span>
          </li>
        ))}
      </ul>
      <ul class={css.names} data-part="names">
        {sample.map((id) => (
          <li key={id}>
            <PersonLink server={server} shop={shop} id={id} />
          </li>
        ))}
      </ul>
      {count > sample.length && sample.length > 0 ? (
        <p class={ui.quiet}>{words.andMore(count - sample.length)}</p>
      ) : null}
      <a
        class={ui.button}
        href={linkTo("segments", null, {
          new: "rfm",
          recency: String(recency),
          frequency: String(frequency),
        })}
      >
        {words.makeSegment}
      </a>
    </section>
  );
}
