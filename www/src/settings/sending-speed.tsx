/** How fast the shop's email goes out: what the provider allows, what the merchant wants, and what waits. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { shopZone } from "../plan/draft.ts";
import type { Api } from "../server/api.ts";
import { mayChange } from "../server/session.ts";
import { paceWords as words, WARM_UP_DAYS } from "../strings/sending-speed.ts";
import { shortTime } from "../text/zone.ts";
import { type EmailPace, emailPace, setEmailPace } from "./server.ts";
import ui from "../components/ui.module.css";

/** How often what waits is read again, in milliseconds. */
const AGAIN = 15_000;

export function SendingSpeed({
  server,
  id,
  through,
  name,
}: {
  server: Api;
  id: string;
  /** What email goes through: where that changes, so does its limit. */
  through: number | null;
  /** What the provider is called. */
  name: string;
}) {
  const read = useLive((signal) => emailPace(server.until(signal), id), [server, id, through], {
    every: AGAIN,
  });
  const known = read.value;
  if (known === null) return null;
  return (
    <>
      <h3>{words.title}</h3>
      <Standing known={known} name={name} />
      <Wishes server={server} id={id} known={known} changed={read.refresh} />
    </>
  );
}

function Standing({ known, name }: { known: EmailPace; name: string }) {
  const { provider, slowed, waiting } = known;
  const { per_second: perSecond, known_from: from } = provider;
  const now = Date.now();
  return (
    <>
      <p>
        {from === "none" || perSecond === null
          ? words.limit.none(name)
          : words.limit[from](name, perSecond)}
      </p>
      {slowed.length === 0 ? null : (
        <Notice tone="held" title={words.slowed}>
          {slowed.map(({ what, until }) => (
            <p key={`${what} ${until}`}>
              {words.slowedBy(
                words.who[what] ?? what,
                until > now ? shortTime(shopZone.value, until) : null,
              )}
            </p>
          ))}
        </Notice>
      )}
      {waiting.map(({ reason, messages }) => (
        <p key={reason}>{words.waits[reason](messages)}</p>
      ))}
    </>
  );
}

/** What is in the fields. */
interface Filled {
  perMinute: string;
  perMailbox: string;
  isWarm: boolean;
  days: string;
  restart: boolean;
}

const shown = (limit: number | null) => (limit === null ? "" : String(limit));

const filledFrom = (known: EmailPace): Filled => ({
  perMinute: shown(known.per_minute),
  perMailbox: shown(known.mailbox_provider_per_minute),
  isWarm: known.warm_up !== null,
  days: (known.warm_up?.days ?? WARM_UP_DAYS).join(", "),
  restart: false,
});

/** A limit from its field; undefined where it's none. */
function limitIn(text: string, most: number): number | null | undefined {
  if (text.trim() === "") return null;
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
}

function daysIn(text: string): number[] | undefined {
  const days = text.split(/[,\s]+/).filter((one) => one !== "");
  const numbers = days.map((day) => limitIn(day, 10_000_000));
  const isWhole = numbers.length >= 1 && numbers.length <= 60;
  return isWhole && numbers.every((day) => day != null) ? (numbers as number[]) : undefined;
}

const MOST = 600_000;
const number = (text: string) => (limitIn(text, MOST) === undefined ? words.badNumber : null);

function Wishes({
  server,
  id,
  known,
  changed,
}: {
  server: Api;
  id: string;
  known: EmailPace;
  changed(): void;
}) {
  const [filled, setFilled] = useState<Filled | null>(null);
  const { busy, trouble, attempt } = useAttempt();
  const now = filled ?? filledFrom(known);
  const set = (more: Partial<Filled>) => setFilled({ ...now, ...more });
  const [perMinute, perMailbox] = [limitIn(now.perMinute, MOST), limitIn(now.perMailbox, MOST)];
  const days = daysIn(now.days);
  const isWhole =
    perMinute !== undefined && perMailbox !== undefined && (!now.isWarm || days !== undefined);
  const save = () =>
    attempt(async () => {
      await setEmailPace(server, id, {
        per_minute: perMinute ?? null,
        mailbox_provider_per_minute: perMailbox ?? null,
        warm_up: now.isWarm ? { days: days ?? [], restart: now.restart } : null,
      });
      setFilled(null);
      toast(words.saved);
      changed();
    });
  return (
    <form
      class={ui.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) void save();
      }}
    >
      <TextField
        label={words.perMinute}
        value={now.perMinute}
        change={(text) => set({ perMinute: text })}
        help={words.perMinuteHelp}
        check={number}
      />
      <TextField
        label={words.perMailbox}
        value={now.perMailbox}
        change={(text) => set({ perMailbox: text })}
        help={words.perMailboxHelp}
        check={number}
      />
      <div>
        <Check label={words.warmUp} checked={now.isWarm} change={(isWarm) => set({ isWarm })} />
        <p class={ui.quiet}>{words.warmUpHelp}</p>
      </div>
      {now.isWarm ? (
        <>
          <TextField
            label={words.days}
            value={now.days}
            change={(text) => set({ days: text })}
            help={words.daysHelp}
            check={(text) => (daysIn(text) === undefined ? words.badDays : null)}
          />
          {known.warm_up === null ? null : (
            <>
              <p>
                {known.today === null
                  ? words.finished
                  : words.today(known.today.day, known.today.sent, known.today.most)}
              </p>
              <Check
                label={words.restart}
                checked={now.restart}
                change={(restart) => set({ restart })}
              />
            </>
          )}
        </>
      ) : null}
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <div class={ui.actions}>
        <button
          type="submit"
          class={ui.button}
          disabled={filled === null || !isWhole || busy || !mayChange.value}
        >
          {words.save}
        </button>
      </div>
    </form>
  );
}

const Check = ({
  label,
  checked,
  change,
}: {
  label: string;
  checked: boolean;
  change(checked: boolean): void;
}) => (
  <div class={ui.check}>
    <label>
      <input
        type="checkbox"
        checked={checked}
        disabled={!mayChange.value}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
      />
      {label}
    </label>
  </div>
);
