/** What a merchant does to one customer by hand: each asked once more, in the words of what comes of it. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { Picker } from "../components/picker.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { workflowLines } from "../plan/server.ts";
import type { Api } from "../server/api.ts";
import { CHANNELS } from "../strings/channels.ts";
import { words } from "../strings/customer-actions.ts";
import { command } from "./server.ts";
import { tagsOf } from "./stored.ts";
import type { View } from "./view.ts";
import ui from "../components/ui.module.css";

type Deed = keyof typeof words.titles;

interface Shown {
  server: Api;
  shop: string;
  id: string;
  /** How they stand now; null while it is not known. */
  view: View | null;
}

export function Actions({ view, ...shown }: Shown) {
  const [deed, setDeed] = useState<Deed | null>(null);
  const tags = tagsOf(view?.state ?? null);
  // A complaint stays, whatever the merchant wants.
  const isSuppressed =
    view?.standing.suppressions.some(({ reason }) => reason !== "complained") ?? false;
  const deeds: Deed[] = [
    "tag",
    ...(tags.length > 0 ? (["untag"] as const) : []),
    "enroll",
    "unsubscribe",
    isSuppressed ? "unsuppress" : "suppress",
  ];
  return (
    <>
      <Picker
        label={words.menu}
        options={deeds.map((value) => ({ value, text: `${words.titles[value]}…` }))}
        choose={(chosen) => setDeed(chosen as Deed)}
      >
        {words.menu}
      </Picker>
      {deed === null ? null : (
        <Asked key={deed} {...shown} deed={deed} tags={tags} close={() => setDeed(null)} />
      )}
    </>
  );
}

function Asked({
  server,
  shop,
  id,
  deed,
  tags,
  close,
}: Omit<Shown, "view"> & { deed: Deed; tags: string[]; close(): void }) {
  const [value, setValue] = useState(FIRST[deed] ?? (deed === "untag" ? (tags[0] ?? "") : ""));
  const { busy, trouble, attempt } = useAttempt();
  const isComplete = NEEDS_NOTHING.includes(deed) || value.trim() !== "";
  const run = () =>
    attempt(async () => {
      const { sentences } = await command(server, shop, id, COMMANDS[deed](value.trim()));
      toast(sentences.join(" ") || words.done);
      close();
    });
  return (
    <Dialog
      open
      title={`${words.titles[deed]}?`}
      close={close}
      act={{
        text: words.titles[deed],
        disabled: busy || !isComplete,
        dangerous: deed === "suppress",
        run,
      }}
    >
      <div class={ui.asked}>
        {deed === "tag" ? (
          <TextField label={words.tag} value={value} change={setValue} />
        ) : deed === "untag" ? (
          <SelectField label={words.tag} value={value} change={setValue}>
            {tags.map((tag) => (
              <option key={tag} value={tag}>
                {tag}
              </option>
            ))}
          </SelectField>
        ) : deed === "enroll" ? (
          <LiveWorkflows server={server} shop={shop} value={value} change={setValue} />
        ) : deed === "unsubscribe" ? (
          <SelectField label={words.channel} value={value} change={setValue}>
            {(["email", "sms"] as const).map((channel) => (
              <option key={channel} value={channel}>
                {CHANNELS[channel]}
              </option>
            ))}
          </SelectField>
        ) : null}
        <p class={ui.quiet}>{words.help[deed]}</p>
        {trouble === null ? null : <Notice tone="failed" title={words.failed} text={trouble} />}
      </div>
    </Dialog>
  );
}

/** The workflows that somebody can be added to: those that are on. */
function LiveWorkflows({
  server,
  shop,
  value,
  change,
}: {
  server: Api;
  shop: string;
  value: string;
  change(id: string): void;
}) {
  const { value: found, failure } = useLive(
    async (signal) => {
      const { workflows } = await workflowLines(server.until(signal), shop);
      const live = workflows.filter(({ status }) => status === "live");
      if (live[0] !== undefined) change(live[0].id);
      return live;
    },
    [server, shop],
  );
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (found?.length === 0) return <Notice tone="held" title={words.noWorkflows} />;
  return (
    <SelectField label={words.workflow} value={value} change={change}>
      {(found ?? []).map(({ id, name }) => (
        <option key={id} value={id}>
          {name ?? id}
        </option>
      ))}
    </SelectField>
  );
}

/** What is chosen at first. */
const FIRST: Partial<Record<Deed, string>> = { unsubscribe: "email" };

const NEEDS_NOTHING: readonly Deed[] = ["suppress", "unsuppress"];

/** The command for a deed with what was entered. */
const COMMANDS: Record<Deed, (value: string) => { type: string; [member: string]: unknown }> = {
  tag: (tag) => ({ type: "add_tag", tag }),
  untag: (tag) => ({ type: "remove_tag", tag }),
  // A name of its own, so that somebody can be added again another time.
  enroll: (workflow) => ({
    type: "enroll",
    workflow,
    batch: `by-hand-${new Date().toISOString().replace(/\D/g, "").slice(0, 17)}`,
  }),
  unsubscribe: (channel) => ({
    type: "record_consent",
    channel,
    consent: "unsubscribed",
    proof: "",
    given_at: null,
  }),
  suppress: () => ({ type: "suppress" }),
  unsuppress: () => ({ type: "unsuppress" }),
};
