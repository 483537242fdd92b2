/**
 * Emails to the team about tasks: one each time a task is opened for somebody or passed on.
 *
 * They are no marketing, and about a customer rather than to one, so no customer's consent, quiet hours or
 * caps apply, and neither does the switch that stops sending. One timer sends those that are due, a few at a
 * time. It is set ahead before they leave, so that an email whose answer was lost with the process is sent
 * once more.
 */
import { mailAddress } from "../channel/address.ts";
import { type MailConfig, senderOf } from "../channel/email.ts";
import { type Letter, letterFrom } from "../channel/letter.ts";
import type { Outcome } from "../channel/outcome.ts";
import { publicUrl } from "../env.ts";
import { log } from "../log.ts";
import { pauseAfter } from "../retry.ts";
import { emailServiceOf, NO_MAIL_SERVER } from "./email-connection.ts";
import { NO_STATE } from "./customer.ts";
import { profileIn } from "./profile.ts";
import type { Stores } from "./stores.ts";
import type { Task } from "./tasks.ts";
import type { Timer } from "./timers.ts";

/** Emails on their way at once. */
const AT_ONCE = 4;
/** An email without an answer is sent again after this time, in milliseconds. */
const LEASE = 60_000;
/** How long emails wait for a shop that does not say who it is from, in milliseconds. */
const SENDER_PAUSE = 3_600_000;

/** What of the configuration these emails speak of. */
type Config = MailConfig & { workflows?: readonly { id: string; name: string }[] };

/** An email ready to leave. */
interface Outgoing {
  task: Task;
  letter: Letter;
}

/** The timer is due: gives what leaves, or null. In the caller's transaction. */
export function taskMailDue(stores: Stores, timer: Timer, now: number): Outgoing[] | null {
  const { tasks } = stores;
  const due = tasks.mailDue(now, AT_ONCE);
  const config: Config = due.length === 0 ? {} : (stores.plans.liveConfig() as Config);
  const outgoing = due.flatMap((task) => {
    const made = outgoingOf(stores, config, task, now);
    if (made !== null) tasks.setMail(task, now + LEASE, task.attempt);
    return made ?? [];
  });
  comeAgain(stores, timer);
  return outgoing.length === 0 ? null : outgoing;
}

/** One task's email; null where there is none to send now. */
function outgoingOf(stores: Stores, config: Config, task: Task, now: number): Outgoing | null {
  const { customers, engine, env, plans, settings, tasks } = stores;
  const from = senderOf(config);
  if (from === null) {
    tasks.setMail(task, now + SENDER_PAUSE, task.attempt);
    return null;
  }
  const words = tasks.words(task.id);
  const to = mailAddress(words?.email ?? "");
  if (words === null || "refused" in to) {
    tasks.setMail(task, null, 0);
    if (words !== null) refuse(stores, task, "task-address-not-usable", now);
    return null;
  }
  const { name, email } = profileIn(engine, customers.look(task.customer)?.state ?? NO_STATE);
  const workflow = config.workflows?.find(({ id }) => id === task.workflow);
  const due =
    task.due_at === null
      ? []
      : [`Due: ${engine.formatDate(plans.zone, task.due_at, "%A, %-d %B %Y at %H:%M")}`];
  const page = publicUrl(env, settings.publicUrl);
  const text = [
    ...(words.note === "" ? [] : [words.note, ""]),
    `Customer: ${[name, email].filter((part) => part !== null).join(", ") || "unknown"}`,
    `Because of: ${workflow?.name ?? task.workflow}`,
    ...due,
    "",
    `${page}/app/#/customers/${task.customer}`,
    "",
    "Mark it as done, or pass it on, on Home.",
  ].join("\n");
  const letter = letterFrom({
    id: `${task.id}-${task.passed}`,
    date: now,
    from,
    to: to.address,
    subject: `Task: ${words.title}`,
    text,
    html: "",
    headers: {},
  });
  return { task, letter };
}

/** Sends emails and notes what became of each. Never throws. */
export async function sendTaskMail(stores: Stores, outgoing: Outgoing[]): Promise<void> {
  const { clock, timers } = stores;
  const sent = outgoing.map(async ({ task, letter }) => {
    const service = emailServiceOf(stores);
    const outcome: Outcome =
      service === null
        ? { type: "retry", reason: NO_MAIL_SERVER }
        : (await service.provider.send(letter)).outcome;
    stores.transaction(() => {
      settle(stores, task, outcome, clock.now());
      const [timer] = timers.ofKind("task_mail");
      if (timer !== undefined) comeAgain(stores, timer);
      timers.arm();
    });
  });
  await Promise.all(sent);
}

function settle(stores: Stores, task: Task, outcome: Outcome, now: number): void {
  const { tasks } = stores;
  // Done or passed on meanwhile: then this email is history.
  const current = tasks.find(task.id);
  if (current === null || current.done_at !== null || current.passed !== task.passed) return;
  if (outcome.type === "sent") {
    tasks.setMail(task, null, 0);
    return;
  }
  const attempt = task.attempt + 1;
  const pause = outcome.type === "failed" ? null : pauseAfter(task.id, attempt);
  if (pause !== null) {
    tasks.setMail(task, now + pause, attempt);
    return;
  }
  tasks.setMail(task, null, attempt);
  refuse(stores, task, outcome.reason, now);
}

function refuse({ deadLetters, settings }: Stores, task: Task, reason: string, now: number): void {
  deadLetters.addTask(task.id, task.customer, reason, now);
  log("task-mail-failed", { shop: settings.shop, reason }, "warn");
}

function comeAgain({ tasks, timers }: Stores, timer: Timer): void {
  const next = tasks.nextMail();
  if (next === null) timers.end(timer);
  else timers.repeat(timer, next);
}
