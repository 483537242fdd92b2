/** API keys, and what was changed by whom. */
import { SCOPES } from "../scopes.ts";
import {
  answer,
  body,
  limit,
  limits,
  list,
  missing,
  moment,
  object,
  parameter,
  problem,
  shopRoute,
  text,
} from "./words.ts";

const scopes = list({ enum: ["read-only", ...SCOPES] });
const fields = {
  id: text,
  name: text,
  scopes,
  prefix: { ...text, description: "How the key begins, to tell it by" },
  created_at: moment,
  created_by: { ...text, description: "Who made it, such as `admin-key` or `session/12`" },
  last_used_on: { type: ["string", "null"], description: "A day (UTC); null when it never was" },
};
const listed = object({ keys: list(object(fields)) });
const made = object({ ...fields, key: { ...text, description: "The key; it is not shown again" } });
const key = parameter("key", "path", "The key's id");
const revoked = { "204": { description: "It opens nothing any more" } };
const refusals = {
  ...limits,
  "409": problem("There are as many keys as there may be"),
  "422": problem("A field cannot be used; `field` names it"),
};

const changes = object({
  changes: list(
    object({
      id: { type: "integer" },
      at: moment,
      by: { ...text, description: "`admin-key`, `session/{staff}` or `key/{id}`" },
      by_name: { type: ["string", "null"], description: "The key's name, as it was" },
      operation: { ...text, description: "What was done, such as `config-published`" },
      route: text,
      target: { type: ["string", "null"], description: "The id of what was changed" },
      outcome: { enum: ["done", "failed", "unknown"] },
      detail: { type: "object" },
      request_id: text,
    }),
  ),
  next: { type: ["integer", "null"], description: "Before which the next page begins" },
});
const paged = {
  parameters: [
    parameter("before", "query", "The `next` of the page before", { type: "integer" }),
    limit,
  ],
};
const page = {
  "200": answer("Changes, the newest first", changes),
  "400": problem("A parameter cannot be used"),
};

export const keys = {
  "/api/shops/{shop}/changes": {
    get: shopRoute(
      "What was changed through the API and by whom: the newest 10,000 of the last 400 days. `unknown`: the process ended while it was being done",
      page,
      paged,
    ),
  },
  "/api/changes": {
    get: {
      summary: "Shops made, restored and deleted, and the operator's API keys, likewise",
      ...paged,
      responses: page,
    },
  },
  "/api/shops/{shop}/keys": {
    get: shopRoute("The shop's API keys, the newest first; never the keys themselves", {
      "200": answer("Keys", listed),
    }),
    post: shopRoute(
      "Makes an API key of the shop for some scopes. Personal data is read with `customers:read` and in no other way",
      { "201": answer("The key", made), ...refusals },
      { requestBody: body(object({ name: text, scopes })) },
    ),
  },
  "/api/shops/{shop}/keys/{key}": {
    delete: shopRoute(
      "Revokes an API key: at once where one process serves, and on Cloudflare within five seconds everywhere",
      revoked,
      { parameters: [key] },
    ),
  },
  "/api/keys": {
    get: {
      summary: "The operator's API keys",
      responses: { "200": answer("Keys", listed) },
    },
    post: {
      summary: "Makes an API key with the scope `fleet:read`, for Prometheus and its like",
      requestBody: body(object({ name: text })),
      responses: { "201": answer("The key", made), ...refusals },
    },
  },
  "/api/keys/{key}": {
    delete: {
      summary: "Revokes an API key of the operator's",
      parameters: [key],
      responses: { ...revoked, ...missing },
    },
  },
};
