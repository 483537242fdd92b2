/** The words that the description of the routes is made of. */

export const text = { type: "string" };
export const moment = { type: "integer", description: "Milliseconds since 1970-01-01 UTC" };
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const object = (
  properties: Record<string, unknown>,
  required = Object.keys(properties),
) => ({
  type: "object",
  properties,
  required,
});
export const list = (items: unknown) => ({ type: "array", items });
const json = (schema: unknown) => ({ "application/json": { schema } });
export const answer = (description: string, schema: unknown) => ({
  description,
  content: json(schema),
});
export const body = (schema: unknown, description = "") => ({
  required: true,
  description,
  content: json(schema),
});

export const problem = (description: string) => answer(description, ref("Problem"));
export const unauthorized = { "401": problem("No valid key, token or signature") };
export const missing = { "404": problem("There is no such thing here") };
export const limits = {
  "400": problem("The request is not of the right form"),
  "408": problem("The body took longer than 10 seconds"),
  "411": problem("The body's length was not told in Content-Length"),
  "413": problem("The body is larger than allowed"),
};
export const overload = {
  "503": problem("Too much is waiting; `Retry-After` says when to send it again"),
};

export const parameter = (
  name: string,
  place: "path" | "query" | "header",
  description: string,
  schema: unknown = text,
) => ({
  name,
  in: place,
  description,
  required: place === "path",
  schema,
});
export const shop = parameter("shop", "path", "The shop's id");
export const customer = parameter("customer", "path", "The customer's id");
export const segment = parameter("segment", "path", "The segment's id");
export const token = parameter("token", "path", "The unguessable part of the address");
export const limit = parameter("limit", "query", "At most so many", {
  type: "integer",
  minimum: 0,
});
export const offset = parameter("offset", "query", "Leave out so many first", {
  type: "integer",
  minimum: 0,
});

export const open: unknown[] = [];

/** A shop’s route: the shop in the path. Who may call it is said by the table of routes (`access.ts`). */
export const shopRoute = (
  summary: string,
  responses: Record<string, unknown>,
  more: Record<string, unknown> = {},
) => ({
  summary,
  ...more,
  parameters: [shop, ...((more.parameters as unknown[] | undefined) ?? [])],
  responses: { ...responses, ...missing },
});
