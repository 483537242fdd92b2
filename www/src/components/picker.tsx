/**
 * A button that opens a list to choose one from, with a field to search it and its entries under
 * their subjects. The arrows move, Enter chooses, Escape closes; opening alone changes nothing.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../strings/components.ts";
import css from "./picker.module.css";
import ui from "./ui.module.css";

export interface PickerOption {
  value: string;
  text: string;
  /** The subject it is listed under. */
  group?: string;
}

/** From how many entries on there is something to search. */
const SEARCHED_FROM = 8;

export function Picker({
  label,
  options,
  value,
  choose,
  children,
  id,
  class: look = `${ui.button} ${css.pickerButton}`,
}: {
  /** What is chosen; read out with the button, and above the list. */
  label: string;
  options: readonly PickerOption[];
  /** The entry that is chosen now. */
  value?: string;
  choose(value: string): void;
  /** What the button shows; the chosen entry when left out. */
  children?: ComponentChildren;
  id?: string;
  class?: string;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useId();
  const chosen = options.find((one) => one.value === value)?.text ?? value;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div
      class={css.picker}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
          setOpen(false);
      }}
    >
      <button
        ref={button}
        id={id}
        type="button"
        class={look}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        aria-label={chosen ? `${label}: ${chosen}` : label}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children ?? chosen ?? words.choose}
      </button>
      {open ? (
        <Panel
          label={label}
          list={list}
          options={options}
          value={value}
          close={close}
          choose={(chosen) => {
            close();
            choose(chosen);
          }}
        />
      ) : null}
    </div>
  );
}

function Panel({
  label,
  list,
  options,
  value,
  close,
  choose,
}: {
  label: string;
  list: string;
  options: readonly PickerOption[];
  value: string | undefined;
  close(): void;
  choose(value: string): void;
}) {
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      options.findIndex((one) => one.value === value),
    ),
  );
  const panel = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // Before anything is painted: what is typed at once must arrive in the field.
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);
  // Where there is no room below, it opens upwards.
  const [upwards, setUpwards] = useState(false);
  useLayoutEffect(() => {
    const { bottom = 0, height = 0, top = 0 } = panel.current?.getBoundingClientRect() ?? {};
    const above = top - BUTTON_HEIGHT;
    setUpwards(bottom > innerHeight - SAVE_BAR_HEIGHT && above > height);
  }, []);
  const groups = [...new Set(options.map(({ group }) => group ?? ""))];
  const found = groups.flatMap((group) =>
    options.filter((one) => (one.group ?? "") === group && fits(one, search)),
  );
  const here = Math.min(at, found.length - 1);
  useEffect(() => {
    panel.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  const keys: Record<string, () => void> = {
    ArrowDown: () => setAt(Math.min(found.length - 1, here + 1)),
    ArrowUp: () => setAt(Math.max(0, here - 1)),
    Home: () => setAt(0),
    End: () => setAt(found.length - 1),
    Escape: close,
    Enter: () => {
      const one = found[here];
      if (one !== undefined) choose(one.value);
    },
  };
  return (
    <div class={upwards ? `${css.pickerPanel} ${css.pickerUp}` : css.pickerPanel} ref={panel}>
      <input
        ref={field}
        class={options.length < SEARCHED_FROM ? ui.visuallyHidden : css.pickerSearch}
        role="combobox"
        aria-label={words.search(label)}
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found[here] === undefined ? undefined : `${list}-${here}`}
        placeholder={words.searchHint}
        autocomplete="off"
        value={search}
        onInput={({ currentTarget }) => {
          setSearch(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (act === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          act();
        }}
      />
      <div id={list} role="listbox" aria-label={label} class={css.pickerList}>
        {groups
          .filter((group) => found.some((one) => (one.group ?? "") === group))
          .map((group) => (
            <fieldset key={group} class={css.pickerSet} aria-label={group === "" ? label : group}>
              {group === "" ? null : (
                <p class={css.pickerGroup} role="presentation">
                  {group}
                </p>
              )}
              {found.map((one, index) =>
                (one.group ?? "") === group ? (
                  <button
                    key={one.value}
                    type="button"
                    tabIndex={-1}
                    id={`${list}-${index}`}
                    role="option"
                    aria-selected={index === here}
                    class={css.pickerOption}
                    onMouseMove={() => setAt(index)}
                    onClick={() => choose(one.value)}
                  >
                    {one.text}
                    {one.value === value ? <span aria-hidden="true"> ✓</span> : null}
                  </button>
                ) : null,
              )}
            </fieldset>
          ))}
      </div>
      <p
        class={found.length === 0 ? `${css.pickerNone} ${ui.quiet}` : ui.visuallyHidden}
        role="status"
      >
        {found.length === 0 ? words.nothingFound(search) : ""}
      </p>
    </div>
  );
}

/** The most that a list is away from the top of its button, and what may cover the foot of the page. */
const BUTTON_HEIGHT = 48;
const SAVE_BAR_HEIGHT = 96;

/** Whether an entry or its subject has every word that is searched for. */
const fits = ({ text, group = "" }: PickerOption, search: string): boolean =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${text} ${group}`.toLowerCase().includes(word));
