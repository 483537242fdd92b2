/** Parts of a page that not everybody may use. The server refuses the same; this keeps it from being offered. */
import type { ComponentChildren } from "preact";
import { mayChange, mayOwn, membership, seesPersonalData } from "../server/session.ts";
import { words } from "../strings/account.ts";
import css from "./account.module.css";
import ui from "../components/ui.module.css";

interface Inside {
  children: ComponentChildren;
}

/** What only editors and owners can use; viewers don't see it. */
export const ForEditors = ({ children }: Inside) => (mayChange.value ? children : null);

/** What only owners can use; others read why it isn't there. */
export const ForOwners = ({ children }: Inside) =>
  mayOwn.value ? children : <p class={ui.quiet}>{words.ownersOnly}</p>;

/** What a viewer reads on top of every page. */
export function Role() {
  if (membership.value?.role !== "viewer") return null;
  return (
    <aside class={css.role} aria-label={words.yourRole}>
      {words.viewerBar} {seesPersonalData.value ? null : words.namesOnly}
    </aside>
  );
}
