/** A workflow's name, changed where it stands: a click or Enter opens it, Enter takes it, Escape does not. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { focusSoon } from "../components/focus.ts";
import { editWorkflow } from "../plan/draft.ts";
import { words } from "../strings/workflows.ts";
import css from "./workflows.module.css";

/** The longest name that the engine takes. */
const LONGEST = 120;

export function Title({ name }: { name: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const open = draft !== null;
  // Before anything is painted: what is typed at once must arrive here.
  useLayoutEffect(() => {
    if (!open) return;
    field.current?.focus();
    field.current?.select();
  }, [open]);
  const end = (taken: boolean) => {
    if (draft === null) return;
    const next = draft.trim();
    setDraft(null);
    if (taken && next !== "" && next !== name) {
      editWorkflow((one) => {
        one.name = next;
      });
    }
  };
  if (draft === null) {
    return (
      <button
        type="button"
        class={css.titleButton}
        data-part="title"
        title={words.rename}
        onClick={() => setDraft(name)}
      >
        <bdi>{name}</bdi>
        <span aria-hidden="true" class={css.titlePen}>
          ✎
        </span>
      </button>
    );
  }
  return (
    <input
      ref={field}
      class={css.titleField}
      aria-label={words.name}
      value={draft}
      maxLength={LONGEST}
      dir="auto"
      onInput={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={({ key }) => {
        if (key !== "Enter" && key !== "Escape") return;
        end(key === "Enter");
        focusSoon(".title-button");
      }}
    />
  );
}
