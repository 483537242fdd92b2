/** An email, written in blocks, beside what arrives. */
import { useEffect } from "preact/hooks";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { SelectField } from "../components/field.tsx";
import { Picker } from "../components/picker.tsx";
import { config, diagnostics, edit } from "../plan/draft.ts";
import { FindingsAt } from "../publish/findings.tsx";
import { TextInput } from "../schema/text-input.tsx";
import { words } from "../strings/email-editor.ts";
import { languageName } from "../text/language.ts";
import ui from "../components/ui.module.css";
import css from "./email.module.css";
import { BlockList } from "./block-list.tsx";
import { designOf } from "./design.ts";
import { FieldsPicker } from "./fields-picker.tsx";
import { EmailPreview } from "./preview.tsx";
import { editedEmail, language } from "./state.ts";
import { ThemeForm } from "./theme-form.tsx";
import { addLanguage, languagesOf, removeLanguage, saidIn, setPart } from "./translation.ts";

export default function EmailEditor({ name }: { name: string }) {
  const message = config.value?.messages?.[name];
  useEffect(() => document.getElementById("email-heading")?.focus(), []);
  const close = () => {
    editedEmail.value = null;
  };
  const design = message === undefined ? null : designOf(message);
  const place = `messages[${JSON.stringify(name)}]`;
  const found = diagnostics.value.filter(
    ({ path }) => path === place || path.startsWith(`${place}.`),
  );
  return (
    <div class={css.email} data-part="email-editor">
      <div class={css.bar}>
        <button type="button" class={ui.link} onClick={close}>
          ← {words.back}
        </button>
        <h2 id="email-heading" tabIndex={-1}>
          {words.title}
        </h2>
      </div>
      {design === null ? (
        <p class={ui.quiet}>{words.gone}</p>
      ) : (
        <div class={css.sides}>
          <div class={css.written}>
            <Languages name={name} />
            <FindingsAt found={found} />
            <section class={ui.card} aria-labelledby="email-inbox">
              <h3 id="email-inbox">{words.inbox}</h3>
              <Inbox name={name} />
            </section>
            <section class={ui.card} aria-labelledby="email-blocks">
              <h3 id="email-blocks">{words.blocks}</h3>
              {design.blocks.length === 0 ? <p class={ui.quiet}>{words.noBlocks}</p> : null}
              <BlockList message={name} list={["blocks"]} blocks={design.blocks} />
            </section>
            {language.value === null ? (
              <details class={`${ui.card} ${css.theme}`}>
                <summary>{words.theme}</summary>
                <ThemeForm />
              </details>
            ) : null}
          </div>
          <EmailPreview message={name} />
        </div>
      )}
    </div>
  );
}

/** Subject and preview text, in the language that is edited. */
function Inbox({ name }: { name: string }) {
  const message = config.value?.messages?.[name] ?? {};
  const spoken = language.value;
  const own = (part: "subject" | "preheader") => String(message[part] ?? "");
  const value = (part: "subject" | "preheader") =>
    spoken === null ? own(part) : (saidIn(name, spoken)[part] ?? "");
  const set = (part: "subject" | "preheader", text: string) => {
    if (spoken !== null) return setPart(name, spoken, part, text);
    edit((next) => {
      const one = next.messages?.[name];
      if (one === undefined) return;
      if (text === "") delete one[part];
      else one[part] = text;
    }, `message ${name} ${part}`);
  };
  return (
    <>
      {(["subject", "preheader"] as const).map((part) => (
        <div key={part} class={css.word}>
          <TextInput
            label={words.parts[part]}
            value={value(part)}
            help={spoken === null || own(part) === "" ? undefined : words.original(own(part))}
            change={(text) => set(part, text)}
          />
          <FieldsPicker
            label={words.insertFieldIn(words.parts[part])}
            choose={(liquid) => set(part, value(part) + liquid)}
          />
        </div>
      ))}
      {spoken === null ? <ContentField name={name} /> : null}
    </>
  );
}

/** What the email is mostly about: a series that teaches is checked for it. */
function ContentField({ name }: { name: string }) {
  return (
    <SelectField
      label={words.content}
      value={String(config.value?.messages?.[name]?.content ?? "")}
      change={(content) =>
        edit((next) => {
          const one = next.messages?.[name];
          if (one === undefined) return;
          if (content === "") delete one.content;
          else one.content = content;
        })
      }
    >
      {Object.entries(words.contents).map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </SelectField>
  );
}

/** The languages that are offered first: where shops that use these platforms write to. */
const OFFERED = ["de", "en", "es", "fr", "it", "nl", "pl", "pt", "ar", "he"];

function Languages({ name }: { name: string }) {
  const there = languagesOf(name);
  const ownLanguage = String(config.value?.shop?.language ?? "en");
  const left = OFFERED.filter((code) => code !== ownLanguage && !there.includes(code));
  const spoken = language.value;
  return (
    <div class={css.languages}>
      {there.length === 0 ? null : (
        <SegmentedControl<string>
          label={words.languages}
          options={[
            ["", languageName(ownLanguage)],
            ...there.map((code) => [code, languageName(code)] as [string, string]),
          ]}
          value={spoken ?? ""}
          choose={(code) => {
            language.value = code === "" ? null : code;
          }}
        />
      )}
      {spoken === null ? (
        <Picker
          class={ui.link}
          label={words.addLanguage}
          options={left.map((code) => ({ value: code, text: languageName(code) }))}
          choose={(code) => {
            addLanguage(name, code);
            language.value = code;
          }}
        >
          + {words.addLanguage}
        </Picker>
      ) : (
        <button
          type="button"
          class={ui.link}
          onClick={() => {
            removeLanguage(name, spoken);
            language.value = null;
          }}
        >
          {words.removeLanguage(languageName(spoken))}
        </button>
      )}
    </div>
  );
}
