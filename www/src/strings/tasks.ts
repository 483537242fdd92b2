/** Tasks for the team. */
import { counted } from "../text/plural.ts";

const TASKS = { one: "task", other: "tasks" };

export const words = {
  title: (n: number): string => `${counted(n, TASKS)} to do`,
  more: (n: number): string =>
    `${counted(n, { one: "more task", other: "more tasks" })} after these.`,
  customer: "A customer",
  unreadable: "This task is damaged and can’t be read",
  noDue: "No due time",
  due: (at: string): string => `Due ${at}`,
  overdue: (at: string): string => `Overdue since ${at}`,
  assignee: (to: string | null, email: string | null, emailing: boolean): string => {
    if (to === null) return "Nobody assigned";
    if (email === null) return `${to}, who isn’t on your team and got no email`;
    return emailing ? `${to} (email on its way)` : to;
  },
  done: "Done",
  doneNamed: (title: string): string => `Done: ${title}`,
  wasDone: "Marked as done.",
  passOn: "Pass on…",
  passNamed: (title: string): string => `Pass on: ${title}`,
  passTitle: (title: string): string => `Pass on “${title}”`,
  pass: "Pass on",
  to: "To",
  nobody: "There’s nobody else on your team yet.",
  toTeam: "Add people in Settings",
  wasPassed: "Passed on. They’re getting an email.",
} as const;
