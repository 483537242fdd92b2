/** The shipped templates: what each does, what it needs, and whether this shop has it. */
import { signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import { TextField } from "../components/field.tsx";
import { Badge } from "../components/notice.tsx";
import { withTemplate } from "../plan/changes.ts";
import { ownWorkflows, saved, shopPlan } from "../plan/draft.ts";
import { TEMPLATES } from "../plan/templates.ts";
import { type ConfigText, workflowsIn } from "../engine/config-text.ts";
import { useLive } from "../live/use-live.ts";
import { api, shop } from "../server/session.ts";
import { words } from "../strings/workflows.ts";
import { linkToWorkflow } from "./link.ts";
import { check } from "../plan/server.ts";
import ui from "../components/ui.module.css";
import css from "./workflows.module.css";

type Template = (typeof TEMPLATES)[number];

const wanted = signal("");

export function Gallery() {
  const [server, id, plan] = [api.value, shop.value, shopPlan.value?.plan];
  // Without an answer the cards say what is needed, and nothing about whether it is there.
  const { value: lacking } = useLive(
    server === null || id === null || plan === undefined
      ? null
      : async (signal) => {
          const asking = server.until(signal);
          const asked = everythingLive(saved.peek());
          const [{ diagnostics }, { total }] = await Promise.all([
            check(asking, id, JSON.stringify(asked)),
            asking.customers(id, ""),
          ]);
          // Of a shop without customers nothing can be said.
          return total > 0 ? byWorkflow(asked, diagnostics) : null;
        },
    [server, id, plan],
    { forget: true },
  );
  const text = wanted.value.trim().toLowerCase();
  const shown = TEMPLATES.filter((one) =>
    `${one.workflow.name} ${one.description}`.toLowerCase().includes(text),
  );
  return (
    <section aria-labelledby="gallery" class={css.gallery}>
      <div class={css.galleryHead}>
        <div>
          <h2 id="gallery">{words.gallery}</h2>
          <p class={ui.quiet}>{words.galleryHelp}</p>
        </div>
        <TextField
          label={words.filter}
          value={wanted.value}
          change={(value) => {
            wanted.value = value;
          }}
        />
      </div>
      {shown.length === 0 ? <p class={ui.quiet}>{words.noneFound}</p> : null}
      <ul class={css.cards}>
        {shown.map((one) => (
          <Card key={one.id} template={one} lacking={lacking?.get(one.id)} />
        ))}
      </ul>
    </section>
  );
}

function Card({
  template,
  lacking,
}: {
  template: Template;
  /** What the shop lacks for it, from a sample of its customers; undefined while unknown. */
  lacking: Diagnostic[] | undefined;
}) {
  const { id, workflow, description, needs, history_days: days } = template;
  const there = ownWorkflows.value.some((one) => one.id === id);
  return (
    <li class={`${ui.card} ${css.template}`}>
      <h3>{workflow.name}</h3>
      <p>{description}</p>
      <p class={ui.quiet}>
        {words.needs}: {needs.join(" · ")}
      </p>
      <p class={ui.quiet}>{days > 0 ? words.history(days) : words.noHistory}</p>
      <Data found={lacking} />
      <a
        class={`${ui.button} ${css.templateOpen}`}
        href={linkToWorkflow(id)}
        aria-label={words.use(workflow.name)}
      >
        {words.open}
      </a>
      {there ? <Badge tone="draft">{words.haveIt}</Badge> : null}
    </li>
  );
}

/** Whether the shop has the data, in the engine's words. */
function Data({ found }: { found: Diagnostic[] | undefined }) {
  if (api.value === null) return <p class={ui.quiet}>{words.dataUnknown}</p>;
  if (found === undefined) return null;
  if (found.length === 0) return <Badge tone="live">{words.dataKnown}</Badge>;
  return (
    <ul class={css.lacking}>
      {found.map((one) => (
        <li key={one.code}>
          <span aria-hidden="true">◐ </span>
          {one.message}
        </li>
      ))}
    </ul>
  );
}

/** The saved configuration with all templates live: nothing is saved, it is only asked about. */
function everythingLive(current: ConfigText): ConfigText {
  const there = new Set(workflowsIn(current).map(({ id }) => id));
  const all = TEMPLATES.filter(({ id }) => !there.has(id)).reduce(withTemplate, current);
  return {
    ...all,
    workflows: workflowsIn(all).map((one) =>
      there.has(one.id) ? one : { ...one, status: "live" },
    ),
  };
}

/** Codes of what the shop lacks, and not the text of the workflow. */
const READINESS = [
  ...["date-missing", "flood-on-day-one", "too-little-history", "never-told"],
  ...["placeholder-address", "no-sender"],
];

function byWorkflow(asked: ConfigText, found: Diagnostic[]): Map<string, Diagnostic[]> {
  const list = workflowsIn(asked);
  return new Map(
    list.map((one, index) => [
      one.id,
      found.filter(
        ({ code, path }) => READINESS.includes(code) && path.startsWith(`workflows[${index}]`),
      ),
    ]),
  );
}
