/** The bar that appears while something is not published: what that means, and the ways on. */
import { signal } from "@preact/signals";
import { type ComponentChildren, h } from "preact";
import { useEffect } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { toast } from "../components/toast.tsx";
import { partChanged } from "../plan/changes.ts";
import { forget } from "../plan/desks.ts";
import {
  begunOn,
  chosen,
  configText,
  discard,
  ownConfig,
  shopZone,
  statusOf,
  unsaved,
  workflow,
  write,
} from "../plan/draft.ts";
import { workflowsIn } from "../engine/config-text.ts";
import { removeDraft, saveDraft, savedDrafts } from "../plan/saved-drafts.ts";
import { goTo, place } from "../route.ts";
import { api, embedded, mayChange, shop } from "../server/session.ts";
import { askToSignIn } from "../account/sign-in.tsx";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/publish.ts";
import { onlyDrafts, prepare, put } from "./prepare.ts";
import { question } from "./state.ts";
import ui from "../components/ui.module.css";

const saving = signal(false);
const trouble = signal<string | null>(null);
/** What is about to be thrown away: what was changed here, or the draft on the server. */
const discarding = signal<"changes" | "draft" | null>(null);

export function SaveBar() {
  const ofShop = place.value.page === "settings";
  const draft = ofShop ? undefined : savedDrafts.value.get(chosen.value);
  const bar = !mayChange.value ? (
    <LookOnly />
  ) : embedded ? (
    <AdminSaveBar ofShop={ofShop} />
  ) : unsaved.value ? (
    <Bar
      title={words.unsaved}
      help={ofShop ? words.unsavedSettings : isOn() ? words.unsavedLive : words.unsavedHelp}
      discard={() => {
        discarding.value = "changes";
      }}
    >
      {ofShop ? (
        <Primary text={words.save} run={saveShop} />
      ) : isOn() ? (
        <>
          <button type="button" class={ui.button} disabled={saving.value} onClick={saveAsDraft}>
            {words.saveDraft}
          </button>
          <Primary text={words.publish} run={publish} />
        </>
      ) : (
        <Primary text={words.saveDraft} run={saveAsDraft} />
      )}
    </Bar>
  ) : draft === undefined ? null : (
    <Bar
      title={words.draftSaved(shortTime(shopZone.value, draft.saved_at))}
      help={words.draftSavedHelp}
      discard={() => {
        discarding.value = "draft";
      }}
    >
      {isOn() ? <Primary text={words.publish} run={publish} /> : null}
    </Bar>
  );
  return (
    <>
      {bar}
      <Discarding ofShop={ofShop} />
    </>
  );
}

/** What a viewer changed stays here: they can try things out, and put none of it anywhere. */
function LookOnly() {
  if (!unsaved.value) return null;
  const discardChanges = () => {
    discarding.value = "changes";
  };
  return (
    <Bar title={words.lookOnly} help={words.lookOnlyHelp} discard={discardChanges}>
      {null}
    </Bar>
  );
}

function Bar({
  title,
  help,
  discard: ask,
  children,
}: {
  title: string;
  help: string;
  discard(): void;
  children: ComponentChildren;
}) {
  return (
    <section class={ui.saveBar} aria-label={title}>
      <p>
        <strong>{title}</strong> <span class={ui.saveBarHelp}>{trouble.value ?? help}</span>
      </p>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={ask}>
          {words.discard}
        </button>
        {children}
      </div>
    </section>
  );
}

const Primary = ({ text, run }: { text: string; run(): void }) => (
  <button type="button" class={`${ui.button} ${ui.primary}`} disabled={saving.value} onClick={run}>
    {saving.value ? words.saving : text}
  </button>
);

/** Whether customers may be inside: then a change is published, and not merely saved. */
const isOn = (): boolean => ["live", "paused"].includes(statusOf(chosen.value) ?? "");

function Discarding({ ofShop }: { ofShop: boolean }) {
  const what = discarding.value;
  if (what === null) return null;
  const name = ofShop ? words.settings : (workflow.value?.name ?? chosen.value);
  return (
    <Dialog
      open
      title={words.discardTitle[what](name)}
      close={() => {
        discarding.value = null;
      }}
      act={{
        text: words.discardDeed[what],
        dangerous: true,
        run: () => {
          discarding.value = null;
          throwAway(what).catch((error: Error) => {
            trouble.value = error.message;
          });
        },
      }}
    >
      <p>{words.discardHelp[what]}</p>
    </Dialog>
  );
}

async function throwAway(what: "changes" | "draft"): Promise<void> {
  const id = chosen.value;
  if (what === "changes") discard();
  else await removeDraft(id);
  // Of a new workflow nothing is left to look at.
  if (workflow.value === null) goTo("workflows");
}

/** The bar that Shopify's admin shows over its own head. */
function AdminSaveBar({ ofShop }: { ofShop: boolean }) {
  const open = unsaved.value;
  useEffect(() => {
    if (open) window.shopify?.saveBar?.show(BAR);
    else window.shopify?.saveBar?.hide(BAR);
    return () => window.shopify?.saveBar?.hide(BAR);
  }, [open]);
  const save = ofShop ? saveShop : isOn() ? publish : saveAsDraft;
  return h("ui-save-bar", { id: BAR }, [
    h("button", { key: "save", variant: "primary", onClick: save }, words.save),
    h(
      "button",
      {
        key: "discard",
        onClick: () => {
          discarding.value = "changes";
        },
      },
      words.discard,
    ),
  ]);
}

const BAR = "edgewise-save-bar";

function publish(): void {
  if (api.value === null) askToSignIn();
  else question.value = { about: "publish" };
}

/** Takes a template that is looked at into the shop, as a draft. */
export function saveTemplate(): void {
  if (api.value === null) askToSignIn();
  else {
    write(configText.value);
    saveAsDraft();
  }
}

/** The shop's settings hold for everything that is live, so they are asked about first. */
function saveShop(): void {
  if (api.value === null) askToSignIn();
  else question.value = { about: "save" };
}

/**
 * Keeps what was changed, so that nobody can notice: a workflow that is on, and anything that cannot
 * be saved yet, as a draft beside the configuration; all else within it, where a test finds it.
 */
async function saveAsDraft(): Promise<void> {
  if (api.value === null || shop.value === null) return askToSignIn();
  const [id, mine] = [chosen.value, ownConfig.value];
  trouble.value = null;
  if (mine === null) {
    trouble.value = words.notJson;
    return;
  }
  saving.value = true;
  try {
    const asked = isOn() ? null : await prepare({ about: "publish" });
    if (asked?.checked.can_be_saved && onlyDrafts(asked)) await put(asked, { about: "publish" });
    else {
      // A draft is its workflow's, also where only one of its messages was changed.
      const workflows = workflowsIn(mine).filter((one) => one.id === id);
      await saveDraft(id, { ...partChanged(begunOn.value, mine), workflows });
      forget(id);
    }
    toast(words.savedDraft);
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  } finally {
    saving.value = false;
  }
}
