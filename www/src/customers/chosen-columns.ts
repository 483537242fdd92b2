/** Which columns the list shows: what the shop uses at first, then what was chosen in this browser. */
import { computed, signal } from "@preact/signals";
import { saved } from "../plan/draft.ts";

/** The columns that can be chosen, in their order. The first column, who it is, always stands there. */
export const COLUMNS = [
  "email_consent",
  "sms_consent",
  "orders",
  "spent",
  "last_order",
  "tier",
  "points",
  "segments",
  "updated",
] as const;
export type ColumnName = (typeof COLUMNS)[number];

const KEPT = "edgewise-customer-columns";

const chosen = signal<readonly ColumnName[] | null>(kept());

/** The columns that are shown, in their order. */
export const shown = computed<readonly ColumnName[]>(() => {
  if (chosen.value !== null) return chosen.value;
  const { tiers, points } = saved.value as { tiers?: unknown[]; points?: unknown };
  const unused = new Set<ColumnName>(["sms_consent", "updated"]);
  if ((tiers ?? []).length === 0) unused.add("tier");
  if (points === undefined) unused.add("points");
  return COLUMNS.filter((one) => !unused.has(one));
});

/** Shows a column, or hides it. */
export function show(column: ColumnName, isShown: boolean): void {
  const next = COLUMNS.filter((one) => (one === column ? isShown : shown.peek().includes(one)));
  chosen.value = next;
  try {
    localStorage.setItem(KEPT, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing shows the usual columns next time.
  }
}

function kept(): readonly ColumnName[] | null {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return Array.isArray(names) ? COLUMNS.filter((one) => names.includes(one)) : null;
  } catch {
    return null;
  }
}
