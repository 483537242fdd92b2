/** Tasks as the merchant sees and changes them. */
import type { Task as Shown, Tasks as Listed } from "../contract/tasks.ts";
import { NO_STATE } from "./customer.ts";
import { profileIn } from "./profile.ts";
import type { Stores } from "./stores.ts";
import type { Task, TeamMember } from "./tasks.ts";

/** Tasks in one list. */
const MOST = 200;

/** The tasks that are open, or those done last. */
export function taskList(stores: Stores, state: "open" | "done"): Listed {
  const { clock, plans, tasks } = stores;
  return {
    now: clock.now(),
    zone: plans.zone,
    open: tasks.countOpen(),
    tasks: tasks.list(state, MOST).map((task) => shown(stores, task)),
    team: teamOf(stores),
  };
}

/** What is changed in a task. */
export interface Change {
  done?: boolean | undefined;
  /** A team member's address. */
  to?: string | undefined;
}

/** Changes a task, in the caller's transaction; null where there is none. */
export function changeTask(
  stores: Stores,
  id: string,
  { done, to }: Change,
  now: number,
): { task: Shown } | { code: "unknown-person" } | null {
  const { tasks } = stores;
  const task = tasks.find(id);
  const words = tasks.words(id);
  if (task === null || words === null) return null;
  if (to !== undefined) {
    const member = teamOf(stores).find(({ email }) => email.toLowerCase() === to.toLowerCase());
    if (member === undefined) return { code: "unknown-person" };
    tasks.pass(task, words, member, now);
  }
  if (done !== undefined) tasks.mark(id, done ? (task.done_at ?? now) : null);
  const changed = tasks.find(id);
  return changed && { task: shown(stores, changed) };
}

const teamOf = ({ plans }: Stores): TeamMember[] => {
  const { shop } = plans.liveConfig() as { shop?: { team?: TeamMember[] } };
  return (shop?.team ?? []).map(({ name, email }) => ({ name, email }));
};

function shown({ customers, engine, tasks }: Stores, task: Task): Shown {
  const { mail_at: mailAt, attempt: _, passed: __, ...rest } = task;
  const words = tasks.words(task.id);
  const { name, email } = profileIn(engine, customers.look(task.customer)?.state ?? NO_STATE);
  return {
    ...rest,
    name: name ?? email,
    title: words?.title ?? null,
    note: words?.note ?? "",
    to: words?.to ?? null,
    email: words?.email ?? null,
    emailing: mailAt !== null,
  };
}
