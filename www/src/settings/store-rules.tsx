/** How the store's orders, accounts and erasures are read: WooCommerce's statuses, and what to keep. */
import { SelectField, TextField } from "../components/field.tsx";
import { editShop, ownConfig } from "../plan/draft.ts";
import { storeWords as words } from "../strings/settings.ts";
import ui from "../components/ui.module.css";

type Values = Record<string, unknown>;

/** Changes one value of a part of the configuration; undefined leaves it to its default. */
function edit(part: "privacy" | "woocommerce", name: string, next: unknown): void {
  editShop((whole) => {
    const { [name]: _, ...rest } = (whole[part] ?? {}) as Values;
    const changed = next === undefined ? rest : { ...rest, [name]: next };
    if (Object.keys(changed).length === 0) delete whole[part];
    else whole[part] = changed;
  }, `${part}.${name}`);
}

export function PrivacyChoices() {
  const privacy = (ownConfig.value?.privacy ?? {}) as Values;
  return (
    <div class={ui.fields}>
      <SelectField
        label={words.anonymized}
        value={String(privacy.anonymized_orders ?? "ask")}
        change={(value) =>
          edit("privacy", "anonymized_orders", value === "ask" ? undefined : value)
        }
      >
        {words.anonymizedChoices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={words.deleted}
        value={String(privacy.deleted_accounts ?? "keep")}
        change={(value) =>
          edit("privacy", "deleted_accounts", value === "keep" ? undefined : value)
        }
      >
        {words.deletedChoices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

/** `seen`: the statuses of plugins that came from the store. */
export function WooCommerceRules({ seen }: { seen: readonly string[] }) {
  const rules = (ownConfig.value?.woocommerce ?? {}) as Values;
  const statuses = (rules.statuses ?? {}) as Record<string, string>;
  const listed = [...new Set([...seen, ...Object.keys(statuses)])].sort();
  const mean = (status: string, meaning: string) => {
    const { [status]: _, ...rest } = statuses;
    const next = meaning === "" ? rest : { ...rest, [status]: meaning };
    edit("woocommerce", "statuses", Object.keys(next).length === 0 ? undefined : next);
  };
  const roles = textsOf(rules.customer_roles);
  return (
    <>
      <h3>{words.statuses}</h3>
      <p class={ui.quiet}>{listed.length === 0 ? words.noStatuses : words.statusesHelp}</p>
      <div class={ui.fields}>
        {listed.map((status) => (
          <SelectField
            key={status}
            label={words.status(status)}
            value={statuses[status] ?? ""}
            change={(meaning) => mean(status, meaning)}
          >
            {words.meanings.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </SelectField>
        ))}
        <Check
          label={words.completedIsShipped}
          checked={rules.completed_is_shipped === true}
          change={(is) => edit("woocommerce", "completed_is_shipped", is || undefined)}
        />
        <TextField
          label={words.roles}
          value={roles.join(", ")}
          change={(text) => editTexts("customer_roles", namedIn(text))}
        />
      </div>
      <TrackingFields fields={textsOf(rules.tracking_fields)} />
    </>
  );
}

/** Which order fields hold tracking numbers: those of common plugins by the plugin's name, others by theirs. */
function TrackingFields({ fields }: { fields: readonly string[] }) {
  const common: readonly string[] = words.trackingPlugins.map(([field]) => field);
  const others = fields.filter((field) => !common.includes(field));
  const change = (next: readonly string[]) => editTexts("tracking_fields", next);
  return (
    <>
      <h3>{words.tracking}</h3>
      <p class={ui.quiet}>{words.trackingHelp}</p>
      <div class={ui.fields}>
        {words.trackingPlugins.map(([field, plugin]) => (
          <Check
            key={field}
            label={plugin}
            checked={fields.includes(field)}
            change={(is) => {
              const rest = fields.filter((one) => one !== field);
              change(is ? [...rest, field] : rest);
            }}
          />
        ))}
        <TextField
          label={words.trackingOther}
          value={others.join(", ")}
          change={(text) =>
            change([...fields.filter((field) => common.includes(field)), ...namedIn(text)])
          }
        />
      </div>
    </>
  );
}

function Check({
  label,
  checked,
  change,
}: {
  label: string;
  checked: boolean;
  change(checked: boolean): void;
}) {
  return (
    <div class={ui.check}>
      <label>
        <input
          type="checkbox"
          checked={checked}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
        {label}
      </label>
    </div>
  );
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const namedIn = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

function editTexts(name: string, texts: readonly string[]): void {
  edit("woocommerce", name, texts.length === 0 ? undefined : texts);
}
