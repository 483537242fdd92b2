/** The form of one block: its words, how it looks, and who sees it. */
import { CONDITION_FIELD, ConditionEditor } from "../condition/editor.tsx";
import { known } from "../condition/known.ts";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { config } from "../plan/draft.ts";
import { ObjectForm } from "../schema/form.tsx";
import { blank, kindOf, resolved, type Schema } from "../schema/schema.ts";
import { TextInput } from "../schema/text-input.tsx";
import { fieldLabel } from "../strings/fields.ts";
import { words } from "../strings/email-editor.ts";
import { words as imageWords } from "../strings/images.ts";
import css from "./email.module.css";
import { BLOCK, type Block, WORDS } from "./design.ts";
import { FieldsPicker } from "./fields-picker.tsx";
import { ImageField } from "./images.tsx";
import { RichText } from "./rich-text.tsx";

/** Edited elsewhere: in the list of blocks, or below. */
const ELSEWHERE = ["type", "id", "if", "blocks", "columns", "decoration"];

export function BlockForm({
  block,
  change,
  isSaved = false,
}: {
  block: Block;
  change(next: Block): void;
  /** Whether it's one that several emails use: who sees it is said where it's used. */
  isSaved?: boolean;
}) {
  const schema = kindOf(BLOCK, block.type);
  const members = resolved(schema).properties ?? {};
  const own = wordsOf(block, members);
  const set = (name: string, value: string) => {
    const { [name]: _, ...rest } = block;
    change((value === "" && !isNeeded(schema, name) ? rest : { ...block, [name]: value }) as Block);
  };
  return (
    <div class={css.blockForm}>
      {own.map((name) => (
        <WordField
          key={name}
          name={name}
          block={block}
          value={String(block[name] ?? "")}
          change={(value) => set(name, value)}
        />
      ))}
      {block.type === "image" ? <Decoration block={block} change={change} /> : null}
      {block.type === "raw" ? <RawFields block={block} change={change} /> : null}
      <ObjectForm
        schema={schema}
        value={block}
        without={[...ELSEWHERE, ...own, "html", "mjml"]}
        change={(value) => change({ ...value, type: block.type })}
        known={{ ...known.value, block: savedBlocks() }}
        special={CONDITION_FIELD}
      />
      {isSaved ? null : <Audience block={block} change={change} />}
    </div>
  );
}

/** The words of a block in another language; what isn't translated stays as it is. */
export function TranslationForm({
  block,
  words: said,
  change,
}: {
  block: Block;
  words: Record<string, string>;
  change(words: Record<string, string>): void;
}) {
  const own = wordsOf(block, resolved(kindOf(BLOCK, block.type)).properties ?? {}).filter(
    (name) => typeof block[name] === "string",
  );
  return (
    <div class={css.blockForm}>
      {own.map((name) => (
        <WordField
          key={name}
          name={name}
          block={block}
          value={said[name] ?? ""}
          placeholder={String(block[name] ?? "")}
          change={(value) => {
            const { [name]: _, ...rest } = said;
            change(value === "" ? rest : { ...rest, [name]: value });
          }}
        />
      ))}
    </div>
  );
}

/** The members of a block that are words. */
const wordsOf = (block: Block, members: Record<string, Schema>): string[] =>
  block.type === "raw"
    ? []
    : WORDS.filter((name) => members[name] !== undefined && isText(members[name]));

const isText = (schema: Schema): boolean => resolved(schema).type === "string";

const isNeeded = (schema: Schema, name: string): boolean =>
  resolved(schema).required?.includes(name) ?? false;

/** In these a text may have bold, links and lists. */
const RICH = ["heading", "text", "footer"];

function WordField({
  name,
  block,
  value,
  placeholder,
  change,
}: {
  name: string;
  block: Block;
  value: string;
  placeholder?: string;
  change(value: string): void;
}) {
  const label = fieldLabel(name);
  if (name === "text" && RICH.includes(block.type)) {
    return <RichText label={label} value={value} placeholder={placeholder} change={change} />;
  }
  if (name === "src") {
    const help = placeholder === undefined ? undefined : words.original(placeholder);
    return <ImageField label={label} value={value} help={help} change={change} />;
  }
  return (
    <div class={css.word}>
      <TextInput
        label={label}
        value={value}
        help={placeholder === undefined ? undefined : words.original(placeholder)}
        change={change}
      />
      <FieldsPicker
        label={words.insertFieldIn(label)}
        choose={(liquid) => change(value + liquid)}
      />
    </div>
  );
}

/** Whether an image needs no description. */
function Decoration({ block, change }: { block: Block; change(next: Block): void }) {
  return (
    <label class={css.decoration}>
      <input
        type="checkbox"
        checked={block.decoration === true}
        onChange={({ currentTarget }) => {
          const { decoration: _, ...rest } = block;
          change((currentTarget.checked ? { ...rest, decoration: true } : rest) as Block);
        }}
      />
      {imageWords.decoration}
    </label>
  );
}

function RawFields({ block, change }: { block: Block; change(next: Block): void }) {
  const kind = block.mjml === undefined ? "html" : "mjml";
  const { html, mjml, ...rest } = block;
  const source = String(html ?? mjml ?? "");
  return (
    <>
      <SegmentedControl<"html" | "mjml">
        label={words.language}
        options={[
          ["html", "HTML"],
          ["mjml", "MJML"],
        ]}
        value={kind}
        choose={(next) => change({ ...rest, [next]: source } as Block)}
      />
      <TextInput
        long
        label={kind === "html" ? "HTML" : "MJML"}
        value={source}
        change={(text) => change({ ...rest, [kind]: text } as Block)}
      />
    </>
  );
}

/** Who sees the block: everybody who gets the email, or those a condition holds for. */
function Audience({ block, change }: { block: Block; change(next: Block): void }) {
  const { if: condition, ...rest } = block;
  return (
    <fieldset class={css.audience}>
      <legend>{words.shownTo}</legend>
      <SegmentedControl<"all" | "some">
        label={words.shownTo}
        options={[
          ["all", words.everybody],
          ["some", words.some],
        ]}
        value={condition === undefined ? "all" : "some"}
        choose={(next) =>
          change((next === "all" ? rest : { ...rest, if: FIRST_CONDITION }) as Block)
        }
      />
      {condition === undefined ? null : (
        <ConditionEditor condition={condition} change={(next) => change({ ...block, if: next })} />
      )}
    </fieldset>
  );
}

const FIRST_CONDITION = blank({ $ref: "#/$defs/Condition" }) as object;

const savedBlocks = (): { value: string; text: string }[] =>
  Object.keys((config.value?.saved_blocks as object | undefined) ?? {}).map((name) => ({
    value: name,
    text: name,
  }));
