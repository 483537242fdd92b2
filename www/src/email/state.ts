/** Which email is edited, which of its blocks is open, and in which language. */
import { signal } from "@preact/signals";
import { focusSoon } from "../components/focus.ts";

/** The message's name in the configuration; null while none is edited. */
export const editedEmail = signal<string | null>(null);

/** The block that is open, by its place such as `blocks.2`; null for none. */
export const openBlock = signal<string | null>(null);

/** The language whose words are edited; null for the message's own. */
export const language = signal<string | null>(null);

/** Opens a block by its place, and goes there. */
export function showBlock(place: string): void {
  openBlock.value = place;
  focusSoon(`[id="block-${place}"]`);
}

export function openEmail(name: string): void {
  editedEmail.value = name;
  openBlock.value = null;
  language.value = null;
}
