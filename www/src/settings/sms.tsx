/** What the shop's text messages go through: set up, removed, and tested; and where replies come in. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { config, shopZone } from "../plan/draft.ts";
import { knowSender } from "../preview/sms-sender.ts";
import type { Api } from "../server/api.ts";
import { removeSms, type SmsConnection, sendTestText, smsConnection } from "../server/sms.ts";
import { copyWords } from "../strings/components.ts";
import { smsWords as words } from "../strings/sms.ts";
import { ago } from "../text/ago.ts";
import { shortTime } from "../text/zone.ts";
import { Outcome, useTest } from "./trial.tsx";
import { SmsForm } from "./sms-form.tsx";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

export function Sms({ server, id }: { server: Api; id: string }) {
  const read = useLive(
    async (signal) => {
      const found = await smsConnection(server.until(signal), id);
      knowSender(found);
      return found;
    },
    [server, id],
  );
  const [isOpen, setOpen] = useState(false);
  if (read.value === null) {
    return read.failure === null ? (
      <Loading label={words.title} />
    ) : (
      <Notice tone="failed" title={read.failure.message} />
    );
  }
  const shown = { server, id, known: read.value, changed: read.refresh };
  const { provider } = read.value;
  return (
    <>
      <Through known={read.value} />
      {isOpen ? (
        <SmsForm {...shown} close={() => setOpen(false)} />
      ) : (
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={() => setOpen(true)}>
            {provider === null ? words.own : words.change}
          </button>
          {provider === null ? null : <Remove {...shown} />}
        </div>
      )}
      {provider === null ? null : <Test {...shown} />}
      {provider === null ? null : <Replies {...shown} provider={provider} />}
    </>
  );
}

interface Shown {
  server: Api;
  id: string;
  known: SmsConnection;
  changed(): void;
}

function Through({ known: { provider, sender, tested_at: tested } }: { known: SmsConnection }) {
  if (provider === null) return <p class={ui.quiet}>{words.none}</p>;
  return (
    <p>
      {words.through(words.providers[provider], sender)}{" "}
      {tested === null ? words.notTested : words.tested(shortTime(shopZone.value, tested))}
    </p>
  );
}

function Remove({ server, id, changed }: Shown) {
  const [asking, setAsking] = useState(false);
  const { trouble, attempt } = useAttempt();
  const run = () =>
    attempt(async () => {
      await removeSms(server, id);
      setAsking(false);
      toast(words.removed);
      changed();
    });
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
          <p>{words.removeHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </>
  );
}

function Test({ server, id, changed }: Shown) {
  const given = config.value?.shop?.country;
  const country = typeof given === "string" ? given : null;
  const [to, setTo] = useState("");
  const [number, setNumber] = useState<string | null>(null);
  const test = useTest(async () => {
    // The function that the server reads numbers with; its table of countries is fetched when it's needed.
    const { e164 } = await import("edgewise/phone.js");
    const found = e164(to, country);
    if (found === null) throw new Error(words.notANumber);
    setNumber(found);
    const outcome = await sendTestText(server, id, found);
    changed();
    return outcome;
  });
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
        <button type="submit" class={ui.button} disabled={to.trim() === "" || test.busy}>
          {test.busy ? words.sending : words.send}
        </button>
      </div>
      <Outcome result={test.result} title={words.sent} text={words.sentHelp(number ?? "")} />
    </form>
  );
}

/** Where the provider is to post replies, and whether it does. */
function Replies({
  known: { webhook, heard_at: heard },
  provider,
}: Shown & { provider: NonNullable<SmsConnection["provider"]> }) {
  const copy = () =>
    navigator.clipboard.writeText(webhook ?? "").then(
      () => toast(copyWords.copied),
      () => toast(copyWords.notCopied),
    );
  return (
    <>
      <h3>{words.replies}</h3>
      <p>
        {heard === null
          ? words.notHeard(words.providers[provider])
          : words.heard(ago(heard, Date.now()))}
      </p>
      <p class={ui.quiet}>{words.repliesHelp[provider]}</p>
      <p>
        <code class={css.secret}>{webhook}</code>
      </p>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={copy}>
          {words.copy}
        </button>
      </div>
    </>
  );
}
