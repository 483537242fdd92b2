/** Tasks for the merchant's team: listed, done, passed on. */
import * as contract from "../contract/tasks.ts";
import { oneOf, otherwise } from "../contract/schema.ts";
import { notFound, Problem } from "../problem.ts";
import { gives, group, json, route } from "./route.ts";

export const tasks = group("Tasks", "What workflows ask your team to do.", [
  route("GET /api/shops/{shop}/tasks", {
    id: "listTasks",
    summary: "List tasks: open ones by due time, or the latest done",
    access: "customers:read",
    namesOnly: true,
    query: { state: otherwise(oneOf(["open", "done"]), "open") },
    answers: { 200: gives("Up to 200 tasks, and the team", contract.Tasks) },
    handle: ({ shop, query }) => shop.admin.tasks(query.state),
  }),

  route("PUT /api/shops/{shop}/tasks/{task}", {
    id: "changeTask",
    summary: "Mark a task as done or open, or pass it on",
    description: "Whoever it's passed on to gets an email.",
    access: "customers:write",
    change: "task-changed",
    body: json(contract.TaskChange),
    answers: { 200: gives("The task afterwards", contract.Task) },
    errors: {
      404: "There is no such task",
      422: "Nobody on the team has this address",
    },
    handle: async ({ shop, part, body, trail }) => {
      const changed = await shop.admin.changeTask(part("task"), body);
      if (changed === null) throw notFound("task");
      if ("code" in changed) {
        const message = "Nobody on the team has this address. Add them in Settings > Team.";
        throw new Problem(422, changed.code, message);
      }
      trail.detail = { done: body.done ?? null, passed_on: body.to !== undefined };
      return changed.task;
    },
  }),
]);
