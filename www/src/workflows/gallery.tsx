/** The shipped templates: what each does, what it needs, and whether this shop has it. */
import { signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import { firstMessage, GOALS } from "edgewise/templates.js";
import { TextField } from "../components/field.tsx";
import { Badge } from "../components/notice.tsx";
import { withTemplate } from "../plan/changes.ts";
import { ownWorkflows, saved, shopPlan } from "../plan/draft.ts";
import { TEMPLATES } from "../plan/templates.ts";
import { ask } from "../engine/client.ts";
import { type ConfigText, workflowsIn } from "../engine/config-text.ts";
import type { RenderedMessage } from "../engine/protocol.ts";
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
  const lacking = useLacking();
  const samples = useSamples();
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
      {GOALS.map((goal) => {
        const of = shown.filter((one) => one.goal === goal);
        if (of.length === 0) return null;
        // What works in this shop comes first.
        const lacks = ({ id }: Template) => (cannotWork(lacking?.get(id)) ? 1 : 0);
        const here = of.toSorted((one, other) => lacks(one) - lacks(other));
        return (
          <section key={goal} class={css.goal} aria-labelledby={`goal-${goal}`}>
            <h3 id={`goal-${goal}`}>{words.goals[goal]}</h3>
            <ul class={css.cards}>
              {here.map((one) => (
                <Card
                  key={one.id}
                  template={one}
                  lacking={lacking?.get(one.id)}
                  first={samples?.[firstMessage(one) ?? ""]}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

/** What the shop lacks, by template; null without an answer: then the cards only say what is needed. */
function useLacking(): Map<string, Diagnostic[]> | null {
  const [server, id, plan] = [api.value, shop.value, shopPlan.value?.plan];
  const { value } = useLive(
    server === null || id === null || plan === undefined
      ? null
      : async (signal) => {
          const asking = server.until(signal);
          const asked = everythingLive(saved.peek());
          const [{ diagnostics }, { total }] = await Promise.all([
            check(asking, id, JSON.stringify(asked)),
            asking.customers(id, ""),
          ]);
          // Of a shop without customers nothing can be said about what they have.
          return byWorkflow(
            asked,
            diagnostics,
            total > 0 ? [...IMPOSSIBLE, ...UNREADY] : IMPOSSIBLE,
          );
        },
    [server, id, plan],
    { forget: true },
  );
  return value;
}

/** The first messages of all templates, as the shop would send them. */
function useSamples(): Record<string, RenderedMessage> | null {
  const plan = shopPlan.value?.plan;
  const { value } = useLive(() => {
    const messages = TEMPLATES.flatMap((one) => firstMessage(one) ?? []);
    return ask("samples", { config: JSON.stringify(everythingLive(saved.peek())), messages });
  }, [plan]);
  return value;
}

function Card({
  template,
  lacking,
  first,
}: {
  template: Template;
  /** What the shop lacks for it, partly from a sample of its customers; undefined while unknown. */
  lacking: Diagnostic[] | undefined;
  /** Its first message; undefined while it isn't rendered. */
  first: RenderedMessage | undefined;
}) {
  const { id, workflow, description, needs, history_days: days } = template;
  const there = ownWorkflows.value.some((one) => one.id === id);
  return (
    <li class={`${ui.card} ${css.template}`}>
      <h4>{workflow.name}</h4>
      <p>{description}</p>
      <First template={template} first={first} />
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

/** The most of a message's text that a card shows. */
const LONGEST = 160;

function First({ template, first }: { template: Template; first: RenderedMessage | undefined }) {
  const name = firstMessage(template);
  if (name === null || first === undefined || first.fault !== null) return null;
  const channel = template.messages[name]?.channel ?? "email";
  // What stands below two hyphens is the sender's, as in every mail.
  const [body = ""] = first.text.split(/^--\s*$/m);
  const text = body.replace(/\s+/g, " ").trim();
  return (
    <figure class={css.first}>
      <figcaption>{words.firstMessage[channel as keyof typeof words.firstMessage]}</figcaption>
      {first.subject === "" ? null : <strong>{first.subject}</strong>}
      <p>{text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s\S*$/, "")}…` : text}</p>
    </figure>
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

/** Codes of why a workflow can't work in this shop. */
const IMPOSSIBLE = [
  ...["trigger-not-reported", "channel-not-connected", "no-mail-server", "codes-not-created"],
  ...["placeholder-address", "no-sender"],
];

/** Codes of what the customers lack. */
const UNREADY = ["date-missing", "flood-on-day-one", "too-little-history", "never-told"];

const cannotWork = (found: Diagnostic[] = []): boolean =>
  found.some(({ code }) => IMPOSSIBLE.includes(code));

function byWorkflow(
  asked: ConfigText,
  found: Diagnostic[],
  codes: readonly string[],
): Map<string, Diagnostic[]> {
  const list = workflowsIn(asked);
  return new Map(
    list.map((one, index) => [
      one.id,
      found.filter(
        ({ code, path }) => codes.includes(code) && isWithin(path, `workflows[${index}]`),
      ),
    ]),
  );
}

/** Whether a path is a part's, or of something inside it. */
const isWithin = (path: string, part: string): boolean =>
  path === part || path.startsWith(`${part}.`);
