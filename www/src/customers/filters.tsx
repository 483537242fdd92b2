/**
 * The list's filters: each is a condition, said in the engine's sentence and edited like a segment's. All
 * of them must hold.
 */
import { useId, useState } from "preact/hooks";
import { focusSoon } from "../components/focus.ts";
import { Picker } from "../components/picker.tsx";
import { ConditionEditor } from "../condition/editor.tsx";
import { addressOf } from "../condition/in-address.ts";
import { known } from "../condition/known.ts";
import type { Condition } from "../condition/sentence.ts";
import { useSentence } from "../condition/use-sentence.ts";
import { linkTo } from "../route.ts";
import { blank, definition, kindOf, kindsOf } from "../schema/schema.ts";
import type { Known } from "../schema/form.tsx";
import { FILTERS, words } from "../strings/customer-list.ts";
import ui from "../components/ui.module.css";
import css from "./filters.module.css";

export function Filters({
  conditions,
  change,
}: {
  conditions: readonly Condition[];
  /** `typed` is whether a filter is only being edited, so that there is nothing to go back to. */
  change(next: readonly Condition[], how: { typed: boolean }): void;
}) {
  const [open, setOpen] = useState<{ place: number; isNew: boolean } | null>(null);
  const panel = useId();
  const edited = open === null ? undefined : conditions[open.place];
  const add = (condition: Condition) => {
    change([...conditions, condition], { typed: false });
    setOpen({ place: conditions.length, isNew: true });
    focusSoon(`#${CSS.escape(panel)} :is(input, select, button)`);
  };
  const remove = (place: number) => {
    change(conditions.toSpliced(place, 1), { typed: false });
    setOpen(null);
    focusSoon("[data-part=filters] [aria-haspopup]");
  };
  return (
    <div class={css.filters} data-part="filters">
      <ul class={css.list} aria-label={words.filters}>
        {conditions.map((condition, place) => (
          <Filter
            key={place}
            condition={condition}
            panel={panel}
            isOpen={place === open?.place}
            toggle={() => setOpen(place === open?.place ? null : { place, isNew: false })}
            remove={() => remove(place)}
          />
        ))}
        <li>
          <AddFilter add={add} />
        </li>
        {conditions.length === 0 ? null : (
          <li class={css.ways}>
            <button
              type="button"
              class={ui.link}
              onClick={() => {
                setOpen(null);
                change([], { typed: false });
                focusSoon("[data-part=filters] [aria-haspopup]");
              }}
            >
              {words.clearFilters}
            </button>
            <a href={linkTo("segments", null, { new: "filter", ...addressOf(conditions) })}>
              {words.saveAsSegment}
            </a>
          </li>
        )}
      </ul>
      {open === null || edited === undefined ? null : (
        <div id={panel} class={css.panel} data-part="filter">
          <ConditionEditor
            key={open.place}
            condition={edited}
            within={{ opened: open.isNew }}
            change={(next) =>
              change(conditions.with(open.place, next as Condition), { typed: true })
            }
          />
          <button
            type="button"
            class={ui.button}
            onClick={() => {
              setOpen(null);
              focusSoon(`[data-part=filters] li:nth-child(${open.place + 1}) button`);
            }}
          >
            {words.done}
          </button>
        </div>
      )}
    </div>
  );
}

/** A filter in words: choosing it edits it. */
function Filter({
  condition,
  panel,
  isOpen,
  toggle,
  remove,
}: {
  condition: Condition;
  panel: string;
  isOpen: boolean;
  toggle(): void;
  remove(): void;
}) {
  const { parts, fault } = useSentence(condition);
  const sentence = parts.map(({ text }) => text).join("");
  return (
    <li class={css.filter} data-unfinished={fault !== null}>
      <button
        type="button"
        class={css.sentence}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panel : undefined}
        aria-label={words.editFilter(sentence)}
        onClick={toggle}
      >
        <bdi>{sentence}</bdi>
      </button>
      <button
        type="button"
        class={css.remove}
        aria-label={words.removeFilter(sentence)}
        onClick={remove}
      >
        <span aria-hidden="true">✕</span>
      </button>
    </li>
  );
}

/** What merchants filter by most, and behind it everything else that can be asked. */
function AddFilter({ add }: { add(condition: Condition): void }) {
  const common = commonIn(known.value);
  const asked = new Set(common.filter(({ isWhole }) => isWhole).map(({ begin }) => begin.type));
  const others = kindsOf("Condition").filter(({ value }) => !asked.has(value));
  return (
    <Picker
      class={css.add}
      label={words.addFilter}
      options={[
        ...common.map(({ name }) => ({
          value: name,
          text: FILTERS[name],
          group: words.commonFilters,
        })),
        ...others,
      ]}
      choose={(value) => {
        const one = common.find(({ name }) => name === value);
        add(one?.begin ?? (blank(kindOf(definition("Condition"), value)) as Condition));
      }}
    >
      + {words.addFilter}
    </Picker>
  );
}

interface Common {
  name: keyof typeof FILTERS;
  /** What it begins with. */
  begin: Condition;
  /** Whether that is all there is to ask of its kind, so that no second entry is needed. */
  isWhole: boolean;
}

/** The common filters, as far as the shop has what they name. */
function commonIn({ segment, tier }: Known): Common[] {
  const whole = (name: Common["name"], begin: Condition): Common => ({
    name,
    begin,
    isWhole: true,
  });
  const part = (name: Common["name"], begin: Condition): Common => ({
    name,
    begin,
    isWhole: false,
  });
  const named = (
    list: Known[string] | undefined,
    filters: (value: string) => Common[],
  ): Common[] => (list?.[0] === undefined ? [] : filters(list[0].value));
  return [
    whole("email", { type: "consent", channel: "email", is: "subscribed" }),
    whole("sms", { type: "consent", channel: "sms", is: "subscribed" }),
    whole("orders", { type: "order_count", is: "at_least", count: 2 }),
    whole("spent", { type: "spend", is: "at_least", amount: "100.00" }),
    part("lately", { type: "date", name: "last_order_at", is: "in_last", span: MONTH }),
    part("lapsed", { type: "date", name: "last_order_at", is: "before_last", span: HALF_A_YEAR }),
    ...named(segment, (value) => [
      whole("inSegment", { type: "segment", segment: value }),
      whole("outside", { type: "segment", segment: value, member: false }),
    ]),
    ...named(tier, (value) => [whole("inTier", { type: "tier", tier: value })]),
    whole("tagged", { type: "tag", tag: "" }),
    part("country", { type: "attribute", name: "country", is: "equals", value: "" }),
  ];
}

const MONTH = { amount: 30, unit: "days" };
const HALF_A_YEAR = { amount: 6, unit: "months" };
