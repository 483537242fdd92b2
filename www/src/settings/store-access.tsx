/** How Edgewise gets into a Shopify store: an access token of the merchant's own app, never shown again. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { accessWords as words } from "../strings/store-access.ts";
import { Import } from "./import.tsx";
import { hasStoreAccess, setStoreAccess } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

export function StoreAccess({ server, id }: { server: Api; id: string }) {
  const {
    value: has,
    failure,
    refresh,
  } = useLive((signal) => hasStoreAccess(server.until(signal), id), [server, id]);
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (has === null) return null;
  return (
    <>
      <p>{has ? words.kept : words.none}</p>
      <div class={ui.actions}>
        <Add server={server} id={id} again={has} done={refresh} />
        {has ? <Remove server={server} id={id} done={refresh} /> : null}
      </div>
      {has ? <Import server={server} id={id} /> : null}
    </>
  );
}

function Add({
  server,
  id,
  again,
  done,
}: {
  server: Api;
  id: string;
  /** Whether there is one that it replaces. */
  again: boolean;
  done(): void;
}) {
  const [asking, setAsking] = useState(false);
  const [token, setToken] = useState("");
  const { trouble, attempt } = useAttempt();
  const run = () =>
    attempt(async () => {
      await setStoreAccess(server, id, token.trim());
      setAsking(false);
      setToken("");
      toast(words.added);
      done();
    });
  return (
    <>
      <button type="button" class={ui.button} onClick={() => setAsking(true)}>
        {again ? words.replace : words.add}
      </button>
      <Dialog
        open={asking}
        title={again ? words.replaceTitle : words.addTitle}
        close={() => setAsking(false)}
        act={{ text: words.save, disabled: token.trim().length < 8, run }}
      >
        <div class={ui.asked}>
          <ol class={css.connectSteps}>
            {words.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <TextField label={words.token} type="password" value={token} change={setToken} />
        </div>
      </Dialog>
    </>
  );
}

function Remove({ server, id, done }: { server: Api; id: string; done(): void }) {
  const [asking, setAsking] = useState(false);
  const { trouble, attempt } = useAttempt();
  const run = () =>
    attempt(async () => {
      await setStoreAccess(server, id, null);
      setAsking(false);
      toast(words.removed);
      done();
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
        act={{ text: words.removeNow, run }}
      >
        <div class={ui.asked}>
          <p>{words.removeHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </>
  );
}
