/** What the shop's text messages go through: set up, removed, and tested; and where replies come in. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { shopZone } from "../plan/draft.ts";
import { knowSender } from "../preview/sms-sender.ts";
import { TextToMe } from "../preview/text-to-me.tsx";
import type { Api } from "../server/api.ts";
import { removeSms, type SmsConnection, smsConnection } from "../server/sms.ts";
import { copyWords } from "../strings/components.ts";
import { smsWords as words } from "../strings/sms.ts";
import { ago } from "../text/ago.ts";
import { shortTime } from "../text/zone.ts";
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
      {provider === null ? null : (
        <TextToMe server={server} id={id} action={words.send} sent={read.refresh} />
      )}
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
