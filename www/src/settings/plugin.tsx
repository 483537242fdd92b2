/** A WooCommerce store and its Edgewise plugin: connected by a code, watched, disconnected. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { pluginWords as words } from "../strings/plugin.ts";
import { ago } from "../text/ago.ts";
import { Copies } from "./copies.tsx";
import { Import } from "./import.tsx";
import { connectionCode, disconnect, storeConnection } from "./server.ts";
import { ShownOnce } from "./shown-once.tsx";
import ui from "../components/ui.module.css";

/** The merchant connects in another tab, and comes back to see it; in milliseconds. */
const LOOKED_AT = 5_000;

export function Plugin({ server, id }: { server: Api; id: string }) {
  const {
    value: known,
    failure,
    refresh,
  } = useLive((signal) => storeConnection(server.until(signal), id), [server, id], {
    every: LOOKED_AT,
  });
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (known === null) return null;
  const last = known.last_delivery_at === null ? null : ago(known.last_delivery_at, Date.now());
  return (
    <>
      <p>{known.connected ? words.connected(known.site ?? "", last) : words.help}</p>
      {known.trouble === null ? null : (
        <Notice tone="failed" title={known.trouble.title} text={known.trouble.message} />
      )}
      {known.refused === null ? null : (
        <Notice tone="failed" title={words.refused} text={known.refused.message} />
      )}
      <Copies copies={known.copies} />
      {known.replaced.length === 0 ? null : (
        <p class={ui.quiet}>{words.replaced(known.replaced.length)}</p>
      )}
      {known.connected ? <Import server={server} id={id} /> : null}
      <Code
        // Once it is used, nobody needs to see it.
        key={known.connected_at}
        server={server}
        id={id}
        again={known.connected}
      />
      {known.connected ? <Disconnect server={server} id={id} done={refresh} /> : null}
    </>
  );
}

/** Makes the code that the merchant pastes into the plugin's page. */
function Code({ server, id, again }: { server: Api; id: string; again: boolean }) {
  const [code, setCode] = useState<string | null>(null);
  const { trouble, attempt } = useAttempt();
  const make = () => attempt(async () => setCode(await connectionCode(server, id)));
  return (
    <>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      {code === null ? (
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={make}>
            {again ? words.createAgain : words.create}
          </button>
        </div>
      ) : (
        <ShownOnce title={words.code} text={words.paste} value={code} />
      )}
    </>
  );
}

function Disconnect({ server, id, done }: { server: Api; id: string; done(): void }) {
  const [asking, setAsking] = useState(false);
  const { trouble, attempt } = useAttempt();
  const run = () =>
    attempt(async () => {
      const { left } = await disconnect(server, id);
      setAsking(false);
      toast(left.length === 0 ? words.disconnected : words.left);
      done();
    });
  return (
    <>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={() => setAsking(true)}>
          {words.disconnect}
        </button>
      </div>
      <Dialog
        open={asking}
        title={words.disconnectTitle}
        close={() => setAsking(false)}
        act={{ text: words.disconnectNow, run }}
      >
        <div class={ui.asked}>
          <p>{words.disconnectHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </>
  );
}
