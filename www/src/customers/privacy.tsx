/** A person's own rights: everything held about them as a file, and being forgotten. */
import { mayOwn } from "../server/session.ts";
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { isolated } from "../text/isolated.ts";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { toast } from "../components/toast.tsx";
import type { Api } from "../server/api.ts";
import { words } from "../strings/customers.ts";
import type { Story } from "./follow.ts";
import { saveAs } from "../components/save-as.ts";
import { erase, exportOf } from "./server.ts";
import ui from "../components/ui.module.css";

/** Who was erased just now, and what went with them. */
export const erased = signal<{ id: string; moments: number; messages: number } | null>(null);

export function Privacy({
  server,
  shop,
  story: { detail, moments },
  name,
}: {
  server: Api;
  shop: string;
  story: Story;
  name: string;
}) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const { busy, trouble, attempt } = useAttempt();
  const id = detail.customer;
  const messages = detail.outbox.length;
  const save = () =>
    attempt(async () => {
      saveAs(await exportOf(server, shop, id), `customer-${id}.json`);
      toast(words.exported);
    });
  const forget = () =>
    attempt(async () => {
      await erase(server, shop, id);
      setAsking(false);
      erased.value = { id, moments: moments.length, messages };
    });
  const meant = [name, words.eraseWord].some(
    (word) => word.toLowerCase() === typed.trim().toLowerCase(),
  );
  return (
    <>
      <button type="button" class={ui.button} disabled={busy} onClick={save}>
        {busy && !asking ? words.exporting : words.export}
      </button>
      {mayOwn.value ? (
        <button type="button" class={ui.button} onClick={() => setAsking(true)}>
          {words.erase}
        </button>
      ) : null}
      {trouble === null || asking ? null : (
        <Notice tone="failed" title={words.notExported} text={trouble} />
      )}
      <Dialog
        open={asking}
        title={words.eraseTitle(isolated(name))}
        close={() => setAsking(false)}
        act={{
          text: words.eraseNow,
          dangerous: true,
          disabled: busy || !meant,
          run: forget,
        }}
      >
        <div class={ui.asked}>
          <p>{words.eraseHelp(moments.length, messages)}</p>
          <p>{words.eraseForGood}</p>
          <TextField
            label={words.eraseConfirm(isolated(name), words.eraseWord)}
            value={typed}
            change={setTyped}
          />
          {trouble === null ? null : (
            <Notice tone="failed" title={words.notErased} text={trouble} />
          )}
        </div>
      </Dialog>
    </>
  );
}

/** What was done, once somebody is gone. Their name is not shown any more: nobody knows it now. */
export function Erased({ back }: { back: { href: string; text: string } }) {
  const done = erased.value;
  if (done === null) return null;
  return (
    <>
      <PageHead title={words.erasedTitle} back={back} />
      <Notice
        tone="live"
        title={words.erasedLead}
        text={words.erasedHelp(done.moments, done.messages)}
      />
    </>
  );
}
