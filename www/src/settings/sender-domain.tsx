/** Whether the DNS of the sender's domain is what the email provider needs, and what to enter where it isn't. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { copyText } from "../components/copy.ts";
import { TextField } from "../components/field.tsx";
import { Badge, Notice } from "../components/notice.tsx";
import { useLive } from "../live/use-live.ts";
import { shopPlan, shopZone } from "../plan/draft.ts";
import type { Api } from "../server/api.ts";
import { mayChange } from "../server/session.ts";
import { copyWords } from "../strings/components.ts";
import { domainWords as words } from "../strings/sending-speed.ts";
import { shortTime } from "../text/zone.ts";
import { checkSenderDomain, type SenderDomain as Known, senderDomain } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./sender-domain.module.css";

type Check = Known["checks"][number];
type Wanted = Check["records"][number];

/** `through` is what email goes through: where that changes, another DNS is needed. */
export function SenderDomain({
  server,
  id,
  through,
}: {
  server: Api;
  id: string;
  through: number | null;
}) {
  const published = shopPlan.value?.plan;
  const read = useLive(
    (signal) => senderDomain(server.until(signal), id),
    [server, id, published, through],
  );
  const [selector, setSelector] = useState<string | null>(null);
  const { busy, trouble, attempt } = useAttempt();
  const known = read.value;
  if (known === null) return null;
  const { domain, can_check: canCheck, checked_at: at, checks } = known;
  const check = () =>
    attempt(async () => {
      await checkSenderDomain(server, id, selector);
      setSelector(null);
      read.refresh();
    });
  return (
    <>
      <h3>{words.title}</h3>
      <p>
        {domain === null
          ? words.none
          : !canCheck
            ? words.off
            : at === null
              ? words.notChecked(domain)
              : words.checked(domain, shortTime(shopZone.value, at))}
      </p>
      {checks.length === 0 ? null : (
        <ul class={css.checks}>
          {checks.map((one) => (
            <CheckLine key={one.what} check={one} />
          ))}
        </ul>
      )}
      {domain === null || !canCheck ? null : (
        <form
          class={ui.fields}
          onSubmit={(event) => {
            event.preventDefault();
            void check();
          }}
        >
          {known.needs_selector ? (
            <TextField
              label={words.selector}
              value={selector ?? known.selector ?? ""}
              change={(text) => setSelector(text.trim())}
              help={words.selectorHelp}
              check={(text) => (/^[\w.-]{0,63}$/.test(text.trim()) ? null : words.badSelector)}
            />
          ) : null}
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <div class={ui.actions}>
            <button type="submit" class={ui.button} disabled={busy || !mayChange.value}>
              {busy ? words.checking : words.check}
            </button>
          </div>
        </form>
      )}
    </>
  );
}

const TONES = { good: "live", improve: "held", bad: "failed", unknown: "draft" } as const;

function CheckLine({ check }: { check: Check }) {
  const { what, verdict, message, help, records, broken_since: since } = check;
  const toEnter = verdict === "good" ? [] : records;
  return (
    <li class={css.check} data-part="domain-check">
      <div class={css.head}>
        <strong>{words.names[what]}</strong>
        <Badge tone={TONES[verdict]}>{words.verdicts[verdict]}</Badge>
      </div>
      <p>
        {message} {since === undefined ? "" : words.broken(shortTime(shopZone.value, since))}
      </p>
      {help === null ? null : <p class={ui.quiet}>{help}</p>}
      {toEnter.map((record) => (
        <RecordLine key={`${record.type} ${record.name}`} record={record} />
      ))}
    </li>
  );
}

function RecordLine({ record: { type, name, value, found } }: { record: Wanted }) {
  return (
    <dl class={css.record}>
      <dt>{words.type}</dt>
      <dd>
        {type} · {found === null ? words.unsure : found ? words.there : words.missing}
      </dd>
      <dt>{words.name}</dt>
      <dd>
        <code>{name}</code> <Copy label={words.copyName(name)} text={name} />
      </dd>
      <dt>{words.value}</dt>
      <dd>
        {value === null ? (
          words.valueElsewhere
        ) : (
          <>
            <code>{value}</code> <Copy label={words.copyValue(name)} text={value} />
          </>
        )}
      </dd>
    </dl>
  );
}

const Copy = ({ label, text }: { label: string; text: string }) => (
  <button type="button" class={ui.link} aria-label={label} onClick={() => copyText(text)}>
    {copyWords.copy}
  </button>
);
