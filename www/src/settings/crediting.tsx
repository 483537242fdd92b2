/** Which messages get credit for an order, and what other rules would credit of the same orders. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Notice } from "../components/notice.tsx";
import { compareRules, type RulesCompared } from "../earnings/server.ts";
import { editShop, ownConfig, shopPlan } from "../plan/draft.ts";
import { ObjectForm } from "../schema/form.tsx";
import { definition } from "../schema/schema.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/earnings.ts";
import { money } from "../text/money.ts";
import ui from "../components/ui.module.css";

type Rules = Record<string, unknown>;

export function Crediting({ server, id }: { server: Api; id: string }) {
  const [compared, setCompared] = useState<RulesCompared | null>(null);
  const { busy, trouble, attempt } = useAttempt();
  if (shopPlan.value === null) return null;
  const rules = (ownConfig.value?.shop?.attribution ?? {}) as Rules;
  const change = (next: Rules) =>
    editShop((whole) => {
      whole.shop = { ...whole.shop, attribution: next };
    }, "shop.attribution");
  const compare = () =>
    attempt(async () => {
      setCompared(await compareRules(server, id, rules));
    });
  return (
    <>
      <p class={ui.quiet}>{words.crediting}</p>
      <ObjectForm
        schema={definition("Attribution")}
        value={rules}
        change={change}
        known={{}}
        special={{}}
      />
      <div class={ui.actions}>
        <button type="button" class={ui.button} disabled={busy} onClick={compare}>
          {words.compareRules}
        </button>
      </div>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <div aria-live="polite">{compared === null ? null : <Compared of={compared} />}</div>
    </>
  );
}

/** The same orders by both rules, and by what holdouts prove. */
function Compared({ of: { live, asked, currency, holdouts, complete } }: { of: RulesCompared }) {
  const said = ({ net, orders }: RulesCompared["live"]) =>
    words.earned(money(net, currency), orders);
  return (
    <ul>
      <li>{words.byLiveRules(said(live))}</li>
      <li>{words.byTheseRules(said(asked))}</li>
      {holdouts.map(({ workflow, orders }) => (
        <li key={workflow}>
          {words.byHoldout(workflow, orders.difference, orders.low, orders.high)}
        </li>
      ))}
      {complete ? null : <li>{words.notEverybody}</li>}
    </ul>
  );
}
