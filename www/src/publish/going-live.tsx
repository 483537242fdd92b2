/** Before anything changes in the shop: who is in scope, what becomes of those inside, what was found. */
import { signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import { useEffect, useState } from "preact/hooks";
import { askToSignIn } from "../account/sign-in.tsx";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { Badge, Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import ui from "../components/ui.module.css";
import { type ConfigText, workflowsIn } from "../engine/config-text.ts";
import type { Change } from "../plan/changes.ts";
import { chosen, config } from "../plan/draft.ts";
import { concerns } from "../plan/findings.ts";
import findingsCss from "../plan/findings.module.css";
import { type Fate, letIn, type WorkflowChange } from "../plan/server.ts";
import { goTo } from "../route.ts";
import { api, shop, shops } from "../server/session.ts";
import { words } from "../strings/publish.ts";
import goingLiveCss from "./going-live.module.css";
import { type Prepared, prepare, put } from "./prepare.ts";
import { entering, fate, type Question, question } from "./state.ts";

const prepared = signal<Prepared | null>(null);
const trouble = signal<string | null>(null);
const busy = signal(false);
/** Looks that were begun: the last one counts, and until it ends there is nothing to agree to. */
const begun = signal(0);
const ended = signal(0);
export function GoingLive() {
  const asked = question.value;
  const [server, id] = [api.value, shop.value];
  useEffect(() => {
    prepared.value = null;
    trouble.value = null;
    fate.value = null;
    entering.value = null;
    if (asked === null) return;
    if (server === null || id === null) {
      question.value = null;
      askToSignIn();
      return;
    }
    look(asked);
  }, [asked, server, id]);
  if (asked === null || server === null) return null;
  const ready = prepared.value;
  const name = workflowsIn(config.value).find((one) => one.id === chosen.value)?.name ?? "";
  return (
    <Dialog
      open
      title={words.ask[asked.about](asked.about === "save" ? domain() : name, domain())}
      close={() => {
        question.value = null;
      }}
      act={{
        text: busy.value ? words.saving : words.deed[asked.about],
        disabled: busy.value || begun.value !== ended.value || ready === null || !mayGo(ready),
        dangerous: asked.about === "remove",
        run: () => go(asked),
      }}
    >
      <div class={ui.asked} aria-live="polite">
        {trouble.value === null ? null : (
          <Notice tone="failed" title={trouble.value} text={words.nothingChanged} />
        )}
        {ready === null ? (
          trouble.value === null ? (
            <p class={ui.quiet}>{words.comparing}</p>
          ) : null
        ) : (
          <Consequences ready={ready} again={() => look(asked)} />
        )}
      </div>
    </Dialog>
  );
}

function Consequences({ ready, again }: { ready: Prepared; again(): void }) {
  const { checked, changes, customers, overtaken } = ready;
  const touched = checked.workflows.filter(({ change }) => change !== "same");
  return (
    <>
      {overtaken ? <Notice tone="held" title={words.othersChanged} /> : null}
      <Findings found={checked.diagnostics} next={ready.next} />
      {changes.length === 0 ? <p>{words.nothingChanges}</p> : null}
      {touched.some(({ status }) => status === "live") ? <p>{words.scope(customers)}</p> : null}
      {touched.map((one) => (
        <Inside key={one.id} one={one} again={again} />
      ))}
      {changes.length === 0 ? null : <Changes changes={changes} />}
    </>
  );
}

/** Who is inside a workflow that changes, what becomes of them, and who is let in with it. */
function Inside({ one, again }: { one: WorkflowChange; again(): void }) {
  const { id, name, inside, those_inside: now, there_already: already } = one;
  const mine = id === chosen.value && one.change !== "removed";
  return (
    <div class={goingLiveCss.inside}>
      {one.change === "new" ? null : (
        <p>{inside > 0 ? words.inside(inside, name) : words.nobodyInside(name)}</p>
      )}
      {inside > 0 && mine ? (
        <SelectField
          label={words.fate}
          value={fate.value ?? now}
          change={(next) => {
            fate.value = next as Fate;
            again();
          }}
        >
          {(["keep", "move", "stop"] as const).map((way) => (
            <option key={way} value={way}>
              {words.fates[way]}
            </option>
          ))}
        </SelectField>
      ) : inside > 0 ? (
        <p class={ui.quiet}>{words.fates[now]}.</p>
      ) : null}
      {already === null || !mine ? null : <Already {...already} />}
    </div>
  );
}

function Already({ segment, members }: { segment: string; members: number | null }) {
  const [wanted, setWanted] = useState(false);
  if (members === null || members === 0) return null;
  const most = entering.value?.most ?? members;
  return (
    <>
      <p>{words.already(members, segment)}</p>
      <div class={`${ui.field} ${ui.check}`}>
        <label>
          <input
            type="checkbox"
            checked={wanted}
            onChange={({ currentTarget }) => {
              setWanted(currentTarget.checked);
              entering.value = currentTarget.checked ? { segment, most: members } : null;
            }}
          />
          {words.addExisting}
        </label>
      </div>
      {wanted ? (
        <TextField
          label={words.addMost(members)}
          value={String(most)}
          change={(text) => {
            const read = Math.round(Number(text));
            if (read >= 1) entering.value = { segment, most: read };
          }}
        />
      ) : null}
    </>
  );
}

function Changes({ changes }: { changes: Change[] }) {
  return (
    <div>
      <h3>{words.whatChanges}</h3>
      <ul class={goingLiveCss.changes} data-part="changes">
        {changes.map(({ kind, what, note }) => (
          <li key={`${kind}${what}`}>
            <Badge tone={TONES[kind]}>{words.changes[kind]}</Badge>
            <span>{what}</span>
            {note === undefined ? null : <span class={ui.quiet}>{note}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

const TONES = { new: "live", changed: "held", removed: "failed" } as const;

/** Where a finding stands, by the workflow's name. */
function placeOf({ path }: Diagnostic, next: ConfigText): string {
  const index = path.match(/^workflows\[(\d+)\]/)?.[1];
  const of = index === undefined ? undefined : next.workflows?.[Number(index)];
  return of?.name ?? path;
}

/** What speaks for or against what is about to be done: of other workflows only what is an error. */
function Findings({ found: all, next }: { found: Diagnostic[]; next: ConfigText }) {
  const found = all.filter((one) => concerns(one, next, chosen.value));
  if (found.length === 0) return null;
  const broken = found.some(({ severity }) => severity === "error");
  return (
    <div>
      <h3>{broken ? words.toFix : words.lookAt}</h3>
      <ul class={findingsCss.findings}>
        {found.map((one) => (
          <li key={`${one.code}${one.path}`} class={findingsCss.finding} data-part="finding">
            <span class={findingsCss.findingPath}>{placeOf(one, next)}</span>
            <span>{one.message}</span>
            <span class={ui.quiet}>{one.help}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

async function look(asked: Question): Promise<void> {
  trouble.value = null;
  const mine = begun.peek() + 1;
  begun.value = mine;
  const isLast = () => question.peek() === asked && begun.peek() === mine;
  try {
    const ready = await prepare(asked);
    if (isLast()) prepared.value = ready;
  } catch (error) {
    if (isLast()) trouble.value = sayable(error);
  } finally {
    if (begun.peek() === mine) ended.value = mine;
  }
}

async function go(asked: Question): Promise<void> {
  const ready = prepared.value;
  if (ready === null) return;
  busy.value = true;
  trouble.value = null;
  try {
    await put(ready, asked);
    await enter();
    question.value = null;
    toast(words.done[asked.about](domain()));
    if (asked.about === "remove") goTo("workflows");
  } catch (error) {
    trouble.value = sayable(error);
  } finally {
    busy.value = false;
  }
}

/** Lets in who was there already, where that was asked for. */
async function enter(): Promise<void> {
  const [server, id, asked] = [api.value, shop.value, entering.value];
  if (server === null || id === null || asked === null) return;
  const batch = `let-in-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  const { members } = await letIn(server, id, chosen.value, {
    segment: asked.segment,
    batch,
    at_most: asked.most,
  });
  toast(words.adding(Math.min(members, asked.most)));
}

const mayGo = ({ checked, changes }: Prepared): boolean =>
  checked.can_be_saved && (changes.length > 0 || entering.value !== null);

const domain = (): string => shops.value.find((one) => one.shop === shop.value)?.domain ?? "";

const sayable = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
