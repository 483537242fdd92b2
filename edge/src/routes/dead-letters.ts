/** Dead letters: what failed for good, and trying it again. */
import { DeadLetters, Retried } from "../contract/failures.ts";
import { limit } from "../contract/schema.ts";
import { busy, Problem } from "../problem.ts";
import { found } from "./found.ts";
import { gives, group, route } from "./route.ts";

export const deadLetters = group("Dead letters", "What failed for good and needs attention.", [
  route("GET /api/shops/{shop}/dead-letters", {
    id: "listDeadLetters",
    summary:
      "List deliveries, timers, messages and actions that failed for good, and damaged records",
    access: "operations:read",
    query: { limit: limit(100, 500) },
    answers: { 200: gives("Dead letters, the newest first", DeadLetters) },
    handle: ({ shop, query }) => shop.admin.deadLetters(query.limit),
  }),

  route("POST /api/shops/{shop}/dead-letters/{id}/retry", {
    id: "retryDeadLetter",
    summary: "Retry a dead letter",
    access: "operations:write",
    change: "failed-item-retried",
    answers: { 200: gives("What came of it", Retried) },
    errors: { 409: "The record is damaged and still can't be read" },
    handle: async ({ shop, part }) => {
      const outcome = found(await shop.admin.retry(part("id")), "dead letter");
      if (outcome.type === "busy") throw busy();
      if (outcome.type !== "unreadable") return outcome;
      throw new Problem(
        409,
        "unreadable",
        "This record still can't be read. Restore the data from a backup, or erase the customer it is about.",
      );
    },
  }),
]);
