/** A Shopify store with the app in it, and how it is connected. */
import type { ComponentChildren } from "preact";
import { useAttempt } from "../components/attempt.ts";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { appWords as words } from "../strings/shopify-app.ts";
import { ago } from "../text/ago.ts";
import { Copies } from "./copies.tsx";
import { Import } from "./import.tsx";
import { checkConnection, type StoreConnection, storeConnection } from "./server.ts";
import ui from "../components/ui.module.css";

/** How often it is read again, in milliseconds. */
const LOOKED_AT = 15_000;

/** `children` are what connects a store by hand; with the app nobody needs them. */
export function ShopifyApp({
  server,
  id,
  isRemoved,
  children,
}: {
  server: Api;
  id: string;
  /** Whether the app was removed from the store. */
  isRemoved: boolean;
  children: ComponentChildren;
}) {
  const {
    value: known,
    failure,
    refresh,
  } = useLive((signal) => storeConnection(server.until(signal), id), [server, id], {
    every: LOOKED_AT,
  });
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (known === null) return null;
  if (known.connected) return <Connected server={server} id={id} known={known} done={refresh} />;
  return (
    <>
      {isRemoved ? <Notice tone="held" title={words.removed} text={words.removedHelp} /> : null}
      <Copies copies={known.copies} />
      {children}
    </>
  );
}

function Connected({
  server,
  id,
  known,
  done,
}: {
  server: Api;
  id: string;
  known: StoreConnection;
  done(): void;
}) {
  const { trouble, attempt } = useAttempt();
  const check = () =>
    attempt(async () => {
      await checkConnection(server, id);
      toast(words.checked);
      done();
    });
  const past = (at: number | null) => (at === null ? null : ago(at, Date.now()));
  return (
    <>
      <p>{words.connected(known.site ?? "", past(known.last_delivery_at))}</p>
      <p class={ui.quiet}>{words.webhooks(known.webhooks, past(known.checked_at))}</p>
      {known.trouble === null ? null : (
        <Notice tone="failed" title={known.trouble.title} text={known.trouble.message} />
      )}
      <Copies copies={known.copies} />
      {known.replaced.length === 0 ? null : (
        <p class={ui.quiet}>{words.replaced(known.replaced.length)}</p>
      )}
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={check}>
          {words.check}
        </button>
      </div>
      <Import server={server} id={id} />
      <p class={ui.quiet}>{words.leave}</p>
    </>
  );
}
