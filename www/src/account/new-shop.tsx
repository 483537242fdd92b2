/** Creating a shop: what the store is, and afterwards the keys that are shown this once. */
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { CreatedShop, NewShop as Wanted } from "edgewise-edge/contract.ts";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { api, chooseShop, resume } from "../server/session.ts";
import { words } from "../strings/new-shop.ts";
import { type Choice, currencies, zones } from "../text/places.ts";
import css from "./new-shop.module.css";
import ui from "../components/ui.module.css";

const isOpen = signal(false);

/** Opens the dialog. */
export function askForNewShop(): void {
  isOpen.value = true;
}

export function NewShop() {
  return isOpen.value ? <Asked /> : null;
}

const close = () => {
  isOpen.value = false;
};

type Platform = Wanted["platform"];

function Asked() {
  const [platform, setPlatform] = useState<Platform>("woocommerce");
  const [domain, setDomain] = useState("");
  const [currency, setCurrency] = useState("USD");
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [made, setMade] = useState<CreatedShop | null>(null);
  const { busy, trouble, attempt, forget } = useAttempt();
  const create = () =>
    attempt(async () => {
      const asked = { platform, domain: domain.trim(), currency, time_zone: zone };
      setMade((await api.value?.send<CreatedShop>("POST", "", asked)) ?? null);
    });
  if (made !== null) return <Made made={made} domain={domain.trim()} />;
  return (
    <Dialog
      open
      title={words.title}
      close={close}
      act={{ text: words.act, disabled: busy || domain.trim() === "", run: create }}
    >
      <div class={ui.asked}>
        <p>{words.help}</p>
        {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        <SelectField
          label={words.platform}
          value={platform}
          change={(next) => setPlatform(next as Platform)}
        >
          {words.platforms.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectField>
        <TextField
          label={words.domain[platform]}
          value={domain}
          change={(next) => {
            setDomain(next);
            forget();
          }}
        />
        <Pick label={words.currency} value={currency} choices={currencies()} change={setCurrency} />
        <Pick label={words.zone} value={zone} choices={zones()} change={setZone} />
      </div>
    </Dialog>
  );
}

function Pick({
  label,
  value,
  choices,
  change,
}: {
  label: string;
  value: string;
  choices: Choice[];
  change(value: string): void;
}) {
  const known = choices.some((one) => one.value === value);
  return (
    <SelectField label={label} value={value} change={change}>
      {known ? null : <option value={value}>{value}</option>}
      {choices.map((one) => (
        <option key={one.value} value={one.value}>
          {one.text}
        </option>
      ))}
    </SelectField>
  );
}

/** What was made, until it is opened. */
function Made({ made, domain }: { made: CreatedShop; domain: string }) {
  const open = () => {
    close();
    // Kept before the list is read, so that the list opens on it.
    chooseShop(made.shop);
    resume();
  };
  return (
    <Dialog
      open
      title={words.made(domain)}
      close={open}
      act={{ text: words.open, only: true, run: open }}
    >
      <div class={ui.asked}>
        <p>{words.next}</p>
        <details>
          <summary>{words.keys}</summary>
          <p class={ui.quiet}>{words.keysHelp}</p>
          <dl class={css.keys}>
            {(Object.keys(words.names) as (keyof typeof words.names)[]).map((name) =>
              made[name] === undefined ? null : (
                <div key={name}>
                  <dt>{words.names[name]}</dt>
                  <dd>
                    <code>{made[name]}</code>
                  </dd>
                </div>
              ),
            )}
          </dl>
        </details>
      </div>
    </Dialog>
  );
}
