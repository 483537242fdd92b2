/** The form of one step: its fields, and for a message its text. */
import { CONDITION_FIELD } from "../condition/editor.tsx";
import { known } from "../condition/known.ts";
import { SelectField } from "../components/field.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { openEmail } from "../email/state.ts";
import { config, edit } from "../plan/draft.ts";
import type { ConfigText, MessageText, Step } from "../engine/config-text.ts";
import { DurationField } from "../schema/duration-field.tsx";
import { Field, ObjectForm } from "../schema/form.tsx";
import { TextInput } from "../schema/text-input.tsx";
import { blank, definition, resolved, type Schema } from "../schema/schema.ts";
import { fieldLabel } from "../strings/fields.ts";
import { CHANNELS as CHANNEL_NAMES } from "../strings/channels.ts";
import { words as form } from "../strings/forms.ts";
import { words } from "../strings/workflows.ts";
import { branchFields, schemaOf } from "../plan/steps.ts";
import { SmsText } from "./sms-text.tsx";
import ui from "../components/ui.module.css";
import css from "../schema/form.module.css";

export function StepForm({ step, change }: { step: Step; change(next: Step): void }) {
  if (step.type === "send") return <SendForm step={step} change={change} />;
  if (step.type === "wait") return <WaitForm step={step} change={change} />;
  const named = branchFields(step).find((field) => field.named);
  return named === undefined ? (
    <Fields step={step} change={change} />
  ) : (
    <BranchesForm step={step} change={change} list={named.key} />
  );
}

/** A step's own fields; what its branches do is edited in the tree. */
function Fields({ step, change }: { step: Step; change(next: Step): void }) {
  return (
    <ObjectForm
      schema={schemaOf(step)}
      value={step}
      without={["id", "type", ...branchFields(step).map(({ key }) => key)]}
      change={(value) => change({ ...value, id: step.id, type: step.type })}
      known={known.value}
      special={CONDITION_FIELD}
    />
  );
}

type WaitMode = "for" | "after_trigger" | "time_of_day" | "date";

/** A wait is for a span, or until one of three kinds of moments. */
function WaitForm({ step, change }: { step: Step; change(next: Step): void }) {
  const until = step.until as Record<string, unknown> | undefined;
  const mode: WaitMode =
    until === undefined
      ? "for"
      : until.after_trigger !== undefined
        ? "after_trigger"
        : until.date !== undefined
          ? "date"
          : "time_of_day";
  const { for: _for, until: _until, ...rest } = step;
  const put = (more: Record<string, unknown>) => change({ ...rest, ...more } as Step);
  const begin: Record<WaitMode, Record<string, unknown>> = {
    for: { for: { amount: 1, unit: "days" } },
    after_trigger: { until: { after_trigger: { amount: 24, unit: "hours" } } },
    time_of_day: { until: { time_of_day: "09:00" } },
    date: { until: { date: { name: "birth_date" } } },
  };
  const untilSchema = resolved(schemaOf({ ...rest, ...begin.time_of_day } as Step)).properties
    ?.until as Schema;
  return (
    <div class={css.form}>
      <SelectField label={words.wait} value={mode} change={(next) => put(begin[next as WaitMode])}>
        {(["for", "after_trigger", "time_of_day", "date"] as const).map((one) => (
          <option key={one} value={one}>
            {words.waits[one]}
          </option>
        ))}
      </SelectField>
      {mode === "for" ? (
        <DurationField
          label={words.waitFor}
          value={step.for}
          change={(span) => put({ for: span })}
        />
      ) : mode === "after_trigger" ? (
        <DurationField
          label={words.waitAfterTrigger}
          value={until?.after_trigger}
          change={(span) => put({ until: { after_trigger: span } })}
        />
      ) : (
        <ObjectForm
          schema={{
            ...untilSchema,
            properties: Object.fromEntries(
              Object.entries(resolved(untilSchema).properties ?? {}).filter(([name]) =>
                mode === "date" ? name === "date" : name === "time_of_day" || name === "days",
              ),
            ),
            required: [mode],
          }}
          value={until ?? {}}
          change={(value) => put({ until: value })}
          known={known.value}
          special={CONDITION_FIELD}
        />
      )}
    </div>
  );
}

/** The named branches of a step: what each is called, and who takes it. */
function BranchesForm({
  step,
  change,
  list,
}: {
  step: Step;
  change(next: Step): void;
  list: string;
}) {
  const branches = Array.isArray(step[list]) ? (step[list] as Record<string, unknown>[]) : [];
  const items = resolved(resolved(schemaOf(step)).properties?.[list] ?? {}).items ?? {};
  const put = (next: Record<string, unknown>[]) => change({ ...step, [list]: next });
  const add = () =>
    put([
      ...branches,
      { ...(blank(items) as object), name: `branch-${branches.length + 1}`, steps: [] },
    ]);
  return (
    <div class={css.form}>
      {branches.map((branch, index) => (
        <fieldset key={index} class={css.formGroup}>
          <legend>{String(branch.name ?? index + 1)}</legend>
          <ObjectForm
            schema={items}
            value={branch}
            without={["steps"]}
            change={(next) => put(branches.with(index, { ...next, steps: branch.steps ?? [] }))}
            known={known.value}
            special={CONDITION_FIELD}
          />
          <button type="button" class={ui.link} onClick={() => put(branches.toSpliced(index, 1))}>
            {words.removeBranch(String(branch.name ?? index + 1))}
          </button>
        </fieldset>
      ))}
      <button type="button" class={ui.link} onClick={add}>
        {words.addBranch}
      </button>
      <Fields step={step} change={change} />
    </div>
  );
}

const CHANNELS = ["email", "sms", "push"] as const;

/** Which message, and its text; the dry run beside it shows it filled in for the person. */
function SendForm({ step, change }: { step: Step; change(next: Step): void }) {
  const name = String(step.message ?? "");
  const message = config.value?.messages?.[name];
  const kind = resolved(schemaOf(step)).properties?.kind ?? definition("MessageKind");
  const set = (field: string, text: string) =>
    edit((next) => {
      const one = next.messages?.[name];
      if (one === undefined) return;
      if (text === "") delete one[field];
      else one[field] = text;
    }, `message ${name} ${field}`);
  const write = () => {
    const fresh = freshName(config.value, step.id);
    edit((next) => {
      next.messages = { ...next.messages, [fresh]: firstDraft() };
    });
    change({ ...step, message: fresh });
  };
  return (
    <div class={css.form}>
      <SelectField
        label={fieldLabel("message")}
        value={name}
        change={(next) => change({ ...step, message: next })}
      >
        {name === "" ? <option value="">{form.choose}</option> : null}
        {(known.value.message ?? []).map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectField>
      <button type="button" class={ui.link} onClick={write}>
        {words.newMessage}
      </button>
      {message === undefined ? null : <MessageForm name={name} message={message} set={set} />}
      <Field
        name="kind"
        schema={kind}
        value={step.kind ?? "marketing"}
        change={(next) => change({ ...step, kind: next })}
        known={known.value}
        special={CONDITION_FIELD}
      />
    </div>
  );
}

function MessageForm({
  name,
  message,
  set,
}: {
  name: string;
  message: MessageText;
  set(field: string, text: string): void;
}) {
  const channel = message.channel ?? "email";
  return (
    <fieldset class={css.formGroup}>
      <legend>{words.messageText}</legend>
      <SegmentedControl
        label={words.channel}
        options={CHANNELS.map((one) => [one, CHANNEL_NAMES[one]])}
        value={channel as (typeof CHANNELS)[number]}
        choose={(next) => set("channel", next)}
      />
      {channel === "email" ? (
        <>
          <TextInput
            label={words.subject}
            value={message.subject ?? ""}
            change={(text) => set("subject", text)}
          />
          <TextInput
            label={words.preheader}
            value={message.preheader ?? ""}
            change={(text) => set("preheader", text)}
          />
          <TextInput
            label={words.replyTo}
            value={message.reply_to ?? ""}
            change={(text) => set("reply_to", text.trim())}
          />
          <button type="button" class={ui.button} onClick={() => openEmail(name)}>
            {words.editEmail}
          </button>
        </>
      ) : null}
      {/* The text of an email is made from its blocks, unless somebody wrote one. */}
      {channel === "sms" ? (
        <SmsText name={name} text={message.text ?? ""} change={(text) => set("text", text)} />
      ) : channel === "email" && message.text === undefined ? null : (
        <TextInput
          long
          label={channel === "email" ? words.plainText : words.messageText}
          value={message.text ?? ""}
          change={(text) => set("text", text)}
        />
      )}
    </fieldset>
  );
}

function freshName(written: ConfigText | null, base: string): string {
  const taken = written?.messages ?? {};
  let name = base;
  for (let number = 2; name in taken; number += 1) name = `${base}-${number}`;
  return name;
}

/** An email to begin with: the sender, room to write, and the address and the way out that the law requires. */
const firstDraft = (): MessageText => ({
  channel: "email",
  subject: "News from {{ shop.name }}",
  design: {
    blocks: [
      { id: "logo", type: "logo" },
      { id: "heading", type: "heading", level: "title", text: "News from {{ shop.name }}" },
      {
        id: "text",
        type: "text",
        text: 'Hello {{ customer.first_name | default: "there" }},\n\n',
      },
      { id: "button", type: "button", label: words.firstButton, link: "{{ shop.url }}" },
      { id: "footer", type: "footer" },
    ],
  } as MessageText["design"],
});
