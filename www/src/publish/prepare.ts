/** What would be saved, what that would do, and saving it. */
import { type Change, changesBetween, rebased } from "../plan/changes.ts";
import { forget } from "../plan/desks.ts";
import {
  begunOn,
  chosen,
  config,
  ownConfig,
  readShop,
  saved,
  shopPlan,
  tookOver,
} from "../plan/draft.ts";
import { removeDraft } from "../plan/saved-drafts.ts";
import { type Checked, check } from "../plan/server.ts";
import { type ConfigText, same, type WorkflowText, workflowsIn } from "../engine/config-text.ts";
import { api, shop } from "../server/session.ts";
import { words as planWords } from "../strings/plan.ts";
import { words } from "../strings/publish.ts";
import { fate, type Question } from "./state.ts";

/** The question, with everything that is to be known before it is answered. */
export interface Prepared {
  about: Question["about"];
  text: string;
  next: ConfigText;
  live: ConfigText;
  changes: Change[];
  checked: Checked;
  customers: number;
  /** Whether somebody else saved since this was begun. */
  overtaken: boolean;
}

/** Makes what would be saved, and asks the edge what that would do. */
export async function prepare(asked: Question): Promise<Prepared> {
  const [server, id] = [api.value, shop.value];
  if (server === null || id === null) throw new Error(planWords.signedOut);
  // What is looked at stands on what is saved: that must have come before.
  if (shopPlan.value === null) await readShop();
  const { about } = asked;
  const live = await server.config(id);
  const carried = CARRIES.includes(about);
  const begun = carried ? begunOn.value : saved.value;
  // What is only saved is what was changed; a template that is merely looked at goes live on its word.
  const mine = about === "live" ? config.value : ownConfig.value;
  if (carried && mine === null) throw new Error(words.toFix);
  const next = changed(carried && mine !== null ? rebased(begun, mine, live) : live, asked);
  const text = JSON.stringify(next, null, 2);
  const [checked, { total }] = await Promise.all([
    check(server, id, text),
    server.customers(id, ""),
  ]);
  const changes = changesBetween(live, next);
  const overtaken = !same(begun, live);
  return { about, text, next, live, changes, checked, customers: total, overtaken };
}

/** The deeds that take what was changed here along; all others leave it as it is. */
const CARRIES: readonly Question["about"][] = ["live", "publish", "save"];

/** Saves it; throws with words when the edge refuses. */
export async function put({ text }: Prepared, { about }: Question): Promise<void> {
  const [server, id] = [api.value, shop.value];
  if (server === null || id === null) throw new Error(planWords.signedOut);
  const { plan } = await server.saveConfig(id, text);
  if (plan === null) throw new Error(words.refused);
  const own = chosen.value;
  if (CARRIES.includes(about)) await tookOver();
  else await readShop();
  if (about === "remove") forget(own);
  if (about === "live" || about === "publish" || about === "remove") await removeDraft(own);
}

/** Whether nothing of it can be noticed: only drafts and texts that nothing live uses. */
export function onlyDrafts({ checked, live, next }: Prepared): boolean {
  const { workflows: _, messages: before = {}, ...rest } = live;
  const { workflows: __, messages: after = {}, ...others } = next;
  const kept = Object.entries(before).every(([name, one]) => same(one, after[name]));
  const asleep = checked.workflows.every(
    ({ change, status, status_before: was, inside }) =>
      change === "same" || (status !== "live" && was !== "live" && inside === 0),
  );
  return kept && asleep && same(rest, others);
}

/** The configuration with the deed done to the workflow that is looked at. */
function changed(next: ConfigText, asked: Question): ConfigText {
  if (asked.about === "save") return next;
  const list = workflowsIn(next);
  if (asked.about === "remove") {
    return { ...next, workflows: list.filter(({ id }) => id !== chosen.value) };
  }
  const done = (one: WorkflowText): WorkflowText => {
    if (asked.about === "live") return { ...one, status: "live" };
    if (asked.about === "pause") return { ...one, status: "paused" };
    if (asked.about !== "restore") return one;
    // Whether it is on is the merchant's to say, and no version brings that back.
    const { status: _, ...before } = asked.version.workflow;
    return one.status === undefined ? before : { ...before, status: one.status };
  };
  return {
    ...next,
    workflows: list.map((one): WorkflowText => {
      if (one.id !== chosen.value) return one;
      return fate.value === null ? done(one) : { ...done(one), in_flight: fate.value };
    }),
  };
}
