/** What the shop's email provider reports: whether it does, and the address it reports to. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { editShop, ownConfig, shopPlan } from "../plan/draft.ts";
import type { Api } from "../server/api.ts";
import { mayChange } from "../server/session.ts";
import { emailWords, reportWords as words } from "../strings/email.ts";
import { ago } from "../text/ago.ts";
import { type EmailConnection, newReportAddress } from "./server.ts";
import { ShownOnce, Steps } from "./shown-once.tsx";
import ui from "../components/ui.module.css";

export function EmailReports({
  server,
  id,
  known: { provider, reports },
  changed,
}: {
  server: Api;
  id: string;
  known: EmailConnection;
  changed(): void;
}) {
  const [asking, setAsking] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  const { trouble, attempt } = useAttempt();
  if (provider === null || provider === "smtp") return null;
  const { expected, last_at: last, foreign } = reports;
  const make = () =>
    attempt(async () => {
      setAddress(await newReportAddress(server, id));
      setAsking(false);
      changed();
    });
  const name = emailWords.providers[provider];
  return (
    <>
      <h3>{words.title}</h3>
      <p>
        {last !== null
          ? words.last(ago(last, Date.now()))
          : expected
            ? words.waiting(name)
            : words.none(name)}
      </p>
      {foreign === 0 ? null : <p class={ui.quiet}>{words.foreign(foreign)}</p>}
      {address === null ? null : (
        <ShownOnce title={words.made} text={words.once} value={address}>
          <Steps of={words.steps[provider]} />
        </ShownOnce>
      )}
      {trouble === null || asking ? null : <Notice tone="failed" title={trouble} />}
      <div class={ui.actions}>
        <button
          type="button"
          class={ui.button}
          onClick={() => {
            // There is nothing to lose at first.
            if (expected) setAsking(true);
            else make();
          }}
        >
          {expected ? words.again : words.make}
        </button>
      </div>
      {expected ? <Observed /> : null}
      <Dialog
        open={asking}
        title={words.againTitle}
        close={() => setAsking(false)}
        act={{ text: words.makeNow, run: make }}
      >
        <div class={ui.asked}>
          <p>{words.againHelp(name)}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </>
  );
}

/** Whether workflows and segments may ask for opens and clicks of emails: then it is known who didn't. */
function Observed() {
  if (shopPlan.value === null) return null;
  const observes = (ownConfig.value?.shop?.observes ?? []) as string[];
  const others = observes.filter((channel) => channel !== "email");
  return (
    <>
      <div class={ui.check}>
        <label>
          <input
            type="checkbox"
            checked={observes.includes("email")}
            disabled={!mayChange.value}
            onChange={({ currentTarget: { checked } }) =>
              editShop((whole) => {
                const next = checked ? [...others, "email"] : others;
                const { observes: _, ...rest } = whole.shop ?? {};
                whole.shop = next.length === 0 ? rest : { ...rest, observes: next };
              }, "shop.observes")
            }
          />
          {words.observed}
        </label>
      </div>
      <p class={ui.quiet}>{words.observedHelp}</p>
    </>
  );
}
