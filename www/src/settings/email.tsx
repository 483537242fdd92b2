/** The mail server that the shop's email goes through: entered, tried without sending, and tested. */
import { useState } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { shopPlan, shopZone } from "../plan/draft.ts";
import type { Api } from "../server/api.ts";
import { emailWords as words } from "../strings/email.ts";
import { shortTime } from "../text/zone.ts";
import {
  checkEmail,
  type EmailChecked,
  type EmailConnection,
  emailConnection,
  type NewEmailConnection,
  removeEmail,
  sendTestEmail,
  setEmail,
} from "./server.ts";
import ui from "../components/ui.module.css";

type Security = NewEmailConnection["security"];

export function Email({
  server,
  id,
  changed,
}: {
  server: Api;
  id: string;
  /** Tells that something was changed or tested. */
  changed(): void;
}) {
  const published = shopPlan.value?.plan;
  const read = useLive(
    (signal) => emailConnection(server.until(signal), id),
    [server, id, published],
  );
  const [isOpen, setOpen] = useState(false);
  if (read.value === null) {
    return read.failure === null ? (
      <Loading label={words.title} />
    ) : (
      <Notice tone="failed" title={read.failure.message} />
    );
  }
  const known = read.value;
  const refresh = () => {
    read.refresh();
    changed();
  };
  const shown = { server, id, known, changed: refresh };
  return (
    <>
      <Through known={known} />
      {isOpen ? (
        <Form {...shown} close={() => setOpen(false)} />
      ) : (
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={() => setOpen(true)}>
            {known.server === null ? words.own : words.change}
          </button>
          {known.server === null ? null : <Remove {...shown} />}
        </div>
      )}
      <Test {...shown} />
    </>
  );
}

interface Shown {
  server: Api;
  id: string;
  known: EmailConnection;
  changed(): void;
}

function Through({
  known: { source, server, sender, tested_at: tested },
}: {
  known: EmailConnection;
}) {
  if (source === "none") {
    return <Notice tone="failed" title={words.none} text={words.noneHelp} />;
  }
  return (
    <p>
      {words.through[source](server?.host ?? "")}{" "}
      {sender === null
        ? words.noSender
        : tested === null
          ? words.notTested(sender)
          : words.tested(shortTime(shopZone.value, tested), sender)}
    </p>
  );
}

/** What a test came to, or why it could not be made. */
type Result = EmailChecked | { failed: string };

function useTest(run: () => Promise<EmailChecked>) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const start = async () => {
    setBusy(true);
    setResult(null);
    try {
      setResult(await run());
    } catch (error) {
      setResult({ failed: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  return { busy, result, start, clear: () => setResult(null) };
}

function Outcome({ result, title, text }: { result: Result | null; title: string; text: string }) {
  if (result === null) return null;
  if ("failed" in result) return <Notice tone="failed" title={result.failed} />;
  const { trouble } = result;
  if (trouble === null) return <Notice tone="live" title={title} text={text} />;
  return (
    <Notice tone="failed" title={trouble.message} text={trouble.help}>
      {trouble.said === null ? null : <p class={ui.quiet}>{words.said(trouble.said)}</p>}
    </Notice>
  );
}

function Form({ server, id, known, changed, close }: Shown & { close(): void }) {
  const before = known.server;
  const [host, setHost] = useState(before?.host ?? "");
  const [security, setSecurity] = useState<Security>(before?.security ?? "tls");
  const [port, setPort] = useState(String(before?.port ?? PORTS.tls));
  const [user, setUser] = useState(before?.user ?? "");
  const [password, setPassword] = useState("");
  const isKept = before !== null && before.user !== "" && before.host === host.trim();
  const given = (): NewEmailConnection => ({
    host: host.trim(),
    port: Number(port),
    security,
    user: user.trim(),
    ...(password === "" ? {} : { password }),
  });
  const trial = useTest(() => checkEmail(server, id, given()));
  const saving = useTest(async () => {
    await setEmail(server, id, given());
    toast(words.saved);
    changed();
    close();
    return { works: true, trouble: null };
  });
  const isWhole = host.trim() !== "" && portFault(port) === null;
  const isBusy = trial.busy || saving.busy;
  return (
    <div class={ui.fields}>
      <p class={ui.quiet}>{words.help}</p>
      <TextField label={words.host} value={host} change={setHost} />
      <SelectField
        label={words.security}
        value={security}
        change={(next) => {
          // A port that was typed is left alone.
          if (port === String(PORTS[security])) setPort(String(PORTS[next as Security]));
          setSecurity(next as Security);
        }}
      >
        {words.securities.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
        {security === "none" ? <option value="none">{words.noSecurity}</option> : null}
      </SelectField>
      <TextField label={words.port} value={port} change={setPort} check={portFault} />
      <TextField label={words.user} value={user} change={setUser} />
      <TextField
        label={isKept ? words.keptPassword : words.password}
        type="password"
        value={password}
        change={setPassword}
      />
      <Outcome result={trial.result} title={words.works} text={words.worksHelp} />
      {saving.result !== null && "failed" in saving.result ? (
        <Notice tone="failed" title={saving.result.failed} />
      ) : null}
      <div class={ui.actions}>
        <button
          type="button"
          class={`${ui.button} ${ui.primary}`}
          disabled={!isWhole || isBusy}
          onClick={saving.start}
        >
          {words.save}
        </button>
        <button type="button" class={ui.button} disabled={!isWhole || isBusy} onClick={trial.start}>
          {trial.busy ? words.testing : words.test}
        </button>
        <button type="button" class={ui.button} onClick={close}>
          {words.cancel}
        </button>
      </div>
    </div>
  );
}

/** The usual port of each way to encrypt. */
const PORTS: Record<Security, number> = { tls: 465, starttls: 587, none: 2525 };

const portFault = (text: string): string | null =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535 ? null : words.badPort;

function Remove({ server, id, known, changed }: Shown) {
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const run = () =>
    removeEmail(server, id).then(
      () => {
        setAsking(false);
        toast(words.removed);
        changed();
      },
      (error: Error) => setTrouble(error.message),
    );
  return (
    <>
      <button type="button" class={ui.button} onClick={() => setAsking(true)}>
        {words.remove}
      </button>
      <Dialog
        open={asking}
        title={words.removeTitle}
        close={() => setAsking(false)}
        act={{ text: words.removeNow, dangerous: true, run }}
      >
        <div class={ui.asked}>
          <p>{words.removeHelp[known.fallback]}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </>
  );
}

function Test({ server, id, known, changed }: Shown) {
  const [to, setTo] = useState("");
  const test = useTest(async () => {
    const found = await sendTestEmail(server, id, to.trim());
    changed();
    return found;
  });
  const cannot = known.source === "none" || known.sender === null;
  return (
    <form
      class={ui.fields}
      onSubmit={(event) => {
        event.preventDefault();
        test.start();
      }}
    >
      <TextField
        label={words.to}
        value={to}
        change={(next) => {
          setTo(next);
          test.clear();
        }}
      />
      <div class={ui.actions}>
        <button type="submit" class={ui.button} disabled={cannot || to.trim() === "" || test.busy}>
          {test.busy ? words.sending : words.send}
        </button>
      </div>
      <Outcome result={test.result} title={words.sent} text={words.sentHelp(to.trim())} />
    </form>
  );
}
