/** What emails count of what becomes of them, and how their links are marked. */
import { TextField } from "../components/field.tsx";
import { editShop, ownConfig, shopPlan } from "../plan/draft.ts";
import { definition } from "../schema/schema.ts";
import { mayChange } from "../server/session.ts";
import { trackingWords as words } from "../strings/email.ts";
import ui from "../components/ui.module.css";

type Switch = keyof typeof words.switches;
type Chosen = Partial<Record<Switch, boolean>> & { domain?: string };

/** As the schema has it: what is on its way there isn't kept. */
const DOMAIN = new RegExp(definition("Tracking").properties?.domain?.pattern ?? "");

/** What holds where the merchant said nothing. */
const isOn = (name: Switch): boolean => definition("Tracking").properties?.[name]?.default === true;

export function Tracking() {
  if (shopPlan.value === null) return null;
  const chosen = (ownConfig.value?.shop?.tracking ?? {}) as Chosen;
  const choose = (name: Switch, on: boolean) =>
    editShop((whole) => {
      whole.shop = { ...whole.shop, tracking: { ...chosen, [name]: on } };
    }, "shop.tracking");
  return (
    <>
      <h3>{words.title}</h3>
      {(Object.keys(words.switches) as Switch[]).map((name) => (
        <div key={name}>
          <div class={ui.check}>
            <label>
              <input
                type="checkbox"
                checked={chosen[name] ?? isOn(name)}
                disabled={!mayChange.value}
                onChange={({ currentTarget: { checked } }) => choose(name, checked)}
              />
              {words.switches[name]}
            </label>
          </div>
          <p class={ui.quiet}>{words.help[name]}</p>
        </div>
      ))}
      <TextField
        label={words.domain}
        value={chosen.domain ?? ""}
        help={words.domainHelp}
        check={(domain) => (domain === "" || DOMAIN.test(domain) ? null : words.noDomain)}
        change={(domain) =>
          editShop((whole) => {
            const { domain: _, ...switches } = chosen;
            const tracking = domain === "" ? switches : { ...switches, domain };
            whole.shop = { ...whole.shop, tracking };
          }, "shop.tracking")
        }
      />
    </>
  );
}
