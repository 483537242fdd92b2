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
  const roles = Array.isArray(rules.customer_roles) ? rules.customer_roles.join(", ") : "";
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
        <label class={ui.check}>
          <input
            type="checkbox"
            checked={rules.completed_is_shipped === true}
            onChange={({ currentTarget }) =>
              edit("woocommerce", "completed_is_shipped", currentTarget.checked || undefined)
            }
          />{" "}
          {words.completedIsShipped}
        </label>
        <TextField
          label={words.roles}
          value={roles}
          change={(text) => {
            const list = text.split(",").map((role) => role.trim());
            const named = list.filter((role) => role !== "");
            edit("woocommerce", "customer_roles", named.length === 0 ? undefined : named);
          }}
        />
      </div>
    </>
  );
}
