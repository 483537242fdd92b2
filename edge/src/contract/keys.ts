/** API keys, and the log of what was changed with them. */
import { READ_ONLY, SCOPES, FLEET } from "../scopes.ts";
import * as v from "valibot";
import {
  by,
  count,
  flag,
  givenName,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  request,
  text,
} from "./schema.ts";

/** What a shop's key may hold. */
const GRANTS = [READ_ONLY, ...SCOPES] as const;

const fields = {
  id: text,
  name: text,
  scopes: list(oneOf([...GRANTS, FLEET])),
  prefix: note(text, "How the key begins, to recognize it"),
  created_at: moment,
  created_by: note(text, "Who made it, such as `admin-key` or `session/12`"),
  last_used_on: note(maybe(text), "The UTC day it was last used; null if never"),
};

export const ApiKey = named("ApiKey", object(fields));
export type ApiKey = Of<typeof ApiKey>;
export const ApiKeys = object({ keys: list(ApiKey) });
export const CreatedApiKey = named(
  "CreatedApiKey",
  object({ ...fields, key: note(text, "The key itself. Not shown again") }),
);

export const NewOperatorKey = request({ name: givenName });
export const NewApiKey = request({
  name: givenName,
  scopes: v.pipe(list(oneOf(GRANTS)), v.minLength(1, `must be a list of ${GRANTS.join(", ")}`)),
});

export const Change = named(
  "Change",
  object({
    id: count,
    at: moment,
    by: note(text, "`admin-key`, `session/{staff}`, `person/{id}`, or `key/{id}`"),
    by_name: note(maybe(text), "The name at the time of the person or the key"),
    operation: note(text, "What was done, such as `config-published`"),
    route: text,
    target: note(maybe(text), "The ID of what was changed"),
    outcome: note(
      oneOf(["done", "failed", "unknown"]),
      "`unknown`: the process ended while the change was being made",
    ),
    detail: by(v.nullable(v.union([v.string(), v.number(), flag]))),
    request_id: text,
  }),
);
export type Change = Of<typeof Change>;

export const Changes = named(
  "Changes",
  object({ changes: list(Change), next: note(maybe(count), "The `before` of the next page") }),
);
