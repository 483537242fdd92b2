/** What customers see outside of messages: topics, forms and surveys are edited here, and answers counted. */
import { CONDITION_FIELD } from "../condition/editor.tsx";
import { known } from "../condition/known.ts";
import { IndexTable } from "../components/index-table.tsx";
import { Notice } from "../components/notice.tsx";
import { copyText } from "../components/copy.ts";
import { useLive } from "../live/use-live.ts";
import { diagnostics, editShop, ownConfig, shopPlan } from "../plan/draft.ts";
import { FindingsAt } from "../publish/findings.tsx";
import { ObjectForm } from "../schema/form.tsx";
import { partsSchema } from "../schema/schema.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/customer-pages.ts";
import { count } from "../text/number.ts";
import { type Form, forms, type Survey, surveys } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

/** The parts of the configuration that speak of those pages. */
const PARTS = ["topics", "pages", "forms", "surveys"] as const;

/** A form over those parts. */
export function CustomerPagesForm() {
  const whole = ownConfig.value as Record<string, unknown> | null;
  const value = Object.fromEntries(
    PARTS.flatMap((part) => (whole?.[part] === undefined ? [] : [[part, whole[part]]])),
  );
  const findings = diagnostics.value.filter(({ path }) =>
    PARTS.some((part) => new RegExp(`^${part}(?:$|[.[])`).test(path)),
  );
  return (
    <>
      <FindingsAt found={findings} />
      <ObjectForm
        schema={partsSchema(PARTS)}
        value={value}
        change={(next) =>
          editShop((text) => {
            const written = text as Record<string, unknown>;
            for (const part of PARTS) {
              if (next[part] === undefined) delete written[part];
              else written[part] = next[part];
            }
          }, "pages")
        }
        known={known.value}
        special={CONDITION_FIELD}
      />
    </>
  );
}

/** The forms as they are published, and how often each answer was given. */
export function PublishedPages({
  server,
  id,
  isWordPress,
}: {
  server: Api;
  id: string;
  /** Whether the plugin can show forms. */
  isWordPress: boolean;
}) {
  const published = shopPlan.value?.plan;
  const { value, failure } = useLive(
    async (signal) => {
      const asking = server.until(signal);
      const [some, asked] = await Promise.all([forms(asking, id), surveys(asking, id)]);
      return { some, asked };
    },
    [server, id, published],
  );
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (value === null) return null;
  const answered = value.asked.filter(({ answers }) => answers.some(({ count: n }) => n > 0));
  return (
    <>
      <h3>{words.forms}</h3>
      {value.some.length === 0 ? (
        <p class={ui.quiet}>{words.noForms}</p>
      ) : (
        <IndexTable
          caption={words.forms}
          columns={columns(isWordPress)}
          rows={value.some}
          keyOf={(form) => form.id}
        />
      )}
      {answered.length === 0 ? null : <h3>{words.surveys}</h3>}
      {answered.map((survey) => (
        <Answers key={survey.id} survey={survey} />
      ))}
    </>
  );
}

const columns = (isWordPress: boolean) => [
  { title: words.columns.form, cell: ({ title }: Form) => <strong>{title}</strong> },
  {
    title: words.columns.page,
    cell: ({ url, title }: Form) => (
      <a href={url} target="_blank" rel="noreferrer" aria-label={words.openOf(title)}>
        {words.open}
      </a>
    ),
  },
  {
    title: words.columns.markup,
    cell: ({ id, title, markup }: Form) => (
      <>
        <button
          type="button"
          class={ui.button}
          aria-label={words.copyOf(title)}
          onClick={() => copyText(markup)}
        >
          {words.copy}
        </button>
        {isWordPress ? <p class={ui.quiet}>{words.shortcode(id)}</p> : null}
      </>
    ),
  },
];

function Answers({ survey: { question, answers } }: { survey: Survey }) {
  const all = answers.reduce((sum, one) => sum + one.count, 0);
  return (
    <section>
      <p>
        <strong>{question ?? words.why}</strong> <span class={ui.quiet}>{words.answers(all)}</span>
      </p>
      <ul class={css.rules}>
        {answers.map(({ id, text, count: n }) => (
          <li key={id}>
            {text ?? words.reasons[id] ?? id}: {count(n)}
          </li>
        ))}
      </ul>
    </section>
  );
}
