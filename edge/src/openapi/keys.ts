/** API keys. */
import { SCOPES } from "../scopes.ts";
import {
  answer,
  body,
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

export const keys = {
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
