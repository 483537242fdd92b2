/** What the shop's email goes through: set up, removed, and tested. */
import { useState } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { shopPlan, shopZone } from "../plan/draft.ts";
import type { Api } from "../server/api.ts";
import { emailWords as words } from "../strings/email.ts";
import { shortTime } from "../text/zone.ts";
import { EmailForm } from "./email-form.tsx";
import { EmailReports } from "./email-reports.tsx";
import { SenderDomain } from "./sender-domain.tsx";
import { SendingSpeed } from "./sending-speed.tsx";
import { Tracking } from "./tracking.tsx";
import { Outcome, useTest } from "../components/trial.tsx";
import { type EmailConnection, emailConnection, removeEmail, sendTestEmail } from "./server.ts";
import ui from "../components/ui.module.css";

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
        <EmailForm {...shown} close={() => setOpen(false)} />
      ) : (
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={() => setOpen(true)}>
            {known.provider === null ? words.own : words.change}
          </button>
          {known.provider === null ? null : <Remove {...shown} />}
        </div>
      )}
      <Test {...shown} />
      <SenderDomain server={server} id={id} through={known.changed_at} />
      {known.source === "none" ? null : (
        <SendingSpeed
          {...{ server, id, through: known.changed_at }}
          name={
            known.provider === null
              ? words.installation
              : (known.server?.host ?? words.providers[known.provider])
          }
        />
      )}
      <EmailReports {...shown} />
      <Tracking />
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
  known: { source, provider, server, sender, tested_at: tested },
}: {
  known: EmailConnection;
}) {
  if (source === "none") {
    return <Notice tone="failed" title={words.none} text={words.noneHelp} />;
  }
  return (
    <p>
      {words.through[source](server?.host ?? words.providers[provider ?? "smtp"])}{" "}
      {sender === null
        ? words.noSender
        : tested === null
          ? words.notTested(sender)
          : words.tested(shortTime(shopZone.value, tested), sender)}
    </p>
  );
}

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
