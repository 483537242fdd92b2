/** Messages about a checkout or an order that went to the address given before it was corrected. */
import { useAttempt } from "../components/attempt.ts";
import { useState } from "preact/hooks";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import type { Api } from "../server/api.ts";
import { words } from "../strings/customers.ts";
import { namesIn, type Story } from "./follow.ts";
import { sendAgain } from "./server.ts";
import { type Astray, astray, nameIn } from "./stored.ts";
import ui from "../components/ui.module.css";

export function SendAgain({ server, shop, story }: { server: Api; shop: string; story: Story }) {
  const [done, setDone] = useState<readonly string[]>([]);
  const { trouble, attempt } = useAttempt();
  const { detail, plans } = story;
  const open = astray(detail.state).filter((one) => !done.includes(keyOf(one)));
  if (open.length === 0) return null;
  const { workflows } = namesIn(plans[detail.plan]);
  const send = (one: Astray) =>
    attempt(async () => {
      await sendAgain(server, shop, detail.customer, one);
      setDone([...done, keyOf(one)]);
      toast(words.sentAgain);
    });
  return (
    <section class={ui.card} aria-labelledby="astray">
      <h2 id="astray">{words.astray}</h2>
      <p class={ui.quiet}>{words.astrayHelp}</p>
      <ul>
        {open.map((one) => (
          <li key={keyOf(one)} class={ui.row}>
            <span>{words.astrayMessage(nameIn(workflows, one.workflow), one.step)}</span>
            <button type="button" class={ui.button} onClick={() => send(one)}>
              {words.sendAgain}
            </button>
          </li>
        ))}
      </ul>
      {trouble === null ? null : <Notice tone="failed" title={words.notSentAgain} text={trouble} />}
    </section>
  );
}

const keyOf = ({ workflow, step }: Astray): string => `${workflow}/${step}`;
