/** The bar that appears while something is not saved: what that means, and the two ways on. */
import { signal } from "@preact/signals";
import { h } from "preact";
import { useEffect } from "preact/hooks";
import { toast } from "../parts/toast.tsx";
import { discard, unsaved } from "../plan/draft.ts";
import { api, embedded } from "../server/session.ts";
import { askToSignIn } from "../sign-in.tsx";
import { words } from "../words/workflows.ts";
import { onlyDrafts, prepare, put, question } from "./going-live.tsx";

const saving = signal(false);

export function SaveBar() {
  if (embedded) return <AdminSaveBar />;
  if (!unsaved.value) return null;
  return (
    <section class="save-bar" aria-label={words.unsaved}>
      <p>
        <strong>{words.unsaved}</strong> <span class="save-bar-help">{words.unsavedHelp}</span>
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={discard}>
          {words.discard}
        </button>
        <button type="button" class="button primary" disabled={saving.value} onClick={save}>
          {saving.value ? words.saving : words.save}
        </button>
      </div>
    </section>
  );
}

/** The bar that Shopify's admin shows over its own head. */
function AdminSaveBar() {
  const open = unsaved.value;
  useEffect(() => {
    if (open) window.shopify?.saveBar?.show(BAR);
    else window.shopify?.saveBar?.hide(BAR);
    return () => window.shopify?.saveBar?.hide(BAR);
  }, [open]);
  return h("ui-save-bar", { id: BAR }, [
    h("button", { key: "save", variant: "primary", onClick: save }, words.save),
    h("button", { key: "discard", onClick: discard }, words.discard),
  ]);
}

const BAR = "edgewise-save-bar";

/** What nobody can notice is saved at once; anything that is live, or would be, is asked about first. */
async function save(): Promise<void> {
  if (api.value === null) return askToSignIn();
  saving.value = true;
  try {
    const asked = await prepare({ about: "save" });
    if (asked.checked.can_be_saved && onlyDrafts(asked)) {
      await put(asked);
      toast(words.savedDraft);
    } else {
      question.value = { about: "save" };
    }
  } catch {
    // The dialog asks once more, and says what is wrong where there is room for it.
    question.value = { about: "save" };
  } finally {
    saving.value = false;
  }
}
