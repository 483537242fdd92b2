/**
 * Connecting a shop that was set up by hand with the store whose admin frames the page. Anybody in the store may, whatever
 * they are in the shop: it is the store's word that counts.
 */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { adoptShop, installation } from "../server/session.ts";
import { appWords as words } from "../strings/shopify-app.ts";
import ui from "../components/ui.module.css";

export function Adopt({ changed }: { changed(): void }) {
  const [asking, setAsking] = useState(false);
  const { trouble, attempt } = useAttempt();
  const run = () =>
    attempt(async () => {
      await adoptShop();
      setAsking(false);
      toast(words.adopted);
      changed();
    });
  if (installation.value?.state !== "set-up-by-hand") return null;
  return (
    <Notice tone="held" title={words.setUpByHand} text={words.setUpByHandHelp}>
      <button type="button" class={ui.button} onClick={() => setAsking(true)}>
        {words.adopt}
      </button>
      <Dialog
        open={asking}
        title={words.adoptTitle}
        close={() => setAsking(false)}
        act={{ text: words.adoptNow, run }}
      >
        <div class={ui.asked}>
          <p>{words.setUpByHandHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </Notice>
  );
}
