/** Tasks that workflows give to the merchant's team. */
import {
  count,
  flag,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  optional,
  request,
  text,
  textOf,
} from "./schema.ts";

export const Task = named(
  "Task",
  object({
    id: text,
    customer: text,
    name: note(maybe(text), "The customer's name, or their email address"),
    title: note(maybe(text), "Null when it can't be read"),
    note: text,
    workflow: text,
    step: text,
    created_at: moment,
    due_at: maybe(moment),
    done_at: maybe(moment),
    to: note(maybe(text), "Who does it, by name"),
    email: note(maybe(text), "Their address; null for somebody who isn't on the team"),
    emailing: note(flag, "Whether the email to them is still on its way"),
  }),
);
export type Task = Of<typeof Task>;

export const Tasks = named(
  "Tasks",
  object({
    now: moment,
    zone: note(text, "The shop's time zone"),
    open: note(count, "How many are open in all"),
    tasks: list(Task),
    team: note(list(object({ name: text, email: text })), "To whom a task can be passed on"),
  }),
);
export type Tasks = Of<typeof Tasks>;

/** What is changed in a task. */
export const TaskChange = request({
  done: optional(note(flag, "Whether it is done; `false` opens it again")),
  to: optional(note(textOf(1, 254), "The email address of the team member who does it now")),
});
