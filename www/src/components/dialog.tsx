/** A question before something that cannot be taken back easily: what, how many, and a way out. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../strings/components.ts";
import css from "./dialog.module.css";
import ui from "./ui.module.css";

export function Dialog({
  open,
  title,
  close,
  act,
  children,
}: {
  open: boolean;
  title: string;
  close(): void;
  /** The action; without one the dialog only informs. */
  act?: {
    text: string;
    disabled?: boolean;
    dangerous?: boolean;
    /** Whether there is nothing to cancel any more: closing does the same. */
    only?: boolean;
    run(): void;
  };
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // What Enter does in a form, for what has no form of its own. Nothing dangerous is done by it.
  const entered = (event: KeyboardEvent) => {
    const { key, target, isComposing, defaultPrevented } = event;
    const isOurs = target instanceof HTMLInputElement && target.form === null;
    if (key !== "Enter" || !isOurs || isComposing || defaultPrevented) return;
    if (act === undefined || act.dangerous || act.disabled) return;
    event.preventDefault();
    act.run();
  };
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class={css.dialog}
      aria-labelledby={id}
      onClose={close}
      onKeyDown={entered}
    >
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {open ? children : null}
      <div class={ui.actions}>
        {act === undefined ? null : (
          <button
            type="button"
            class={act.dangerous ? `${ui.button} ${ui.danger}` : `${ui.button} ${ui.primary}`}
            disabled={act.disabled}
            onClick={act.run}
          >
            {act.text}
          </button>
        )}
        {act?.only ? null : (
          <button type="button" class={ui.button} onClick={close}>
            {act === undefined ? words.close : words.cancel}
          </button>
        )}
      </div>
    </dialog>
  );
}
