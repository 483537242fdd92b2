/** What happens next if nothing else does, and why something else does not. */
import { signal } from "@preact/signals";
import { useLive } from "../live/use-live.ts";
import { ask } from "../engine/client.ts";
import { SelectField } from "../components/field.tsx";
import { Seen } from "../components/seen.tsx";
import type { Item } from "../preview/fold.ts";
import { thing } from "../preview/summary.ts";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/customers.ts";
import { words as controls } from "../strings/components.ts";
import type { Story } from "./follow.ts";
import { inside } from "./stored.ts";
import type { View } from "./view.ts";
import ui from "../components/ui.module.css";
import customersCss from "./customers.module.css";
import timelineCss from "../preview/timeline.module.css";

/** How many lines are shown before somebody asks for all. */
const FIRST = 5;

const all = signal(false);

export function Next({ story, view }: { story: Story; view: View }) {
  const lines = view.next.filter(({ mark }) => mark !== "note");
  const shown = all.value ? lines : lines.slice(0, FIRST);
  return (
    <section class={ui.card} aria-labelledby="next">
      <h2 id="next">{view.now ? words.next : words.nextThen}</h2>
      {lines.length === 0 ? (
        <p class={ui.quiet}>{words.nothingNext}</p>
      ) : (
        <ol class={customersCss.nextLines}>
          {shown.map((item) => (
            <Line key={item.key} item={item} zone={story.zone} />
          ))}
        </ol>
      )}
      {lines.length <= FIRST ? null : (
        <button
          type="button"
          class={ui.link}
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? words.fewer : words.allNext(lines.length)}
        </button>
      )}
      <p class={ui.quiet}>{words.nextHelp}</p>
      <WhyNot story={story} view={view} />
    </section>
  );
}

function Line({ item, zone }: { item: Item; zone: string }) {
  const leaves = item.mark === "send" || item.mark === "act";
  const [first = "", ...rest] = item.sentences;
  return (
    <li>
      <time dateTime={new Date(item.at).toISOString()}>{shortTime(zone, item.at)}</time>
      <div>
        {leaves ? (
          <strong class={customersCss.nextThing} data-part="next">
            {thing(item)}
          </strong>
        ) : (
          <p>{first}</p>
        )}
        {leaves || rest.length > 0 || item.saw.length > 0 ? (
          <details class={timelineCss.why}>
            <summary>{controls.why}</summary>
            {(leaves ? item.sentences : rest).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <Seen saw={item.saw} />
          </details>
        ) : null}
      </div>
    </li>
  );
}

const workflow = signal("");

/** “Why did they not get the win-back?” */
function WhyNot({ story, view }: { story: Story; view: View }) {
  const { state, config, named, at } = view;
  const here = new Set(inside(state).map((one) => one.workflow));
  const others = (named.workflows ?? []).filter(({ id }) => !here.has(id));
  const chosen = others.some(({ id }) => id === workflow.value) ? workflow.value : "";
  const { facts, zone } = story;
  const because = useLive(
    chosen === "" || state === null
      ? null
      : () => ask("whyNot", { config, state, workflow: chosen, now: at, facts, zone }),
    [chosen, state, at],
    { forget: true },
  );
  const said = because.failure === null ? because.value : [because.failure.message];
  if (others.length === 0) return null;
  return (
    <div class={customersCss.nextWhy}>
      <SelectField
        label={words.whyNot}
        value={chosen}
        change={(id) => {
          workflow.value = id;
        }}
      >
        <option value="">{words.chooseWorkflow}</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name ?? id}
          </option>
        ))}
      </SelectField>
      <div aria-live="polite">
        {said?.map((sentence) => (
          <p key={sentence} class={ui.reading}>
            {sentence}
          </p>
        ))}
      </div>
    </div>
  );
}
