/** A text with bold, italic, links and lists, in which merge fields stand as chips. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Labelled } from "../schema/labelled.tsx";
import { words } from "../strings/email-editor.ts";
import ui from "../components/ui.module.css";
import css from "./email.module.css";
import { FieldsPicker } from "./fields-picker.tsx";
import { chipText, fallbackOf, fill, read, withFallback } from "./rich.ts";

const TOOLS = [
  ["bold", "B"],
  ["italic", "I"],
  ["underline", "U"],
  ["insertUnorderedList", "•"],
] as const;

export function RichText({
  label,
  value,
  placeholder,
  change,
}: {
  label: string;
  value: string;
  /** What stands in another language, where nothing is written in this one. */
  placeholder?: string;
  change(value: string): void;
}) {
  const field = useRef<HTMLDivElement>(null);
  const written = useRef<string | null>(null);
  /** What is to become a link, while its address is typed. */
  const [linking, setLinking] = useState<Range | null>(null);
  /** The chip whose field is given something to say where it's empty. */
  const [chosen, setChosen] = useState<HTMLElement | null>(null);
  // What was typed here is in the field already; filling it again would move the cursor. Before the next
  // key, or what is handed back would be older than what is there.
  useLayoutEffect(() => {
    if (field.current === null || written.current === value) return;
    fill(field.current, value, chip);
    written.current = value;
    setChosen(null);
  }, [value]);
  const took = () => {
    if (field.current === null) return;
    written.current = read(field.current);
    change(written.current);
  };
  const run = (command: string, argument?: string) => {
    field.current?.focus();
    // Nothing has replaced it, and every browser has it.
    document.execCommand("styleWithCSS", false, "false");
    document.execCommand(command, false, argument);
    took();
  };
  const choose = (target: EventTarget | null) => {
    const found = target instanceof Element ? target.closest<HTMLElement>("[data-liquid]") : null;
    const isField = found !== null && fallbackOf(found.dataset.liquid ?? "") !== null;
    setChosen(isField ? found : null);
  };
  const say = (otherwise: string | null) => {
    if (chosen !== null && otherwise !== null) {
      show(chosen, withFallback(chosen.dataset.liquid ?? "", otherwise));
      took();
    }
    setChosen(null);
    chosen?.focus();
  };
  const beginLink = () => {
    const selection = getSelection();
    const isHere = field.current?.contains(selection?.anchorNode ?? null) ?? false;
    if (selection !== null && isHere && !selection.isCollapsed) {
      setLinking(selection.getRangeAt(0).cloneRange());
    }
  };
  const link = (href: string) => {
    const { current } = field;
    if (current === null || linking === null || href === "") return setLinking(null);
    current.focus();
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(linking);
    run("createLink", "#");
    for (const made of current.querySelectorAll<HTMLElement>("a[href]")) {
      made.dataset.href = href;
      made.title = href;
      // In the field a link leads nowhere.
      made.removeAttribute("href");
    }
    took();
    setLinking(null);
  };
  return (
    <Labelled label={label}>
      <div class={css.tools} role="toolbar" aria-label={words.toolsOf(label)}>
        {TOOLS.map(([command, sign]) => (
          <button
            key={command}
            type="button"
            class={ui.step}
            aria-label={words.tools[command]}
            title={words.tools[command]}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(command)}
          >
            {sign}
          </button>
        ))}
        <button
          type="button"
          class={ui.step}
          aria-label={words.tools.link}
          title={words.tools.link}
          onMouseDown={(event) => event.preventDefault()}
          onClick={beginLink}
        >
          {words.tools.link}
        </button>
        <FieldsPicker
          label={words.insertFieldIn(label)}
          choose={(liquid) => {
            if (field.current === null) return;
            insert(field.current, chip(liquid));
            took();
          }}
        />
      </div>
      {linking === null ? null : <LinkForm link={link} />}
      {chosen === null ? null : (
        <FallbackForm key={chosen.dataset.liquid} liquid={chosen.dataset.liquid ?? ""} say={say} />
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea holds no bold text. */}
      <div
        ref={field}
        class={css.rich}
        contentEditable
        tabIndex={0}
        role="textbox"
        aria-multiline="true"
        aria-label={label}
        data-placeholder={placeholder ?? ""}
        onInput={took}
        onClick={({ target }) => choose(target)}
        onKeyDown={(event) => {
          const isChip = event.target instanceof HTMLElement && event.target.dataset.liquid;
          if (!isChip || (event.key !== "Enter" && event.key !== " ")) return;
          event.preventDefault();
          choose(event.target);
        }}
        onPaste={(event) => {
          event.preventDefault();
          run("insertText", event.clipboardData?.getData("text/plain") ?? "");
        }}
      />
    </Labelled>
  );
}

/** Where the marked text is to lead. */
function LinkForm({ link }: { link(href: string): void }) {
  const [href, setHref] = useState("https://");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <div class={css.linkForm}>
      <input
        ref={input}
        aria-label={words.linkTo}
        value={href}
        autocomplete="off"
        onInput={({ currentTarget }) => setHref(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          // The field has the focus next, and would take the key as typed there.
          event.preventDefault();
          link(event.key === "Enter" ? href.trim() : "");
        }}
      />
      <button type="button" class={ui.button} onClick={() => link(href.trim())}>
        {words.setLink}
      </button>
    </div>
  );
}

/** What is said where a field is empty. `say` gets null where nothing is to change. */
function FallbackForm({ liquid, say }: { liquid: string; say(otherwise: string | null): void }) {
  const [otherwise, setOtherwise] = useState(fallbackOf(liquid) ?? "");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const name = chipText(withFallback(liquid, ""));
  return (
    <div class={css.linkForm}>
      <input
        ref={input}
        aria-label={words.fallbackOf(name)}
        placeholder={words.fallbackOf(name)}
        value={otherwise}
        autocomplete="off"
        onInput={({ currentTarget }) => setOtherwise(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          say(event.key === "Enter" ? otherwise : null);
        }}
      />
      <button type="button" class={ui.button} onClick={() => say(otherwise)}>
        {words.setFallback}
      </button>
    </div>
  );
}

/** What stands for a piece of Liquid; of a field one says by it what stands in where that is empty. */
function chip(liquid: string): HTMLElement {
  const made = document.createElement("span");
  made.contentEditable = "false";
  made.className = css.chip ?? "";
  show(made, liquid);
  if (fallbackOf(liquid) !== null) {
    made.tabIndex = 0;
    made.setAttribute("role", "button");
  }
  return made;
}

function show(made: HTMLElement, liquid: string): void {
  made.dataset.liquid = liquid;
  made.textContent = chipText(liquid);
  made.title = fallbackOf(liquid) === null ? liquid : words.chipHelp(liquid);
}

/** Puts a node where the cursor is in the field, or at its end. */
function insert(field: HTMLElement, node: Node): void {
  const selection = getSelection();
  const range =
    selection !== null && selection.rangeCount > 0 && field.contains(selection.anchorNode)
      ? selection.getRangeAt(0)
      : null;
  if (range === null) field.append(node);
  else {
    range.deleteContents();
    range.insertNode(node);
    range.setStartAfter(node);
    range.collapse(true);
  }
}
