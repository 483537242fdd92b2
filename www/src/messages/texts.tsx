/** The message texts of the working copy, with the workflows that send them. */
import { signal } from "@preact/signals";
import { Empty } from "../components/empty.tsx";
import { IndexTable } from "../components/index-table.tsx";
import { ownConfig, ownWorkflows } from "../plan/draft.ts";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { ask } from "../engine/client.ts";
import { useLive } from "../live/use-live.ts";
import { trialText } from "../plan/draft.ts";
import { Message } from "../preview/message.tsx";
import { subjectText } from "../text/subject.ts";
import { linkTo } from "../route.ts";
import { words } from "../strings/messages.ts";
import { channelName } from "../strings/channels.ts";
import { placed } from "../plan/steps.ts";
import ui from "../components/ui.module.css";
import css from "./messages.module.css";

/** Which text is read. */
const opened = signal<string | null>(null);

interface Text {
  name: string;
  channel: string;
  subject: string;
  used: { id: string; name: string }[];
}

export function Texts() {
  const senders = ownWorkflows.value.flatMap((workflow) =>
    placed(workflow).map(({ step }) => ({ workflow, message: step.message })),
  );
  const texts = Object.entries(ownConfig.value?.messages ?? {}).map(
    ([name, { channel, subject, text }]): Text => ({
      name,
      channel: channelName(String(channel ?? "email")),
      subject: subjectText(String(subject ?? text ?? name)),
      used: [
        ...new Map(
          senders
            .filter(({ message }) => message === name)
            .map(({ workflow: { id, name: title } }) => [id, { id, name: title }]),
        ).values(),
      ],
    }),
  );
  if (texts.length === 0) return <Empty lead={words.noTexts} help={words.textsHelp} />;
  const shown = texts.find(({ name }) => name === opened.value);
  return (
    <section class={ui.card} aria-labelledby="texts">
      <h2 id="texts">{words.texts}</h2>
      <p class={ui.quiet}>{words.textsHelp}</p>
      <IndexTable caption={words.texts} columns={COLUMNS} rows={texts} keyOf={({ name }) => name} />
      {shown === undefined ? null : (
        <div class={css.textShown}>
          <h3>
            <bdi>{shown.subject}</bdi>
          </h3>
          <Sample name={shown.name} />
        </div>
      )}
    </section>
  );
}

/** A message as an example customer would get it. */
function Sample({ name }: { name: string }) {
  const config = trialText(0);
  const { value, failure } = useLive(
    async () => (await ask("samples", { config, messages: [name], language: null }))[name] ?? null,
    [config, name],
  );
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (value === null) return <Loading label={words.rendering} />;
  return (
    <>
      <p class={ui.quiet}>{words.forExample}</p>
      <Message message={value} pictures />
    </>
  );
}

const COLUMNS = [
  {
    title: words.subject,
    cell: ({ name, subject }: Text) => (
      <span class={css.textRow}>
        <bdi>{subject}</bdi>
        <button
          type="button"
          class={ui.link}
          aria-expanded={opened.value === name}
          aria-label={opened.value === name ? words.hideNamed(subject) : words.showNamed(subject)}
          onClick={() => {
            opened.value = opened.value === name ? null : name;
          }}
        >
          {opened.value === name ? words.hide : words.show}
        </button>
      </span>
    ),
  },
  { title: words.channel, cell: ({ channel }: Text) => <span>{channel}</span> },
  {
    title: words.usedIn,
    cell: ({ used }: Text) =>
      used.length === 0 ? (
        <span class={ui.quiet}>{words.unused}</span>
      ) : (
        <span>
          {used.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 ? ", " : ""}
              <a href={linkTo("workflows", id)}>
                <bdi>{name}</bdi>
              </a>
            </span>
          ))}
        </span>
      ),
  },
];
