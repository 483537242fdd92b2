/** The logs of changes: a shop's, and what was done to shops as such. */
import { Changes } from "../contract/keys.ts";
import { count, limit, note, optional } from "../contract/schema.ts";
import { directory } from "../stubs.ts";
import { gives, group, route } from "./route.ts";

const query = {
  before: optional(note(count, "The `next` of the page before")),
  limit: limit(50, 500),
};
const answers = { 200: gives("Changes, the newest first", Changes) };

export const changes = group("Changes", "Who changed what through the API.", [
  route("GET /api/shops/{shop}/changes", {
    id: "listChanges",
    summary: "List what was changed in a shop, and by whom",
    description: "The newest 10,000 of the last 400 days.",
    access: "operations:read",
    query,
    answers,
    handle: ({ shop, query: { before, limit: most } }) =>
      shop.admin.changes(before ?? null, Math.max(1, most)),
  }),

  route("GET /api/changes", {
    id: "listOperatorChanges",
    summary: "List shops created, restored and deleted, and changes to the operator's keys",
    access: "fleet:read",
    query,
    answers,
    handle: ({ env, query: { before, limit: most } }) =>
      directory(env).changes(before ?? null, Math.max(1, most)),
  }),
]);
