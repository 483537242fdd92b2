/** The switch that stops sending: what waits while it is on, and what becomes of that when it goes on. */
import { useAttempt } from "../components/attempt.ts";
import { ForEditors } from "../account/may.tsx";
import { useState } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { momentAt, shortTime, wallClock } from "../text/zone.ts";
import { words } from "../strings/sending.ts";
import {
  type Operations,
  resumeDomain,
  type Sending,
  type Stoppable,
  switchSending,
} from "../operations/server.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

interface Shown {
  server: Api;
  id: string;
  found: Operations;
  /** Reads everything again. */
  changed(): void;
}

/** Runs a change of the switch; says what went wrong, where something did. */
function useSwitch({ server, id, changed }: Shown) {
  const { busy, trouble, attempt } = useAttempt();
  const change = (asked: Parameters<typeof switchSending>[2], done: string) =>
    attempt(async () => {
      await switchSending(server, id, asked);
      toast(done);
      changed();
    });
  return { busy, trouble, change };
}

/** Sends to a paused domain again. */
export function ResumeDomain({
  server,
  id,
  changed,
  domain,
}: Omit<Shown, "found"> & { domain: string }) {
  const { busy, trouble, attempt } = useAttempt();
  const run = () =>
    attempt(async () => {
      await resumeDomain(server, id, domain);
      toast(words.domainResumed(domain));
      changed();
    });
  return (
    <ForEditors>
      <div class={ui.actions}>
        <button type="button" class={ui.button} disabled={busy} onClick={run}>
          {words.resumeDomain(domain)}
        </button>
      </div>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
    </ForEditors>
  );
}

/** Prominent while something is stopped. */
export function SendingStopped(shown: Shown) {
  const { sending, zone, workflows } = shown.found;
  const [releasing, setReleasing] = useState<{ channel: Stoppable } | null>(null);
  if (sending.stopped.length === 0) return null;
  const nameOf = (workflow: string) =>
    workflows.find(({ id }) => id === workflow)?.name ?? workflow;
  return (
    <Notice tone="held" title={words.stopped(sending.stopped.map(({ channel }) => channel))}>
      {sending.restored === null ? null : (
        <p>
          {words.restored(
            shortTime(zone, sending.restored.backup),
            shortTime(zone, sending.restored.at),
          )}
        </p>
      )}
      <ul>
        {sending.stopped.map(({ channel, since }) => (
          <li key={String(channel)} class={ui.row}>
            <span>{words.since(channel, shortTime(zone, since))}</span>
            <ForEditors>
              <button
                type="button"
                class={`${ui.button} ${ui.primary}`}
                onClick={() => setReleasing({ channel })}
              >
                {words.resume(channel)}
              </button>
            </ForEditors>
          </li>
        ))}
      </ul>
      <p>{words.held(heldIn(sending))}</p>
      {sending.held.length === 0 ? null : (
        <ul>
          {sending.held.map(({ workflow, channel, messages, first_due: first }) => (
            <li key={`${workflow}/${channel}`}>
              <a href={linkTo("messages", null, { workflow, state: "new" })}>
                <bdi>{nameOf(workflow)}</bdi>
              </a>
              {": "}
              {words.waiting(messages, channel, shortTime(zone, first))}
            </li>
          ))}
        </ul>
      )}
      {releasing === null ? null : (
        <Release {...shown} channel={releasing.channel} close={() => setReleasing(null)} />
      )}
    </Notice>
  );
}

/** Asks what becomes of what waited. */
function Release({ channel, close, ...shown }: Shown & { channel: Stoppable; close(): void }) {
  const { zone, now, sending } = shown.found;
  const { busy, trouble, change } = useSwitch(shown);
  const [skips, setSkips] = useState(false);
  const [before, setBefore] = useState(wallClock(zone, now - DAY).slice(0, 16));
  const moment = momentAt(zone, before);
  const waiting = heldIn(sending);
  const act = async () => {
    const skip = skips && moment !== null ? { skip_due_before: moment } : {};
    if (await change({ channel, stopped: false, ...skip }, words.resumed)) close();
  };
  return (
    <Dialog
      open
      title={words.resumeTitle(channel)}
      close={close}
      act={{ text: words.resumeNow, disabled: busy || (skips && moment === null), run: act }}
    >
      <div class={ui.asked}>
        {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        <p>{words.held(waiting)}</p>
        {sending.restored === null ? null : (
          <p>{words.restoredSkips(shortTime(zone, sending.restored.at))}</p>
        )}
        {waiting === 0 || sending.restored !== null ? null : (
          <fieldset class={css.choices}>
            <legend>{words.whatOfThem}</legend>
            <label>
              <input type="radio" name="held" checked={!skips} onChange={() => setSkips(false)} />{" "}
              {words.sendAll}
            </label>
            <label>
              <input type="radio" name="held" checked={skips} onChange={() => setSkips(true)} />{" "}
              {words.skipOld}
            </label>
            {skips ? (
              <TextField
                label={words.dueBefore(zone)}
                type="datetime-local"
                value={before}
                check={(text) => (momentAt(zone, text) === null ? words.noTime : null)}
                change={setBefore}
              />
            ) : null}
          </fieldset>
        )}
        <p class={ui.quiet}>{words.askedAgain}</p>
      </div>
    </Dialog>
  );
}

/** The button that stops everything or a channel. */
export function StopSending(shown: Shown) {
  const { busy, trouble, change } = useSwitch(shown);
  const [asking, setAsking] = useState(false);
  const [channel, setChannel] = useState<Stoppable>(null);
  const { stopped } = shown.found.sending;
  if (stopped.some((stop) => stop.channel === null)) return null;
  const act = async () => {
    if (await change({ channel, stopped: true }, words.isStopped)) setAsking(false);
  };
  return (
    <>
      <button type="button" class={ui.button} onClick={() => setAsking(true)}>
        {words.stop}
      </button>
      <Dialog
        open={asking}
        title={words.stopTitle}
        close={() => setAsking(false)}
        act={{ text: words.stopNow, dangerous: true, disabled: busy, run: act }}
      >
        <div class={ui.asked}>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <p>{words.stopHelp}</p>
          <SelectField
            label={words.what}
            value={channel ?? ""}
            change={(value) => setChannel(value === "" ? null : (value as Stoppable))}
          >
            {words.choices.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </SelectField>
        </div>
      </Dialog>
    </>
  );
}

const heldIn = ({ held }: Sending): number => held.reduce((sum, { messages }) => sum + messages, 0);

const DAY = 24 * 3_600_000;
